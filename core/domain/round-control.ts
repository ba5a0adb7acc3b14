// Control points: a round may ask for a tap before its first stop and one after its last (领钥匙、交钥匙). They say when
// the guard set out and came back; a missing one is shown, and misses no stop.
import { epoch, iso } from '../contracts/instant.ts'
import type { Round } from '../contracts/round.ts'
import { isDone, reach, readAt, type RoundTap } from './round-visit.ts'

const visitTimes = ({ visits }: Round): number[] => visits.filter(isDone).map((visit) => epoch(visit.at)!)

/**
 * Which control a tap at this checkpoint is: before the first visit the start; after one the end, of which the first after
 * the last visit counts. Null is none.
 */
export function controlFor(round: Round, tap: RoundTap, checkpoint: string): 'startPoint' | 'endPoint' | null {
  const at = readAt(tap)
  if (tap.device !== undefined || at < epoch(round.startsAt) - reach || at > epoch(round.endsAt) + reach) return null
  const times = visitTimes(round)
  const begun = times.some((time) => time < at)
  const { startPoint, endPoint } = round
  const first = epoch(startPoint?.at ?? null)
  if (startPoint?.checkpoint === checkpoint && !begun && (first === null || at < first)) return 'startPoint'
  const last = epoch(endPoint?.at ?? null)
  const walkedOn = last !== null && times.some((time) => time > last)
  if (endPoint?.checkpoint === checkpoint && begun && (last === null || (walkedOn && at > last))) return 'endPoint'
  return null
}

/** The round with its control point tapped. */
export const takeControl = (round: Round, which: 'startPoint' | 'endPoint', tap: RoundTap): Round => ({
  ...round,
  [which]: { ...round[which], at: iso(readAt(tap)), tap: tap.id },
})

/** How far a tap is from the time at which its control point is due, ms. */
export const controlDistance = (round: Round, which: 'startPoint' | 'endPoint', at: number): number =>
  which === 'startPoint' ? Math.abs(epoch(round.startsAt) - at) : Math.max(0, at - epoch(round.endsAt))
