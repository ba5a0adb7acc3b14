// A ladder (升级梯级): who is told, in which order, with what waits, until somebody takes it. The last step needs no
// network: the operator phones.
import { z } from 'zod'
import { Duration, Id, IsoTime, Name, NewId, Priority, TimeOfDay } from './scalars.ts'
import { Role } from './user.ts'

/** Whom a step means: people found at the moment of telling, never copied into the ladder. */
export const Audience = z.union([
  /** Who is on duty now with this role, and with this skill where one is named. */
  z.strictObject({ duty: Role, skill: Id.optional() }),
  z.strictObject({ user: z.string().max(64) }),
  z.strictObject({ role: Role }),
  /** The assignee of the ticket or incident. */
  z.strictObject({ assignee: z.literal(true) }),
  /** Nobody in particular: a group's robot, a siren. */
  z.strictObject({ channel: Id }),
])
export type Audience = z.infer<typeof Audience>

export const LadderStep = z.strictObject({
  /** After the step before (after the start for the first). */
  after: Duration.default('0s'),
  who: Audience,
  /** Through these channels, in order of preference; empty: each person's own. */
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
    enabled: z.boolean().default(true),
    version: z.int().min(1).default(1),
  })
  .refine((ladder) => ladder.steps.at(-1)?.does === 'phone', 'last_step_phones')
export type Ladder = z.infer<typeof Ladder>
export const NewLadder = z.strictObject(Ladder.shape).omit({ version: true })
export const LadderPatch = NewLadder.omit({ id: true, site: true }).partial().extend({ version: z.int().optional() })

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
  /** How often the present step was repeated. */
  repeated: z.int().min(0),
  nextAt: IsoTime.nullable(),
  state: z.enum(['climbing', 'stopped', 'done']),
  /** Why it stopped: acknowledged, accepted, closed … */
  stopped: z.string().nullable(),
  /** What was done, in order: whom, by which channel, which notice, or the tick of the operator's call. */
  log: z.array(
    z.strictObject({
      at: IsoTime,
      step: z.int().min(0),
      what: z.enum(['told', 'nobody', 'passed_over', 'phone', 'phoned', 'stopped', 'resumed', 'lapsed']),
      to: z.string().nullable(),
      notice: Id.nullable(),
      by: z.string().nullable(),
    }),
  ),
  version: z.int().min(1),
})
export type Climb = z.infer<typeof Climb>
