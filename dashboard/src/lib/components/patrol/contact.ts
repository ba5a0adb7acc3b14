// How long a guard has not been heard, and whether that is normal: offline is, until the next deadline. Whether he is
// 失联 is the server's word (`lostAt`); this only says it. Pure.
import { epoch } from '#core/contracts/instant.ts'
import type { Round, Visit } from '#core/contracts/round.ts'
import { isVisited } from '#lib/patrol.ts'

export type Contact =
  | { look: 'none' }
  | { look: 'online' | 'normal' | 'overdue' | 'lost' | 'paused'; ageMs: number }
  | { look: 'late'; lateMs: number; missedAt: number }

/** Heard so lately that he counts as online. */
const onlineMs = 2 * 60_000

/**
 * The contact with the guard of a round under way. `late`: between the end of a window and its deadline. `overdue`: a
 * place was missed since the last word. `lost`: the server's deadline has passed (失联).
 * @param heardAt when the server last had a word of him by another way than this round (epoch ms)
 */
export function contactOf(round: Round, now: number, heardAt = -Infinity): Contact {
  if (round.state !== 'under_way') return { look: 'none' }
  const heard = round.visits.filter(isVisited).map((visit) => epoch(visit.at) ?? 0)
  const last = Math.max(epoch(round.contactAt ?? round.startedAt ?? round.startsAt), heardAt, ...heard)
  const ageMs = Math.max(0, now - last)
  const next = round.visits.find((visit) => visit.state === 'due')
  if (round.lostAt !== null) return { look: 'lost', ageMs }
  if (round.pauses.some((pause) => pause.until === null)) return { look: 'paused', ageMs }
  if (round.visits.some((visit) => isMissed(visit) && epoch(visit.deadline) > last)) return { look: 'overdue', ageMs }
  if (!next) return { look: 'none' }
  if (now > epoch(next.until)) return { look: 'late', lateMs: now - epoch(next.until), missedAt: epoch(next.deadline) }
  return { look: ageMs < onlineMs ? 'online' : 'normal', ageMs }
}

/** Missed while somebody listened; one that nobody could hear is nobody's miss. */
const isMissed = (visit: Pick<Visit, 'state' | 'unwatched'>): boolean =>
  visit.state === 'missed' && visit.unwatched !== true

/** Misses of several rounds together. */
export const missesOf = (rounds: readonly Round[]): number =>
  rounds.reduce((sum, round) => sum + countVisits(round).missed, 0)

/** How the visits of a round stand. */
export function countVisits({ visits }: Round): { done: number; due: number; missed: number } {
  const due = visits.filter(({ state }) => state === 'due').length
  return { done: visits.filter(isVisited).length, due, missed: visits.filter(isMissed).length }
}
