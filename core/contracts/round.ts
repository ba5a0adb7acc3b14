// A round: one walk of a route. Deadlines are absolute and copied at creation, so that a changed route rewrites nothing.
import { z } from 'zod'
import { Id, IsoTime, Name } from './scalars.ts'

export const VisitState = z.enum(['due', 'on_time', 'early', 'late', 'missed', 'late_synced'])
export type VisitState = z.infer<typeof VisitState>

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
  order: z.enum(['ordered', 'any']),
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
