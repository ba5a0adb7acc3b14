// A round: one walk of a route. Deadlines are absolute and copied when it is planned, so that a changed route rewrites
// nothing that has begun.
import { z } from 'zod'
import { Id, IsoTime, Name } from './scalars.ts'
import { TapCheck, TapGrade } from './tap.ts'

export const VisitState = z.enum(['due', 'on_time', 'early', 'late', 'missed', 'late_synced'])
export type VisitState = z.infer<typeof VisitState>

export const PatrolRole = z.enum(['guard', 'technician'])
export type PatrolRole = z.infer<typeof PatrolRole>
const RoleTap = z.strictObject({ at: IsoTime, tap: z.string(), by: z.string() })
/** A control tap at the round's start or end. */
const ControlTap = z.strictObject({ checkpoint: Id, at: IsoTime.nullable(), tap: z.string().nullable() })

/** One checkpoint of a round. `late_synced`: was missed by the server's deadline, a later sync proved it done. */
export const Visit = z.strictObject({
  checkpoint: Id,
  from: IsoTime,
  until: IsoTime,
  /** `until` + grace: after it the visit is missed. */
  deadline: IsoTime,
  state: VisitState,
  /** Set when nobody listened at its deadline (the product was down), so that the miss is nobody's fault. */
  unwatched: z.boolean().optional(),
  outOfOrder: z.boolean(),
  at: IsoTime.nullable(),
  tap: z.string().nullable(),
  by: z.string().nullable(),
  /** A second tap of the same person that proves the stay which is asked; null without one. */
  leftAt: IsoTime.nullable().default(null),
  /** What its tap proves; it follows the tap when that is graded anew. */
  grade: TapGrade.nullable().default(null),
  /** Limits of the way here, minutes; copied from the route. */
  leg: z.strictObject({ min: z.number(), max: z.number().nullable() }).nullable().default(null),
  dwellSeconds: z.int().default(0),
  /** Evidence, never a verdict. */
  flags: z.array(z.enum(['leg_short', 'leg_long', 'dwell_short'])).default([]),
  /**
   * A two-role checkpoint: it is done by a tap of each role within 10 minutes. `guard` and `technician` are the taps that
   * did it, until then the latest of each; `taps` are all that may still find their other half.
   */
  roles: z
    .strictObject({
      guard: RoleTap.nullable(),
      technician: RoleTap.nullable(),
      taps: z.array(RoleTap.extend({ role: PatrolRole })).default([]),
    })
    .nullable()
    .default(null),
  /** The sensor that was the visit, where there is no tag. */
  sensor: Id.nullable().default(null),
  checks: z.array(TapCheck).default([]),
})
export type Visit = z.infer<typeof Visit>

export const RoundState = z.enum(['scheduled', 'under_way', 'complete', 'incomplete'])
export const Round = z.strictObject({
  id: Id,
  route: Id,
  name: Name,
  site: Id,
  guard: z.string().nullable(),
  state: RoundState,
  order: z.enum(['ordered', 'any', 'random']),
  /** From which the order of a `random` round was drawn; null otherwise. */
  seed: z.string().nullable().default(null),
  startPoint: ControlTap.nullable().default(null),
  endPoint: ControlTap.nullable().default(null),
  /** While the guard handles an incident the clocks of the round stand still; deadlines move by as much. */
  pauses: z
    .array(
      z.strictObject({ from: IsoTime, until: IsoTime.nullable(), incident: Id.nullable(), by: z.string().nullable() }),
    )
    .default([]),
  /** When anything was last heard of the guard on this round (a tap, an answered call, a sync), by the server's clock. */
  contactAt: IsoTime.nullable().default(null),
  /** Since when the guard is out of contact past leg limit and grace (失联); null while in contact. */
  lostAt: IsoTime.nullable().default(null),
  startsAt: IsoTime,
  /** The last deadline. */
  endsAt: IsoTime,
  startedAt: IsoTime.nullable(),
  finishedAt: IsoTime.nullable(),
  visits: z.array(Visit),
  version: z.int().min(1),
})
export type Round = z.infer<typeof Round>
export const NewRound = z.strictObject({
  route: Id,
  startsAt: IsoTime.optional(),
  guard: z.string().max(64).nullable().default(null),
})
/** `incident`: what the guard is sent to; the round goes on when it ends. */
export const PauseRound = z.strictObject({ incident: Id.optional() })
