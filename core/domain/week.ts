// ISO weeks of a zone: they begin on Monday, and the first of a year is the one with its first Thursday.
import { dayOf, instantOf } from './schedule.ts'

const day = 86_400_000

/** The Monday of an ISO week (`2026-W47`) as `YYYY-MM-DD`; null when the year has no such week. */
export function mondayOf(week: string): string | null {
  const [year, number] = [Number(week.slice(0, 4)), Number(week.slice(6))]
  const fourth = Date.UTC(year, 0, 4)
  const first = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * day
  const monday = new Date(first + (number - 1) * 7 * day).toISOString().slice(0, 10)
  return weekOfDate(monday) === week ? monday : null
}

/** The Monday and the Sunday of an ISO week as `YYYY-MM-DD`; throws when the year has no such week. */
export function daysOfWeek(week: string): { from: string; to: string } {
  const from = mondayOf(week)
  if (from === null) throw new RangeError(`no such week: ${week}`)
  return { from, to: daysAfter(from, 6) }
}

/** The ISO week of a calendar day. */
export function weekOfDate(date: string): string {
  const at = Date.parse(`${date}T00:00:00Z`)
  const thursday = at + (3 - ((new Date(at).getUTCDay() + 6) % 7)) * day
  const year = new Date(thursday).getUTCFullYear()
  const number = 1 + Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * day))
  return `${year}-W${String(number).padStart(2, '0')}`
}

/** The ISO week of an instant in a zone. */
export const weekOf = (at: number, timezone: string): string => weekOfDate(dayOf(at, timezone))

/** The day so many days after another one. */
export const daysAfter = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * day).toISOString().slice(0, 10)

/** The instants [from, to) of so many days of a zone from a day on, epoch ms; a day may have 23 or 25 hours. */
export const spanOfDays = (date: string, days: number, timezone: string): { from: number; to: number } => ({
  from: instantOf(date, '00:00', timezone),
  to: instantOf(daysAfter(date, days), '00:00', timezone),
})

/** The weeks that end with one, the oldest first; null when there is no such week. */
export function weeksUntil(week: string, count: number): string[] | null {
  const monday = mondayOf(week)
  if (monday === null) return null
  return Array.from({ length: count }, (_, n) => weekOfDate(daysAfter(monday, (n - count + 1) * 7)))
}
