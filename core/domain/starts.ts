// When rounds start by a schedule, in a site's zone. Apart from schedule.ts, because recurrences need a library that pages
// which only ask who is on duty should not load.
import type { Schedule } from '../contracts/route.ts'
import { recurrences } from './recurrence.ts'
import { instantOfLocal, localOf, midnightBefore, timeOfDay, weekdayOf } from './schedule.ts'

const day = 86_400_000

/**
 * All starts of a schedule in [from, to), ascending; two that fall on one instant count once. `holidays`: the site's public
 * holidays (`YYYY-MM-DD`), which a schedule may pass over or keep to.
 */
export function startsBetween(
  schedule: Schedule,
  timezone: string,
  from: number,
  to: number,
  holidays: readonly string[] = [],
): number[] {
  const around = [localOf(from, timezone) - day, localOf(to, timezone) + day] as const
  const locals = 'rrule' in schedule ? recurrences(schedule, ...around) : timesBetween(schedule, ...around)
  const held = locals.filter((local) => holds(schedule.holidays, holidays.includes(dateOf(local))))
  const starts = new Set(held.map((local) => instantOfLocal(local, timezone)))
  return [...starts].filter((start) => start >= from && start < to).sort((a, b) => a - b)
}

const dateOf = (local: number): string => new Date(local).toISOString().slice(0, 10)
const holds = (rule: Schedule['holidays'], holiday: boolean): boolean =>
  rule === 'keep' || holiday === (rule === 'only')

/** The wall-clock times of a schedule on the days from `from` to `to`, both written as UTC. */
function timesBetween({ starts, days }: Extract<Schedule, { starts: unknown }>, from: number, to: number): number[] {
  const times: number[] = []
  for (let midnight = midnightBefore(from); midnight <= to; midnight += day)
    if (days.includes(weekdayOf(midnight))) for (const time of starts) times.push(midnight + timeOfDay(time))
  return times
}
