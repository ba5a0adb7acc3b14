// The sheet (巡更单): everything that a guard's phone needs to work a shift without a network.
import { z } from 'zod'
import { Call } from './call.ts'
import { Check, Checkpoint } from './checkpoint.ts'
import { Duty } from './duty.ts'
import { Errand } from './errand.ts'
import { Round } from './round.ts'
import { Id, IsoTime, Name } from './scalars.ts'
import { Tap } from './tap.ts'

/** A checkpoint as the phone knows it: enough to recognise its tag, its address or its printed code offline. */
export const SheetPoint = z.strictObject({
  id: Id,
  name: Name,
  place: Name.nullable(),
  key: z.boolean(),
  uid: z.string().nullable(),
  signed: z.boolean(),
  code: Checkpoint.shape.code,
  checks: z.array(Check),
})
export type SheetPoint = z.infer<typeof SheetPoint>

export const Sheet = z.strictObject({
  at: IsoTime,
  site: Id,
  siteName: Name,
  timezone: z.string(),
  user: z.string(),
  name: z.string(),
  /** The people of the site by user name, for who holds a machine or has a ticket. */
  people: z.record(z.string(), z.string()).default({}),
  /** The control room's number, for when the network is gone. */
  phone: z.string().nullable(),
  duty: Duty.nullable(),
  /** Rounds of this guard, or of nobody in particular, that are open or begin within 24 hours. */
  rounds: z.array(Round),
  points: z.array(SheetPoint),
  /** How his taps of the last 24 hours are judged by now: a receipt shows what was known when it was given. */
  taps: z.array(Tap.pick({ id: true, grade: true, flags: true })).default([]),
  /** Calls that wait for this guard. */
  calls: z.array(Call),
  /** Incidents that this guard was sent to and that are not over. */
  errands: z.array(Errand),
})
export type Sheet = z.infer<typeof Sheet>
