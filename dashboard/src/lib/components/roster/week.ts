// The roster as a week: days across, shifts down. Dates are those of the site's calendar. Pure.
import type { Swap, Turn } from '#core/contracts/roster.ts'
import { iso } from '#core/contracts/instant.ts'
import { weekdayOf } from '#core/domain/schedule.ts'

const day = 86_400_000
const midnight = (date: string): number => Date.parse(`${date}T00:00:00Z`)
const dateAfter = (date: string, days: number): string => iso(midnight(date) + days * day).slice(0, 10)

/** The Monday of the week of a date, and the six days after it. */
export function weekOf(date: string): string[] {
  const monday = dateAfter(date, 1 - weekdayOf(midnight(date)))
  return [0, 1, 2, 3, 4, 5, 6].map((n) => dateAfter(monday, n))
}

/** The same day so many weeks on. */
export const weeksOn = (date: string, weeks: number): string => dateAfter(date, weeks * 7)

/** Turns by shift, then by date; a shift stands where its first turn stood. */
export function gridOf(turns: readonly Turn[]): { shift: string; name: Turn['name']; days: Map<string, Turn> }[] {
  const rows = new Map<string, { shift: string; name: Turn['name']; days: Map<string, Turn> }>()
  for (const turn of turns) {
    const row = rows.get(turn.shift) ?? { shift: turn.shift, name: turn.name, days: new Map<string, Turn>() }
    row.days.set(turn.date, turn)
    rows.set(turn.shift, row)
  }
  return [...rows.values()]
}

/** Swaps that wait for somebody's word, the earliest turn first. */
export const openSwaps = (turns: readonly Turn[]): { swap: Swap; turn: Turn }[] =>
  turns
    .flatMap((turn) => turn.swaps.map((swap) => ({ swap, turn })))
    .filter(({ swap }) => swap.state === 'asked')
    .toSorted((a, b) => (a.turn.startsAt < b.turn.startsAt ? -1 : 1))

/** What nobody can overlook; a certificate that ends within a month is only said. */
export const gapCount = (turns: readonly Turn[]): number =>
  turns.flatMap(({ gaps }) => gaps).filter(({ what }) => what !== 'expires').length
