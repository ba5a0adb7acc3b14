// A ladder (升级梯级): who is told, in which order, with what waits, until somebody takes it. The last step needs no
// network: the operator phones.
import { z } from 'zod'
import { Duration, Id, IsoTime, Name, NewId, Note, Priority, TimeOfDay } from './scalars.ts'
import { Role } from './user.ts'

/** Whom a step means: people found at the moment of telling, never copied into the ladder. */
export const Audience = z.union([
  /** Who is on duty now with this role, and with this skill where one is named. */
  z.strictObject({ duty: Role, skill: Id.optional() }),
  z.strictObject({ user: z.string().max(64) }),
  z.strictObject({ role: Role }),
  /** The assignee; of a ticket that nobody was given yet, who is on duty with the skill that it asks for. */
  z.strictObject({ assignee: z.literal(true) }),
  /** Nobody in particular: a group's robot, a siren. */
  z.strictObject({ channel: Id }),
])
export type Audience = z.infer<typeof Audience>

export const LadderStep = z.strictObject({
  /** After the step before (after the start for the first). */
  after: Duration.default('0s'),
  who: Audience,
  /** Through these channels, in order of preference; empty: each person's own, and the robots of the site's groups. */
  channels: z.array(Id).max(8).default([]),
  /** Told again so often while nobody takes it, so far apart. */
  repeat: z
    .strictObject({ times: z.int().min(1).max(5), every: Duration })
    .nullable()
    .default(null),
  /** Only within these hours of the site; outside them the step is passed over. */
  window: z
    .strictObject({ start: TimeOfDay, end: TimeOfDay, days: z.array(z.int().min(1).max(7)).min(1).max(7) })
    .nullable()
    .default(null),
  /** Only while more than so many incidents of the site are open and not taken. */
  onlyIfMoreThan: z.int().min(0).max(10_000).nullable().default(null),
  /** `notify` sends; `phone` is a line on the operator's screen: phone NAME, NUMBER, with a tick and the time. */
  does: z.enum(['notify', 'phone']).default('notify'),
})
export type LadderStep = z.infer<typeof LadderStep>

export const Ladder = z
  .strictObject({
    id: NewId,
    /** Null serves every site. */
    site: Id.nullable().default(null),
    name: Name,
    /** For incidents of these priorities and tickets of these types. */
    priorities: z.array(Priority).max(4).default([]),
    tickets: z.array(Id).max(16).default([]),
    steps: z.array(LadderStep).min(1).max(16),
    /** It begins anew once nothing was done for so long by whoever has taken the thing; null: never. */
    resumeAfter: Duration.nullable().default(null),
    enabled: z.boolean().default(true),
    version: z.int().min(1).default(1),
  })
  .refine((ladder) => ladder.steps.at(-1)?.does === 'phone', 'last_step_phones')
export type Ladder = z.infer<typeof Ladder>
export const NewLadder = z.strictObject(Ladder.shape).omit({ version: true })
export const LadderPatch = NewLadder.omit({ id: true, site: true }).partial().extend({ version: z.int().optional() })

/** What was done: who was told by which channel with which notice, who could not be, or the tick of the operator's call. */
export const ClimbEntry = z.strictObject({
  at: IsoTime,
  step: z.int().min(0),
  what: z.enum(['told', 'nobody', 'passed_over', 'phone', 'phoned', 'stopped', 'resumed']),
  to: z.string().nullable(),
  channel: Id.nullable(),
  notice: Id.nullable(),
  by: z.string().nullable(),
  /** Of a call that was made: whether it was answered, and what was said. Of the others: why. */
  answered: z.boolean().nullable(),
  note: z.string().nullable(),
})
export type ClimbEntry = z.infer<typeof ClimbEntry>

/** One climb of a ladder for one incident or ticket. The ladder's form is kept with it: a change rewrites no climb. */
export const Climb = z.strictObject({
  id: Id,
  ladder: Id,
  site: Id,
  of: z.strictObject({ type: z.enum(['incident', 'ticket']), id: Id }),
  steps: z.array(LadderStep),
  startedAt: IsoTime,
  /** The step that comes next; equal to the number of steps when all were taken. */
  next: z.int().min(0),
  /** How often the step before `next` was repeated. */
  repeated: z.int().min(0),
  /** When the step before `next` was taken (the start before the first), and when somebody was last told in it. */
  takenAt: IsoTime,
  toldAt: IsoTime.nullable(),
  /** How often it has begun: it begins anew when what stopped it lapses. */
  run: z.int().min(1),
  /** At how many instants anybody was told in this run. */
  tellings: z.int().min(0),
  nextAt: IsoTime.nullable(),
  /** The ladder's; and when it begins anew unless whoever has taken the thing does something: null while nobody has. */
  resumeAfter: Duration.nullable(),
  resumeAt: IsoTime.nullable(),
  state: z.enum(['climbing', 'stopped', 'done']),
  /** Why it stopped: acknowledged, accepted, closed … */
  stopped: z.string().nullable(),
  /** What was done lately, in order. */
  log: z.array(ClimbEntry),
  version: z.int().min(1),
})
export type Climb = z.infer<typeof Climb>

/** Somebody to phone: the name and number stand in no record, they are looked up for whoever reads. */
export const ToPhone = z.strictObject({ step: z.int(), user: z.string(), name: z.string(), phone: z.string() })
export type ToPhone = z.infer<typeof ToPhone>
export const ShownClimb = Climb.extend({ phones: z.array(ToPhone) })
export type ShownClimb = z.infer<typeof ShownClimb>

/** The operator's tick: this person was phoned. */
export const Phoned = z.strictObject({
  step: z.int().min(0).max(15),
  user: z.string().max(64).optional(),
  answered: z.boolean(),
  note: Note.optional(),
})

export type Phoned = z.infer<typeof Phoned>

/** What a step would do now: who would be told through what, and who would not hear of it or why nothing would happen. */
export const StepPreview = z.strictObject({
  step: LadderStep,
  /** After the start, ms. */
  afterMs: z.int().min(0),
  told: z.array(z.strictObject({ user: z.string().nullable(), name: z.string().nullable(), channel: Id })),
  /** People who are meant and cannot be reached by any channel (or have no number, where they are to be phoned). */
  unreached: z.array(z.strictObject({ user: z.string(), name: z.string() })),
  phones: z.array(ToPhone),
  why: z.enum(['nobody_on_duty', 'nobody', 'no_channel', 'no_phone', 'outside_hours', 'not_enough_open']).nullable(),
})
export type StepPreview = z.infer<typeof StepPreview>
/** `ladder` is null when none serves it. `resumesAt`: when it begins anew, of what somebody has taken and does nothing about. */
export const LadderPreview = z.strictObject({
  ladder: Id.nullable(),
  name: Name.nullable(),
  resumeAfter: Duration.nullable(),
  resumesAt: IsoTime.nullable(),
  steps: z.array(StepPreview),
})
export type LadderPreview = z.infer<typeof LadderPreview>
export const PreviewQuery = z
  .strictObject({ rule: Id.optional(), incident: Id.optional(), ticket: Id.optional(), site: Id.optional() })
  .refine((asked) => [asked.rule, asked.incident, asked.ticket].filter(Boolean).length === 1, 'one_subject')
