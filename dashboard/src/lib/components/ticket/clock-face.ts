// How a clock of a ticket looks: how much is left, and whether that is little. Pure.
import { epoch } from '#core/contracts/instant.ts'
import type { TicketClock } from '#core/contracts/ticket.ts'

/** `soon`: less than a fifth of the time is left. `ms`: left, over, or taken, never negative. */
export type Face = { look: 'calm' | 'soon' | 'over' | 'paused' | 'in_time' | 'late'; ms: number }

/** The face of a clock at an instant; `since`: when the ticket was opened. */
export function faceOf(clock: TicketClock, since: number, now: number): Face {
  if (clock.state === 'stopped') {
    const taken = (epoch(clock.stoppedAt) ?? since) - since
    return { look: clock.breached ? 'late' : 'in_time', ms: Math.max(0, taken) }
  }
  if (clock.state === 'paused') return { look: 'paused', ms: Math.max(0, clock.leftMs ?? 0) }
  const due = epoch(clock.dueAt)
  const left = due - now
  if (left <= 0) return { look: 'over', ms: -left }
  return { look: left < (due - since) / 5 ? 'soon' : 'calm', ms: left }
}
