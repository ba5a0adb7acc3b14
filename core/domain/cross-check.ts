// What else speaks for or against a tap: the sensor of its room, and the walk from the tap before. Evidence, never a
// verdict: a door may have been held open by a colleague.
import { epoch, iso } from '../contracts/instant.ts'
import type { CheckpointSensor } from '../contracts/checkpoint.ts'
import type { Reading } from '../contracts/reading.ts'
import type { Tap } from '../contracts/tap.ts'
import type { MetricValue } from '../contracts/metric.ts'
import { stairs, type Spot } from './nearest-guard.ts'

/** A sign so long before or after a tap speaks for it, ms. */
export const sensorWindow = 90_000
/** When a tap without a sign is judged: the window is over, and what was sent on time has arrived. */
export const judgedAfter = sensorWindow + 30_000
/** A sign of somebody in the room is explained by a tap so long before or after it, ms. */
export const explainedWithin = 5 * 60_000

type Sensed = Pick<Tap, 'at' | 'flags' | 'sensor'>

/** The sign nearest to an instant among these, when it lies within the window; epoch ms. */
export function nearestSign(at: number, signs: readonly number[]): number | null {
  const near = signs.filter((sign) => Math.abs(sign - at) <= sensorWindow)
  return near.length === 0
    ? null
    : near.reduce((best, sign) => (Math.abs(sign - at) < Math.abs(best - at) ? sign : best))
}

/**
 * What the room's sensor says of a tap. `signs`: when it saw somebody; `aliveSince`: since when it has been heard without
 * a gap (null: it is not heard). Only a sensor that was heard through the whole window, which must be over, contradicts.
 */
export function senseTap<T extends Sensed>(
  tap: T,
  facts: { device: string; signs: readonly number[]; aliveSince: number | null; now: number },
): T {
  const at = epoch(tap.at)
  const sign = nearestSign(at, facts.signs)
  const watched = facts.aliveSince !== null && facts.aliveSince <= at - sensorWindow && facts.now > at + sensorWindow
  const says = sign !== null ? 'confirms' : watched ? 'contradicts' : 'unheard'
  const sensor = { device: facts.device, says, at: sign === null ? null : iso(sign) } as const
  const same = tap.sensor?.says === says && tap.sensor.at === sensor.at && tap.sensor.device === sensor.device
  return same ? tap : { ...flagged(tap, 'sensor_contradicts', says === 'contradicts'), sensor }
}

/** The tap with a flag raised or lowered; the same one when it stands so already. */
export function flagged<T extends Pick<Tap, 'flags'>>(tap: T, flag: Tap['flags'][number], raised: boolean): T {
  if (tap.flags.includes(flag) === raised) return tap
  return { ...tap, flags: raised ? [...tap.flags, flag] : tap.flags.filter((each) => each !== flag) }
}

const sameZone = 5
/** Running down a flight of stairs, s. */
const oneFloor = 8
/** A lift that waits: its doors, and a floor at 2 m/s, s. */
const [doors, liftFloor] = [8, 1.5]
const anotherBuilding = 30

/**
 * The least time that a way can take, seconds, at a run or by a lift that waits: less is impossible, not merely quick. What
 * is not known of a place speaks for the guard.
 */
export function shortestWalk(a: Spot, b: Spot): number {
  if (a.building !== b.building && a.building !== null && b.building !== null) return anotherBuilding
  const floors = a.floor === null || b.floor === null ? 0 : stairs(a.floor, b.floor)
  return Math.max(sameZone, Math.min(floors * oneFloor, doors + floors * liftFloor))
}

/** One read of a person's walk. */
export type Step = { checkpoint: string; at: number; spot: Spot }

/** Whether nobody can have walked from one to the other in the time between. */
export const isImpossibleWalk = (from: Step, to: Step): boolean =>
  from.checkpoint !== to.checkpoint && to.at - from.at < shortestWalk(from.spot, to.spot) * 1000

/** Whether an event of the sensor is the sign that somebody is there. */
export const isSignEvent = ({ sign }: Pick<CheckpointSensor, 'sign'>, type: string): boolean =>
  'event' in sign && sign.event === type

/** Whether a reading is the sign: its metric has come to the value. `before` is the value it had, undefined when unknown. */
export function isSignReading(
  { sign }: Pick<CheckpointSensor, 'sign'>,
  { metrics }: Pick<Reading, 'metrics'>,
  before: MetricValue | undefined,
): boolean {
  return 'metric' in sign && metrics[sign.metric] === sign.equals && before !== sign.equals
}
