// Calendar arithmetic in a site's zone, never in the host's: instants, wall clocks, who is on duty, which day it is.
// A local time that daylight saving skips moves to the first instant after the gap; one that it repeats counts once.
import type { Shift } from '../contracts/shift.ts'

const minute = 60_000
const day = 86_400_000

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(timezone: string): Intl.DateTimeFormat {
  const known = clocks.get(timezone)
  if (known) return known
  const clock = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  clocks.set(timezone, clock)
  return clock
}

/** What the wall clock of a zone shows at an instant, written as if it were UTC: epoch ms, to the second. */
export function localOf(at: number, timezone: string): number {
  const fields = new Map<string, number>()
  for (const { type, value } of clockOf(timezone).formatToParts(at)) fields.set(type, Number(value))
  const field = (name: string) => fields.get(name) ?? 0
  return Date.UTC(field('year'), field('month') - 1, field('day'), field('hour'), field('minute'), field('second'))
}

const offsetAt = (at: number, timezone: string): number => localOf(at, timezone) - Math.floor(at / 1000) * 1000

/** The instant in (from, to] at which the zone changes its offset. */
function changeBetween(from: number, to: number, timezone: string): number {
  const before = offsetAt(from, timezone)
  let [low, high] = [from, to]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(middle, timezone) === before) low = middle
    else high = middle
  }
  return high
}

/** A wall-clock time (written as UTC) → the first instant at which the zone shows it, or the end of the gap it fell in. */
export function instantOfLocal(local: number, timezone: string): number {
  const [before, after] = [offsetAt(local - day, timezone), offsetAt(local + day, timezone)]
  if (before === after) return local - before
  const candidates = [local - before, local - after].filter((at) => localOf(at, timezone) === local)
  return candidates.length > 0 ? Math.min(...candidates) : changeBetween(local - day, local + day, timezone)
}

/** `HH:MM` → ms after midnight. */
export const timeOfDay = (time: string): number =>
  Number(time.slice(0, 2)) * 60 * minute + Number(time.slice(3, 5)) * minute
/** Of a wall-clock time (written as UTC) the midnight before it. */
export const midnightBefore = (local: number): number => Math.floor(local / day) * day
/** 1 Monday … 7 Sunday; the epoch began on a Thursday. */
export const weekdayOf = (local: number): number => ((Math.floor(local / day) + 3) % 7) + 1

/** The calendar day of a zone at an instant, `YYYY-MM-DD`. */
export const dayOf = (at: number, timezone: string): string =>
  new Date(localOf(at, timezone)).toISOString().slice(0, 10)

/**
 * The instant at which a zone's clock shows `time` (`HH:MM`) on `date` (`YYYY-MM-DD`). A skipped time gives the first
 * instant after the gap, a repeated one its first occurrence.
 */
export const instantOf = (date: string, time: string, timezone: string): number =>
  instantOfLocal(Date.parse(`${date}T00:00:00Z`) + timeOfDay(time), timezone)

/** The shifts that hold at an instant and until when, in the order given. Equal start and end mean 24 hours. */
export function dutyAt<S extends Pick<Shift, 'start' | 'end' | 'days'>>(
  shifts: readonly S[],
  timezone: string,
  at: number,
): { shift: S; until: number }[] {
  const today = midnightBefore(localOf(at, timezone))
  return shifts.flatMap((shift) => {
    const [start, end] = [timeOfDay(shift.start), timeOfDay(shift.end)]
    for (const midnight of [today, today - day]) {
      if (!shift.days.includes(weekdayOf(midnight))) continue
      const until = instantOfLocal(midnight + end + (end <= start ? day : 0), timezone)
      if (instantOfLocal(midnight + start, timezone) <= at && at < until) return [{ shift, until }]
    }
    return []
  })
}
