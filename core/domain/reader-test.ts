// Self-tests of patrol readers: at the start and at the end of each shift a reader reads its own test tag, so that a
// reader that reads nothing is found before a round is walked with it.
import type { Shift } from '../contracts/shift.ts'
import { instantOfLocal, localOf, midnightBefore, timeOfDay, weekdayOf } from './schedule.ts'

const day = 86_400_000
/** A test counts for a shift's start or end when it is read so near to it. */
export const testWindow = 15 * 60_000

/** A start or an end of a shift, epoch ms. */
export type ShiftEdge = { shift: string; edge: 'start' | 'end'; at: number }

/** The edges of shifts whose window for a test closed in (from, until], the earliest first. */
export function testsDue(
  shifts: readonly Pick<Shift, 'id' | 'start' | 'end' | 'days'>[],
  timezone: string,
  from: number,
  until: number,
): ShiftEdge[] {
  // A shift that began the day before yesterday may end today.
  const first = midnightBefore(localOf(from, timezone)) - 2 * day
  const days = Math.max(0, Math.ceil((until - from) / day)) + 3
  const midnights = Array.from({ length: days + 1 }, (_, i) => first + i * day)
  return shifts
    .flatMap((shift) => midnights.flatMap((midnight) => edgesOf(shift, timezone, midnight)))
    .filter(({ at }) => at + testWindow > from && at + testWindow <= until)
    .sort((a, b) => a.at - b.at)
}

function edgesOf(
  { id, start, end, days }: Pick<Shift, 'id' | 'start' | 'end' | 'days'>,
  timezone: string,
  midnight: number,
): ShiftEdge[] {
  if (!days.includes(weekdayOf(midnight))) return []
  const over = timeOfDay(end) <= timeOfDay(start) ? day : 0
  return [
    { shift: id, edge: 'start', at: instantOfLocal(midnight + timeOfDay(start), timezone) },
    { shift: id, edge: 'end', at: instantOfLocal(midnight + timeOfDay(end) + over, timezone) },
  ]
}
