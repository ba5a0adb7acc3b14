// One walk of a route: started, visited, expired. The server's deadline decides a miss; a tap that was read in time and
// arrives later corrects it and says so.
import { epoch, iso } from '../contracts/instant.ts'
import type { Round, Visit } from '../contracts/round.ts'
import type { Tap } from '../contracts/tap.ts'
import type { Decision } from './decision.ts'
import { controlFor, takeControl } from './round-control.ts'
import { inContact } from './round-lost.ts'
import { asOf, pauseOf, resumeRound } from './round-pause.ts'
import { decide, unchanged, type RoundTold } from './round-told.ts'
import { isDone, readAt, takeTap, visitFor, type RoundTap, type VisitChange } from './round-visit.ts'
import { markWalk } from './round-walk.ts'

/** A scheduled round gets under way; any other stays as it is. */
export function startRound(round: Round, at: number): Decision<Round> {
  if (round.state !== 'scheduled') return unchanged(round)
  const next: Round = { ...round, state: 'under_way', startedAt: iso(at), version: round.version + 1 }
  return decide(next, ['started'], at)
}

const lastVisitAt = (visits: Visit[]): string | null =>
  visits.reduce<string | null>((last, { at }) => (at && (!last || at > last) ? at : last), null)

/** The state of a round from its visits: finished as soon as nothing is due any more. */
function settle(round: Round, at: number): Round {
  if (round.visits.some((visit) => visit.state === 'due')) return round
  const complete = round.visits.every(isDone)
  const state = complete ? 'complete' : 'incomplete'
  const finishedAt = (complete ? lastVisitAt(round.visits) : round.finishedAt) ?? iso(at)
  return { ...round, state, finishedAt }
}
const endings = { scheduled: [], under_way: [], complete: ['completed'], incomplete: ['incomplete'] } as const
const settled = (from: Round, to: Round): readonly RoundTold[] => (to.state === from.state ? [] : endings[to.state])

/**
 * A tap at a checkpoint of the round. On time, early, late, or late-synced when it arrives after the deadline but was
 * read before it; `corrected` says that a recorded miss was taken back. A tap read after the deadline, a repeated tap
 * and one that is worth no more than what is recorded change nothing.
 */
export function visit(
  round: Round,
  tap: RoundTap,
  checkpoint: string,
): { decision: Decision<Round>; corrected: boolean } {
  const now = asOf(round, readAt(tap))
  const due = visitFor(now, tap, checkpoint)
  const change = due && takeTap(due, tap)
  const control = controlFor(now, tap, checkpoint)
  if (!change && !control) return { decision: unchanged(round), corrected: false }

  const place = due ? now.visits.indexOf(due) : -1
  const walked = walk(change ? goOn(round, tap) : round, place, change, tap)
  const controlled = control ? takeControl(walked, control, tap) : walked
  const next = { ...settle(controlled, tap.receivedAt), version: round.version + 1 }
  next.visits = markWalk(next)
  const told = [...begun(round, next), ...(change ? [change.did] : ['control' as const]), ...settled(round, next)]
  return { decision: decide(next, told, tap.receivedAt, tap.by), corrected: change?.did === 'corrected' }
}

/** Whoever taps a stop walks on: a pause of his own choice is over. What he is sent to ends its pause itself. */
function goOn(round: Round, tap: RoundTap): Round {
  const pause = pauseOf(round)
  const ends = pause?.incident === null && readAt(tap) >= epoch(pause.from)
  return ends ? resumeRound(round, { at: readAt(tap), by: tap.by }).next : round
}

const begun = (before: Round, after: Round): RoundTold[] => [
  ...(before.state === 'scheduled' && after.state !== 'scheduled' ? ['started' as const] : []),
  ...(pauseOf(before) && !pauseOf(after) ? ['resumed' as const] : []),
]

/** The round with one visit changed; the first one gets it under way. */
function walk(round: Round, place: number, change: VisitChange | null, tap: RoundTap): Round {
  const visits = change ? round.visits.map((each, n) => (n === place ? change.visit : each)) : round.visits
  const heard = tap.device === undefined ? inContact({ ...round, visits }, tap.receivedAt) : { ...round, visits }
  return heard.state === 'scheduled' ? { ...heard, state: 'under_way', startedAt: iso(readAt(tap)) } : heard
}

/** The answers to the checks of a stop, which may come after the tap that visited it. `at` is the time of receipt. */
export function noteChecks(round: Round, tap: Pick<Tap, 'id' | 'checks' | 'by'>, at: number): Decision<Round> {
  if (!round.visits.some((visit) => visit.tap === tap.id)) return unchanged(round)
  const visits = round.visits.map((visit) => (visit.tap === tap.id ? { ...visit, checks: tap.checks } : visit))
  return decide({ ...round, visits, version: round.version + 1 }, ['checked'], at, tap.by)
}

/** A tap that proves more or less than was known takes its visits along. `at` is when that was learnt (epoch ms). */
export function noteGrade(round: Round, tap: Pick<Tap, 'id' | 'grade'>, at: number): Decision<Round> {
  const follows = (visit: Visit) => visit.tap === tap.id && visit.grade !== tap.grade
  if (!round.visits.some(follows)) return unchanged(round)
  const visits = round.visits.map((visit) => (follows(visit) ? { ...visit, grade: tap.grade } : visit))
  return decide({ ...round, visits, version: round.version + 1 }, ['regraded'], at)
}

/**
 * Visits whose deadline has passed are missed; after the last one the round is incomplete. Gives the new misses.
 * `listeningSince` (epoch ms): a deadline before it passed while nobody could hear a tap, and the miss says so.
 */
export function expireVisits(
  round: Round,
  at: number,
  listeningSince = -Infinity,
): { decision: Decision<Round>; missed: Visit[] } {
  const missed: Visit[] = []
  const now = asOf(round, at).visits
  const visits = round.visits.map((visit, place): Visit => {
    if (visit.state !== 'due' || at <= epoch(now[place]!.deadline)) return visit
    const unwatched = epoch(visit.deadline) < listeningSince
    const miss: Visit = { ...visit, state: 'missed', ...(unwatched ? { unwatched } : {}) }
    missed.push(miss)
    return miss
  })
  if (missed.length === 0) return { decision: unchanged(round), missed }
  const next = settle({ ...round, visits, version: round.version + 1 }, at)
  return { decision: decide(next, ['missed', ...settled(round, next)], at), missed }
}

/** When {@link startRound} or {@link expireVisits} has something to do next (epoch ms); null once nothing is due. */
export function nextDeadline(round: Round): number | null {
  if (round.state === 'scheduled') return epoch(round.startsAt)
  const due = round.visits.filter((visit) => visit.state === 'due')
  return due.length > 0 ? Math.min(...due.map((visit) => epoch(visit.deadline))) + 1 : null
}
