// An incident: something is wrong, has a life. Two facts (active, acknowledged) and three modifiers, never one enum.
import { z } from 'zod'
import { Duration, Id, IsoTime, Name, Note, Priority, Reason } from './scalars.ts'

export const SubjectType = z.enum([
  'device',
  'point',
  'checkpoint',
  'round',
  'post',
  'ticket',
  'user',
  'channel',
  'finding',
  'system',
])
/** What is wrong, not who reported it. A point's id is `{device}:{point}`. */
export const Subject = z.strictObject({ type: SubjectType, id: z.string().min(1).max(140) })
export type Subject = z.infer<typeof Subject>

export const Outcome = z.enum(['real', 'false_alarm', 'test', 'unknown'])
export type Outcome = z.infer<typeof Outcome>

/** One entry of the append-only timeline. `by` is a user name, or null for the system. */
export const TimelineEntry = z.strictObject({
  at: IsoTime,
  type: z.enum([
    'opened',
    'retripped',
    'cleared',
    'reopened',
    'acknowledged',
    /** Nothing was done for too long by whoever had taken it: nobody has it any more. */
    'lapsed',
    'assigned',
    'commented',
    'shelved',
    'unshelved',
    'reset',
    'ticket',
    'silent',
    'heard',
    'annotated',
    /** A guard was sent there, was called back, has arrived. */
    'sent',
    'recalled',
    'arrived',
    'closed',
  ]),
  by: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
})
export type TimelineEntry = z.infer<typeof TimelineEntry>

export const Incident = z.strictObject({
  id: Id,
  rule: Id,
  subject: Subject,
  device: Id.nullable(),
  site: Id,
  title: Name,
  priority: Priority,
  lifeSafety: z.boolean(),
  active: z.boolean(),
  acknowledged: z.boolean(),
  acknowledgedBy: z.string().nullable(),
  acknowledgedAt: IsoTime.nullable(),
  shelvedUntil: IsoTime.nullable(),
  /** Raised by a latched condition or rule and not yet reset by a person. */
  latched: z.boolean(),
  /** The condition has no end of its own (an event without `until`): a reset is what ends it. */
  endless: z.boolean().optional(),
  /** Known to have ended before we heard of it: recorded, not sounded. */
  historic: z.boolean(),
  /** Raised by a shadow device of a drill. */
  drill: z.boolean(),
  /** The device was in service work (检修) when it was raised. */
  service: z.boolean(),
  /** The subject's device is not heard at present; nothing clears by itself meanwhile. */
  silent: z.boolean(),
  openedAt: IsoTime,
  /** When the server learnt of it; later than `openedAt` for late data. */
  raisedAt: IsoTime,
  clearedAt: IsoTime.nullable(),
  closedAt: IsoTime.nullable(),
  outcome: Outcome.nullable(),
  trips: z.int().min(1),
  /** Values that raised it, for the sentence on screen. */
  evidence: z.record(z.string(), z.unknown()),
  assignee: z.string().nullable(),
  ticket: Id.nullable(),
  version: z.int().min(1),
  timeline: z.array(TimelineEntry),
})
export type Incident = z.infer<typeof Incident>

export const incidentActions = {
  acknowledge: z.strictObject({ note: Note.optional(), version: z.int().optional() }),
  assign: z.strictObject({ user: z.string().min(1).max(64), version: z.int().optional() }),
  comment: z.strictObject({ text: Reason, version: z.int().optional() }),
  shelve: z
    .strictObject({ for: Duration.optional(), until: IsoTime.optional(), reason: Reason, version: z.int().optional() })
    .refine((s) => (s.for === undefined) !== (s.until === undefined), 'for_or_until'),
  unshelve: z.strictObject({ version: z.int().optional() }),
  reset: z.strictObject({ version: z.int().optional() }),
  close: z.strictObject({ outcome: Outcome.optional(), note: Note.optional(), version: z.int().optional() }),
} as const
export type IncidentActionName = keyof typeof incidentActions
export type IncidentAction = {
  [A in IncidentActionName]: { action: A } & z.infer<(typeof incidentActions)[A]>
}[IncidentActionName]
