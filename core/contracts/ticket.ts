// A ticket: work for a person, with two clocks (response, resolution) and a transition table in core/domain/ticket.ts.
import { z } from 'zod'
import { CheckAnswer, CheckItem, PauseWhy, Terms, TicketType } from './policy.ts'
import { Id, IsoTime, Name, Note, Priority, Reason } from './scalars.ts'

export type { TicketType }
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

/** A stretch of time that a clock counted. `why` it ended: a pause's reason, or the step that stopped it. */
export const ClockInterval = z.strictObject({
  from: IsoTime,
  fromBy: z.string().nullable(),
  to: IsoTime.nullable(),
  toBy: z.string().nullable(),
  why: z.string().nullable(),
})
export type ClockInterval = z.infer<typeof ClockInterval>

/** A running clock keeps its due time; a stopped one says when and whether in time. */
export const TicketClock = z.strictObject({
  dueAt: IsoTime,
  /** When it warns; of a clock that stands still, when it would have. */
  warnAt: IsoTime.nullable(),
  state: z.enum(['running', 'paused', 'stopped']),
  stoppedAt: IsoTime.nullable(),
  /** Milliseconds left when the clock was paused; null while it runs. */
  leftMs: z.number().nullable(),
  warned: z.boolean(),
  breached: z.boolean(),
  /** What it counted, oldest first; only the last may be open. Raw time also counts what lies between. */
  intervals: z.array(ClockInterval),
})
export type TicketClock = z.infer<typeof TicketClock>

export const TicketEntry = z.strictObject({
  at: IsoTime,
  type: z.string(),
  by: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
})

/** A step of the checklist with what was found; `ok` is null until somebody says. */
export const TicketCheck = z.strictObject({
  item: CheckItem,
  ok: z.boolean().nullable(),
  answer: CheckAnswer.nullable(),
  by: z.string().nullable(),
  at: IsoTime.nullable(),
})
export type TicketCheck = z.infer<typeof TicketCheck>

/** That somebody stood at the device: a tap of its tag, the code on its label, or only his word. */
export const OnSpot = z.strictObject({
  at: IsoTime,
  by: z.string(),
  how: z.enum(['tap', 'code', 'told']),
  tap: z.string().nullable(),
})
export type OnSpot = z.infer<typeof OnSpot>

/**
 * What the system saw after the work was said to be done. `watching`: not decided yet, not before `until`.
 * `proposed_good`: healthy and moving for the hold time. `not_watched`: the device sends no telemetry.
 */
export const Verdict = z.strictObject({
  state: z.enum(['watching', 'proposed_good', 'not_healthy', 'not_moving', 'silent', 'not_watched']),
  since: IsoTime,
  until: IsoTime.nullable(),
  at: IsoTime.nullable(),
  /** Readings while it was healthy, the newest of them, since when it is, and how often each value changed. */
  readings: z.int().min(0),
  newest: IsoTime.nullable(),
  healthySince: IsoTime.nullable(),
  values: z.record(
    z.string(),
    z.strictObject({ value: z.union([z.number(), z.boolean(), z.string()]), changes: z.int() }),
  ),
})
export type Verdict = z.infer<typeof Verdict>

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
  source: z.enum(['rule', 'person', 'finding', 'plan', 'complaint', 'recurrence']),
  /** Who asked, when a person did. */
  reporter: z.strictObject({ name: z.string().max(100), phone: z.string().max(40) }).nullable(),
  assignee: z.string().nullable(),
  vendor: z.string().nullable(),
  /** Who finished the work, of which firm, and when; somebody else, of another firm, must verify it. */
  finishedBy: z.string().nullable(),
  finishedVendor: z.string().nullable(),
  finishedAt: IsoTime.nullable(),
  clocks: z.strictObject({ response: TicketClock, resolution: TicketClock }),
  terms: Terms,
  /** One person holds it alone until then, so that two who are offline do not do the same work. */
  lease: z.strictObject({ by: z.string(), until: IsoTime }).nullable(),
  appointment: z
    .strictObject({ at: IsoTime, by: z.string(), confirmedBy: z.string().nullable(), missed: z.boolean() })
    .nullable(),
  /** A tap of the worker proves something from then on: taken on, held, sent back, broken again. */
  workSince: IsoTime.nullable(),
  /** Who came to the place of work first; from then on the screen counts work. */
  arrival: OnSpot.nullable(),
  checks: z.array(TicketCheck),
  /** What proves that the finisher stood at the device; null where there is no device. */
  proof: OnSpot.nullable(),
  verdict: Verdict.nullable(),
  /** How often the same thing broke again within 24 h of being said to be fixed. */
  bounces: z.int().min(0),
  /** The device had so many tickets of this type within 30 days, this one included: to be put right for good (整改). */
  recurrence: z.int().min(1),
  /** The tickets that a rectification follows from, and the rectification that follows from this one. */
  follows: z.array(Id),
  rectification: Id.nullable(),
  /** The device is under this vendor's warranty. */
  warranty: z.strictObject({ vendor: Id, until: z.string() }).nullable(),
  /** What was read back to the caller. */
  readBack: z.boolean(),
  /** The sentence with which the caller was told that there is no such service. */
  said: z.string().nullable(),
  rating: z.strictObject({ score: z.int().min(1).max(5), text: z.string(), at: IsoTime }).nullable(),
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
  /** It was read back to the caller; owed by repair requests and complaints. */
  readBack: z.boolean().default(false),
})
export type NewTicket = z.infer<typeof NewTicket>

/** A part that was used. */
export const Part = z.strictObject({ name: z.string().max(100), quantity: z.number().positive() })
export type Part = z.infer<typeof Part>

const version = z.int().optional()
const Cost = z.number().min(0).max(1e9)
export const ticketActions = {
  dispatch: z
    // Without a name it goes to whom the system proposes.
    .strictObject({ user: z.string().max(64).optional(), vendor: z.string().max(100).optional(), version })
    .refine((d) => d.user === undefined || d.vendor === undefined, 'user_or_vendor'),
  accept: z.strictObject({ version }),
  decline: z.strictObject({ reason: Reason, version }),
  start: z.strictObject({ version }),
  wait: z.strictObject({ reason: Reason, why: PauseWhy.default('other'), version }),
  resume: z.strictObject({ version }),
  finish: z.strictObject({
    /** A tap of one's own at the device, made since the work was accepted … */
    tap: z.string().max(128).optional(),
    /** … or, where the device has no tag, what was scanned from its label. */
    code: z.string().max(200).optional(),
    note: Note.optional(),
    parts: z.array(Part).optional(),
    minutes: z.number().min(0).max(100_000).optional(),
    /** Of parts and work, in the money of the house. */
    cost: Cost.optional(),
    version,
  }),
  /** `override`: why a supervisor takes it as fixed although the system does not propose it. */
  verify: z.strictObject({ note: Note.optional(), override: Reason.optional(), version }),
  reject: z.strictObject({ reason: Reason, version }),
  /** `cost`: what it came to in the end, where that is known only now. */
  close: z.strictObject({ cost: Cost.optional(), version }),
  cancel: z.strictObject({ reason: Reason, version }),
  rate: z.strictObject({ score: z.int().min(1).max(5), text: Note.optional(), version }),
  callback: z.strictObject({ text: Reason, version }),
  arrive: z.strictObject({ tap: z.string().max(128).optional(), version }),
  check: z.strictObject({ items: z.array(CheckAnswer).min(1).max(32), version }),
  /** Once to agree on it, once more (`confirmed`, the same time) when the caller has said yes again. */
  appoint: z.strictObject({ at: IsoTime, confirmed: z.boolean().default(false), version }),
  lease: z.strictObject({ hours: z.int().min(1).max(12).default(4), version }),
  release: z.strictObject({ version }),
} as const
export type TicketActionName = keyof typeof ticketActions
export type TicketAction = {
  [A in TicketActionName]: { action: A } & z.infer<(typeof ticketActions)[A]>
}[TicketActionName]
