// How long a guard has not been heard, and whether that is normal: offline is, until the next deadline. Pure.
import { epoch } from '#core/contracts/instant.ts'
import type { Round, Visit } from '#core/contracts/round.ts'

export type Contact =
  { look: 'none' } | { look: 'normal' | 'lost'; ageMs: number } | { look: 'late'; lateMs: number; missedAt: number }

const isDone = (visit: Visit): boolean => visit.state !== 'due' && visit.state !== 'missed'

/**
 * The contact with the guard of a round under way: `late` between the end of a window and its deadline, `lost` after a
 * place was missed since the last word.
 */
export function contactOf(round: Round, now: number): Contact {
  if (round.state !== 'under_way') return { look: 'none' }
  const heard = round.visits.filter(isDone).map((visit) => epoch(visit.at) ?? 0)
  const heardAt = Math.max(epoch(round.startedAt ?? round.startsAt), ...heard)
  const next = round.visits.find((visit) => visit.state === 'due')
  const isMissing = round.visits.some((visit) => visit.state === 'missed' && epoch(visit.deadline) > heardAt)
  if (isMissing) return { look: 'lost', ageMs: Math.max(0, now - heardAt) }
  if (!next) return { look: 'none' }
  if (now > epoch(next.until)) return { look: 'late', lateMs: now - epoch(next.until), missedAt: epoch(next.deadline) }
  return { look: 'normal', ageMs: Math.max(0, now - heardAt) }
}

/** How the visits of a round stand. */
export function countVisits({ visits }: Round): { done: number; due: number; missed: number } {
  const among = (state: Visit['state']) => visits.filter((visit) => visit.state === state).length
  return { done: visits.filter(isDone).length, due: among('due'), missed: among('missed') }
}
