// What the stored clocks of tickets say: medians and ninetieth percentiles of how long it took, by any key. Only clocks
// that stopped count; a figure without answers is null, never zero.
import { epoch } from '../contracts/instant.ts'
import type { Ticket, TicketClock } from '../contracts/ticket.ts'
import type { Figure, StatsRow } from '../contracts/ticket-stats.ts'
import type { Actor } from '../contracts/user.ts'
import { may } from './permission.ts'

type Timed = Pick<Ticket, 'clocks' | 'bounces' | 'finishedBy' | 'assignee' | 'finishedVendor' | 'vendor' | 'device'>
type Times = Omit<StatsRow, 'id' | 'name'>

/** What a stopped clock counted, pauses left out, ms; null while it has not stopped. */
export function countedMs({ state, intervals }: Pick<TicketClock, 'state' | 'intervals'>): number | null {
  if (state !== 'stopped') return null
  return intervals.reduce((sum, { from, to }) => sum + (to === null ? 0 : epoch(to) - epoch(from)), 0)
}

/** From its first start to its stop, pauses and all, ms; null while it has not stopped. */
export function waitedMs({ state, intervals, stoppedAt }: TicketClock): number | null {
  const first = intervals[0]
  return state !== 'stopped' || stoppedAt === null || !first ? null : epoch(stoppedAt) - epoch(first.from)
}

/** Median (mean of the two in the middle) and ninetieth percentile (nearest rank). */
export function figureOf(times: readonly number[], inTime: number): Figure {
  const sorted = times.toSorted((a, b) => a - b)
  const count = sorted.length
  if (count === 0) return { count, median: null, p90: null, kept: null }
  const median = (sorted[(count - 1) >> 1]! + sorted[count >> 1]!) / 2
  return { count, median, p90: sorted[Math.ceil(count * 0.9) - 1]!, kept: inTime / count }
}

/** The figures of some tickets. */
export function timesOf(tickets: readonly Timed[]): Times {
  const of = (clock: keyof Ticket['clocks'], measure: (clock: TicketClock) => number | null): Figure => {
    const stopped = tickets.map(({ clocks }) => clocks[clock]).filter((one) => measure(one) !== null)
    return figureOf(
      stopped.map((one) => measure(one)!),
      stopped.filter(({ breached }) => !breached).length,
    )
  }
  return {
    tickets: tickets.length,
    bounces: tickets.reduce((sum, { bounces }) => sum + bounces, 0),
    response: of('response', countedMs),
    resolution: of('resolution', countedMs),
    waited: of('resolution', waitedMs),
  }
}

/** By whom, or on what: null belongs to no row. */
export const statsKeys = {
  devices: ({ device }: Timed) => device,
  people: ({ finishedBy, assignee }: Timed) => finishedBy ?? assignee,
  vendors: ({ finishedVendor, vendor }: Timed) => finishedVendor ?? vendor,
} as const

/** A row for each key, the one with the most tickets first. */
export function timesBy(
  tickets: readonly Timed[],
  keyOf: (ticket: Timed) => string | null,
): ({ id: string } & Times)[] {
  const groups = Map.groupBy(
    tickets.filter((ticket) => keyOf(ticket) !== null),
    (ticket) => keyOf(ticket)!,
  )
  const rows = [...groups].map(([id, of]) => ({ id, ...timesOf(of) }))
  return rows.toSorted((a, b) => b.tickets - a.tickets || (a.id < b.id ? -1 : 1))
}

/** Whose figures somebody may see: the desk everybody's, anybody else the own. */
export const seesFiguresOf = (actor: Pick<Actor, 'name' | 'role'>, person: string): boolean =>
  person === actor.name || may(actor.role, 'ticket.verify')
