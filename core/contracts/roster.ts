// The roster (排班表): who is on duty, turn by turn. A swap (换班) puts one person in another's place for one turn.
import { z } from 'zod'
import { Id, IsoTime, Name, Note } from './scalars.ts'
import { Need } from './shift.ts'

const Username = z.string().min(1).max(64)

export const Swap = z.strictObject({
  id: Id,
  site: Id,
  shift: Id,
  /** The day on which the turn begins, in site time. */
  date: z.iso.date(),
  from: Username,
  to: Username,
  state: z.enum(['asked', 'approved', 'declined']),
  reason: z.string(),
  askedBy: z.string(),
  askedAt: IsoTime,
  decidedBy: z.string().nullable(),
  decidedAt: IsoTime.nullable(),
  version: z.int().min(1),
})
export type Swap = z.infer<typeof Swap>
/** `from` is whoever asks when it is left out. */
export const NewSwap = z.strictObject({
  shift: Id,
  date: z.iso.date(),
  from: Username.optional(),
  to: Username,
  reason: Note.default(''),
})
export const DecideSwap = z.strictObject({ version: z.int().optional() })

/** What a turn lacks. `expires`: a certificate ends within 30 days; `swap_open`: somebody asked to be replaced. */
export const Gap = z.strictObject({
  what: z.enum(['nobody', 'too_few', 'no_skill', 'expired', 'expires', 'swap_open']),
  need: Need.nullable(),
  user: z.string().nullable(),
  skill: Id.nullable(),
  /** The last day of the certificate. */
  on: z.iso.date().nullable(),
  missing: z.int().min(0),
})
export type Gap = z.infer<typeof Gap>

export const Turn = z.strictObject({
  shift: Id,
  name: Name,
  date: z.iso.date(),
  startsAt: IsoTime,
  endsAt: IsoTime,
  people: z.array(
    z.strictObject({
      user: z.string(),
      name: z.string(),
      role: z.string(),
      skills: z.array(Id),
      /** Whom this person stands in for. */
      for: z.string().nullable(),
      /** On post now. */
      onPost: z.boolean(),
    }),
  ),
  needs: z.array(Need),
  swaps: z.array(Swap),
  gaps: z.array(Gap),
})
export type Turn = z.infer<typeof Turn>
export const Roster = z.strictObject({ site: Id, timezone: z.string(), turns: z.array(Turn) })
export type Roster = z.infer<typeof Roster>
