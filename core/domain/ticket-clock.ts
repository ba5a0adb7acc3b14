// The two clocks of a ticket. Due times come from a policy by type; a clock that runs keeps what it was started with.
import { epoch, iso, milliseconds } from '../contracts/instant.ts'
import type { Duration } from '../contracts/scalars.ts'
import type { TicketClock, TicketType } from '../contracts/ticket.ts'

/** First response and resolution by type of ticket. The 30 minutes and 24 hours are the handbook's numbers. */
export const policy = {
  fault: { response: '30m', resolution: '24h' },
  repair: { response: '30m', resolution: '24h' },
  complaint: { response: '30m', resolution: '24h' },
  entrapment: { response: '2m', resolution: '30m' },
  inspection: { response: '8h', resolution: '7d' },
  other: { response: '2h', resolution: '72h' },
} as const satisfies Record<TicketType, { response: Duration; resolution: Duration }>

export const startClock = (duration: Duration, at: number): TicketClock => ({
  dueAt: iso(at + milliseconds(duration)),
  state: 'running',
  stoppedAt: null,
  leftMs: null,
  breached: false,
})

const passed = (clock: TicketClock, at: number): boolean => clock.state === 'running' && at > epoch(clock.dueAt)

/** Stops for good, unless {@link restartClock} finds that the work was not done. A paused clock stops as it stood. */
export function stopClock(clock: TicketClock, at: number): TicketClock {
  if (clock.state === 'stopped') return clock
  const left = clock.leftMs ?? epoch(clock.dueAt) - at
  return { ...clock, state: 'stopped', stoppedAt: iso(at), leftMs: left, breached: clock.breached || passed(clock, at) }
}

export function pauseClock(clock: TicketClock, at: number): TicketClock {
  if (clock.state !== 'running') return clock
  return { ...clock, state: 'paused', leftMs: epoch(clock.dueAt) - at, breached: clock.breached || passed(clock, at) }
}

/** Runs on with what was left: neither a pause nor a fix that did not hold wins time. */
export function restartClock(clock: TicketClock, at: number): TicketClock {
  if (clock.state === 'running') return clock
  return { ...clock, dueAt: iso(at + (clock.leftMs ?? 0)), state: 'running', stoppedAt: null, leftMs: null }
}

/** When a running clock will be breached, epoch ms; null when it cannot be any more. */
export const breachAt = (clock: TicketClock): number | null =>
  clock.state === 'running' && !clock.breached ? epoch(clock.dueAt) : null
