// How a clock of a ticket looks: how much is left, and whether that is little. Pure.
import { epoch } from '#core/contracts/instant.ts'
import type { TicketClock } from '#core/contracts/ticket.ts'
import { timesOf } from '#core/domain/ticket-clock.ts'

/** `soon`: its warning is due. `ms`: left, over, or counted until it stopped, never negative. */
export type Face = { look: 'calm' | 'soon' | 'over' | 'paused' | 'in_time' | 'late'; ms: number }

/** The face of a clock at an instant. */
export function faceOf(clock: TicketClock, now: number): Face {
  if (clock.state === 'stopped')
    return { look: clock.breached ? 'late' : 'in_time', ms: Math.max(0, timesOf(clock, now).countedMs) }
  if (clock.state === 'paused') return { look: 'paused', ms: Math.max(0, clock.leftMs ?? 0) }
  const left = epoch(clock.dueAt) - now
  if (left <= 0) return { look: 'over', ms: -left }
  const isWarned = clock.warned || (clock.warnAt !== null && now >= epoch(clock.warnAt))
  return { look: isWarned ? 'soon' : 'calm', ms: left }
}
