// One walk of a route: planned with absolute deadlines, started, visited, expired. The server's deadline decides a miss;
// a tap that was read in time and arrives later corrects it and says so.
import { epoch, iso } from '../contracts/instant.ts'
import type { NewHappening } from '../contracts/live.ts'
import type { Round, Visit } from '../contracts/round.ts'
import type { Route } from '../contracts/route.ts'
import type { Decision } from './decision.ts'
import { distance, isDone, judgeVisit, markOrder, readAt, repeats, visitFor, type Read } from './round-visit.ts'

const minute = 60_000
/** How long before its start a round takes taps; they count as early. */
const lead = 30 * minute

/** What a round needs to know of a tap. */
export type RoundTap = Read & { id: string }

type Told = 'planned' | 'started' | 'visited' | 'corrected' | 'missed' | 'completed' | 'incomplete'

const tell = (round: Round, what: Told, at: number, by: string | null): NewHappening => ({
  type: `round.${what}`,
  at: iso(at),
  site: round.site,
  by,
  id: round.id,
  data: round,
})
const unchanged = (round: Round): Decision<Round> => ({ next: round, happenings: [] })
const decide = (next: Round, told: Told[], at: number, by: string | null): Decision<Round> => ({
  next,
  happenings: told.map((what) => tell(next, what, at, by)),
})

/** A round of a route, with every limit copied as an instant. `at` and `by`: when and by whom it was planned. */
export function planRound(
  route: Route,
  plan: { id: string; startsAt: number; guard: string | null; at?: number; by?: string | null },
): Decision<Round> {
  const visits = route.stops.map((stop): Visit => {
    const until = plan.startsAt + stop.until * minute
    const deadline = until + route.graceMinutes * minute
    return {
      checkpoint: stop.checkpoint,
      from: iso(plan.startsAt + stop.from * minute),
      until: iso(until),
      deadline: iso(deadline),
      state: 'due',
      outOfOrder: false,
      at: null,
      tap: null,
      by: null,
      ...{ grade: null, leg: null, dwellSeconds: 0, flags: [], roles: null, sensor: null, checks: [] },
    }
  })
  const round: Round = {
    id: plan.id,
    route: route.id,
    name: route.name,
    site: route.site,
    guard: plan.guard,
    state: 'scheduled',
    order: route.order,
    ...{ seed: null, startPoint: null, endPoint: null, pauses: [], lostAt: null },
    startsAt: iso(plan.startsAt),
    endsAt: iso(Math.max(...visits.map((visit) => epoch(visit.deadline)))),
    startedAt: null,
    finishedAt: null,
    visits,
    version: 1,
  }
  return decide(round, ['planned'], plan.at ?? plan.startsAt, plan.by ?? null)
}

/** A scheduled round gets under way; any other stays as it is. */
export function startRound(round: Round, at: number): Decision<Round> {
  if (round.state !== 'scheduled') return unchanged(round)
  const next: Round = { ...round, state: 'under_way', startedAt: iso(at), version: round.version + 1 }
  return decide(next, ['started'], at, null)
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
const settled = (from: Round, to: Round): readonly Told[] => (to.state === from.state ? [] : endings[to.state])

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
  const due = visitFor(round, tap, checkpoint)
  const state = due && judgeVisit(due, tap)
  if (!due || !state) return { decision: unchanged(round), corrected: false }

  const corrected = due.state === 'missed'
  const done: Visit = { ...due, state, at: iso(readAt(tap)), tap: tap.id, by: tap.by }
  const all = round.visits.map((each) => (each === due ? done : each))
  const visits = round.order === 'ordered' ? markOrder(all) : all
  const starts = round.state === 'scheduled'
  const started: Round = starts ? { ...round, state: 'under_way', startedAt: iso(readAt(tap)) } : round
  const next = settle({ ...started, visits, version: round.version + 1 }, tap.receivedAt)
  const told: Told[] = [...(starts ? ['started' as const] : []), corrected ? 'corrected' : 'visited']
  return { decision: decide(next, [...told, ...settled(started, next)], tap.receivedAt, tap.by), corrected }
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
  const visits = round.visits.map((visit): Visit => {
    if (visit.state !== 'due' || at <= epoch(visit.deadline)) return visit
    const unwatched = epoch(visit.deadline) < listeningSince
    const miss: Visit = { ...visit, state: 'missed', ...(unwatched ? { unwatched } : {}) }
    missed.push(miss)
    return miss
  })
  if (missed.length === 0) return { decision: unchanged(round), missed }
  const next = settle({ ...round, visits, version: round.version + 1 }, at)
  return { decision: decide(next, ['missed', ...settled(round, next)], at, null), missed }
}

/** When {@link startRound} or {@link expireVisits} has something to do next (epoch ms); null once nothing is due. */
export function nextDeadline(round: Round): number | null {
  if (round.state === 'scheduled') return epoch(round.startsAt)
  const due = round.visits.filter((visit) => visit.state === 'due')
  return due.length > 0 ? Math.min(...due.map((visit) => epoch(visit.deadline))) + 1 : null
}

/** How well a tap fits a round: smaller is better, null is not at all. */
function fit(
  round: Round,
  tap: RoundTap,
  checkpoint: string,
): [distance: number, stranger: number, done: number] | null {
  const at = readAt(tap)
  if (at < epoch(round.startsAt) - lead || at > epoch(round.endsAt)) return null
  const visit = visitFor(round, tap, checkpoint)
  if (!visit) return null
  if (repeats(visit, tap)) return [-1, 0, 0]
  const away = distance(visit, at)
  if (isDone(visit) && away > 0) return null
  return [away, round.guard !== null && round.guard === tap.by ? 0 : 1, isDone(visit) ? 1 : 0]
}

/**
 * The round that a tap belongs to, of those open or lately closed: the nearest window; at the same distance the guard's
 * own round, then one in which the checkpoint is still to be visited. Null when it fits none.
 */
export function attribute(rounds: readonly Round[], tap: RoundTap, checkpoint: string): Round | null {
  const fits = rounds.flatMap((round) => {
    const how = fit(round, tap, checkpoint)
    return how ? [{ round, how }] : []
  })
  fits.sort((a, b) => a.how[0] - b.how[0] || a.how[1] - b.how[1] || a.how[2] - b.how[2])
  return fits[0]?.round ?? null
}
