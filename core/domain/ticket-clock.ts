// The two clocks of a ticket: stored intervals of absolute time, so that neither midnight nor summer time moves them. A
// clock keeps the terms that it was started with.
import { epoch, iso, milliseconds } from '../contracts/instant.ts'
import type { Duration } from '../contracts/scalars.ts'
import type { ClockInterval, TicketClock } from '../contracts/ticket.ts'

export type Turn = { at: number; by: string | null; why?: string }

/** Starts a clock that counts for `duration` and warns once `warnShare` of it is counted. */
export function startClock(duration: Duration, warnShare: number, { at, by }: Turn): TicketClock {
  const budget = milliseconds(duration)
  return {
    dueAt: iso(at + budget),
    warnAt: iso(at + Math.round(budget * warnShare)),
    state: 'running',
    ...{ stoppedAt: null, leftMs: null, warned: false, breached: false },
    intervals: [opened({ at, by })],
  }
}

const opened = ({ at, by }: Turn): ClockInterval => ({ from: iso(at), fromBy: by, to: null, toBy: null, why: null })

const passed = (clock: TicketClock, at: number): boolean => clock.state === 'running' && at > epoch(clock.dueAt)

/** The clock standing still: what is left of its time and of the time to its warning is kept. */
function halt(clock: TicketClock, state: 'paused' | 'stopped', { at, by, why = null as never }: Turn): TicketClock {
  const intervals = clock.intervals.map((one) => (one.to === null ? { ...one, to: iso(at), toBy: by, why } : one))
  const leftMs = clock.leftMs ?? epoch(clock.dueAt) - at
  const stoppedAt = state === 'stopped' ? iso(at) : null
  return { ...clock, state, stoppedAt, leftMs, breached: clock.breached || passed(clock, at), intervals }
}

/** Stops for good, unless {@link restartClock} finds that the work was not done. A paused clock stops as it stood. */
export const stopClock = (clock: TicketClock, turn: Turn): TicketClock =>
  clock.state === 'stopped' ? clock : halt(clock, 'stopped', turn)

export const pauseClock = (clock: TicketClock, turn: Turn): TicketClock =>
  clock.state === 'running' ? halt(clock, 'paused', turn) : clock

/**
 * Runs on with what was left: neither a pause nor a fix that did not hold wins time. What is over already is marked
 * again by the next tick, because it is late again.
 */
export function restartClock(clock: TicketClock, turn: Turn): TicketClock {
  if (clock.state === 'running') return clock
  const dueAt = turn.at + (clock.leftMs ?? 0)
  const shift = dueAt - epoch(clock.dueAt)
  return {
    ...clock,
    ...{ dueAt: iso(dueAt), warnAt: clock.warnAt && iso(epoch(clock.warnAt) + shift), state: 'running' },
    ...{ stoppedAt: null, leftMs: null, breached: false, intervals: [...clock.intervals, opened(turn)] },
  }
}

/** What a clock says next, and when (epoch ms); null when it has nothing to say. A breach needs no warning before it. */
export function nextOfClock(clock: TicketClock): { at: number; says: 'warned' | 'breached' } | null {
  if (clock.state !== 'running' || clock.breached) return null
  const breach = { at: epoch(clock.dueAt), says: 'breached' as const }
  if (clock.warned || clock.warnAt === null || epoch(clock.warnAt) >= breach.at) return breach
  return { at: epoch(clock.warnAt), says: 'warned' }
}

/** A clock that has said so. */
export const sayOfClock = (clock: TicketClock, says: 'warned' | 'breached'): TicketClock =>
  says === 'warned' ? { ...clock, warned: true } : { ...clock, warned: true, breached: true }

/** Milliseconds since it first started until it stopped (or `at`), and of those the ones that count. */
export function timesOf({ intervals, stoppedAt }: TicketClock, at: number): { rawMs: number; countedMs: number } {
  const first = intervals[0]
  if (!first) return { rawMs: 0, countedMs: 0 }
  const counted = intervals.reduce((sum, { from, to }) => sum + (epoch(to) ?? at) - epoch(from), 0)
  return { rawMs: (epoch(stoppedAt) ?? at) - epoch(first.from), countedMs: counted }
}
