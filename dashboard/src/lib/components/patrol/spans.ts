// The spans that a report of patrols is asked for, by name, as whole days of the site. Pure.
import { iso } from '#core/contracts/instant.ts'
import { dayOf, instantOf } from '#core/domain/schedule.ts'

export const spans = ['night', 'today', 'yesterday', 'week', 'month', 'days'] as const
export type SpanName = (typeof spans)[number]

const day = 86_400_000
const shift = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * day).toISOString().slice(0, 10)

/**
 * From and to of a span (ISO). `night`: the last 18:00 to 08:00, or this one while it lasts; `days`: both days given,
 * inclusive, at most 31 of them; a day that is missing or upside down makes it today.
 */
export function spanOf(name: SpanName, now: number, timezone: string, given: { from: string; to: string }) {
  const today = dayOf(now, timezone)
  const midnight = (date: string) => instantOf(date, '00:00', timezone)
  const until = (from: number, to: number) => ({ from: iso(from), to: iso(to) })
  if (name === 'night') {
    const began = now >= instantOf(today, '18:00', timezone) ? today : shift(today, -1)
    return until(instantOf(began, '18:00', timezone), Math.min(now, instantOf(shift(began, 1), '08:00', timezone)))
  }
  if (name === 'yesterday') return until(midnight(shift(today, -1)), midnight(today))
  if (name === 'week') return until(midnight(shift(today, -6)), midnight(shift(today, 1)))
  if (name === 'month') return until(midnight(shift(today, -29)), midnight(shift(today, 1)))
  const isWhole = name === 'days' && given.from !== '' && given.to >= given.from
  const [from, to] = isWhole ? [given.from, given.to] : [today, today]
  const last = to > shift(from, 30) ? shift(from, 30) : to
  return until(midnight(from), midnight(shift(last, 1)))
}
