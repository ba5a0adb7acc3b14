// A ticket: work for a person, with two clocks (response, resolution) and a transition table in core/domain/ticket.ts.
import { z } from 'zod'
import { Id, IsoTime, Name, Note, Priority, Reason } from './scalars.ts'

export const TicketType = z.enum(['fault', 'repair', 'inspection', 'entrapment', 'complaint', 'other'])
export type TicketType = z.infer<typeof TicketType>
export const TicketState = z.enum([
  'new',
  'dispatched',
  'accepted',
  'working',
  'waiting',
  'done',
  'verified',
  'closed',
  'cancelled',
  'declined',
])
export type TicketState = z.infer<typeof TicketState>

/** A running clock keeps its due time; a stopped one says when and whether in time. */
export const TicketClock = z.strictObject({
  dueAt: IsoTime,
  state: z.enum(['running', 'paused', 'stopped']),
  stoppedAt: IsoTime.nullable(),
  /** Milliseconds left when the clock was paused; null while it runs. */
  leftMs: z.number().nullable(),
  breached: z.boolean(),
})
export type TicketClock = z.infer<typeof TicketClock>

export const TicketEntry = z.strictObject({
  at: IsoTime,
  type: z.string(),
  by: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
})

export const Ticket = z.strictObject({
  id: Id,
  /** The number people say aloud; rises by one, never reused. */
  number: z.int().min(1),
  site: Id,
  type: TicketType,
  title: Name,
  description: z.string().max(4000),
  state: TicketState,
  priority: Priority,
  device: Id.nullable(),
  zone: Id.nullable(),
  incident: Id.nullable(),
  source: z.enum(['rule', 'person', 'finding', 'plan', 'complaint']),
  /** Who asked, when a person did. */
  reporter: z.strictObject({ name: z.string().max(100), phone: z.string().max(40) }).nullable(),
  assignee: z.string().nullable(),
  vendor: z.string().nullable(),
  /** Who finished the work; somebody else must verify it. */
  finishedBy: z.string().nullable(),
  clocks: z.strictObject({ response: TicketClock, resolution: TicketClock }),
  rating: z.strictObject({ score: z.int().min(1).max(5), text: z.string() }).nullable(),
  createdAt: IsoTime,
  closedAt: IsoTime.nullable(),
  version: z.int().min(1),
  timeline: z.array(TicketEntry),
})
export type Ticket = z.infer<typeof Ticket>

export const NewTicket = z.strictObject({
  site: Id,
  type: TicketType,
  title: Name,
  description: z.string().max(4000).default(''),
  priority: Priority.default(3),
  device: Id.nullable().default(null),
  zone: Id.nullable().default(null),
  incident: Id.nullable().default(null),
  reporter: Ticket.shape.reporter.default(null),
})
export type NewTicket = z.infer<typeof NewTicket>

const version = z.int().optional()
export const ticketActions = {
  dispatch: z
    .strictObject({ user: z.string().max(64).optional(), vendor: z.string().max(100).optional(), version })
    .refine((d) => (d.user === undefined) !== (d.vendor === undefined), 'user_or_vendor'),
  accept: z.strictObject({ version }),
  decline: z.strictObject({ reason: Reason, version }),
  start: z.strictObject({ version }),
  wait: z.strictObject({ reason: Reason, version }),
  resume: z.strictObject({ version }),
  finish: z.strictObject({
    tap: z.string().max(128).optional(),
    note: Note.optional(),
    parts: z.array(z.strictObject({ name: z.string().max(100), quantity: z.number().positive() })).optional(),
    minutes: z.number().min(0).max(100_000).optional(),
    version,
  }),
  verify: z.strictObject({ note: Note.optional(), version }),
  reject: z.strictObject({ reason: Reason, version }),
  close: z.strictObject({ version }),
  cancel: z.strictObject({ reason: Reason, version }),
  rate: z.strictObject({ score: z.int().min(1).max(5), text: Note.optional(), version }),
  callback: z.strictObject({ text: Reason, version }),
} as const
export type TicketActionName = keyof typeof ticketActions
export type TicketAction = {
  [A in TicketActionName]: { action: A } & z.infer<(typeof ticketActions)[A]>
}[TicketActionName]
