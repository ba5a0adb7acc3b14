// One walk of a route: planned with absolute deadlines, started, visited, expired. The server's deadline decides a miss;
// a tap that was read in time and arrives later corrects it and says so.
import { epoch, iso } from '../contracts/instant.ts'
import type { NewHappening } from '../contracts/live.ts'
import type { Round, Visit } from '../contracts/round.ts'
import type { Route } from '../contracts/route.ts'
import type { Decision } from './decision.ts'

const minute = 60_000
/** How long before its start a round takes taps; they count as early. */
const lead = 30 * minute
/** Two reads of one tag by one person within this time are one visit. */
const sameVisit = minute

/** What a round needs to know of a tap. `at`: when it was read, `receivedAt`: when the server had it (epoch ms). */
export type RoundTap = { id: string; at: number; by: string | null; receivedAt: number }

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

const isDone = (visit: Visit): boolean => visit.at !== null
/** A clock that runs ahead proves nothing: a tap was read no later than it was received. */
const readAt = (tap: Pick<RoundTap, 'at' | 'receivedAt'>): number => Math.min(tap.at, tap.receivedAt)

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

/** How much a visit is worth: a better tap replaces a worse one. What a late sync proved stays as it is. */
const worth = { due: 0, missed: 0, early: 1, late: 2, on_time: 3, late_synced: 4 } as const

function judge(visit: Visit, at: number, receivedAt: number): Visit['state'] {
  const deadline = epoch(visit.deadline)
  if (at > deadline) return visit.state
  if (receivedAt > deadline) return 'late_synced'
  if (at < epoch(visit.from)) return 'early'
  return at <= epoch(visit.until) ? 'on_time' : 'late'
}

/** How far an instant is from the time in which a visit is due; 0 inside. */
const distance = (visit: Visit, at: number): number => Math.max(0, epoch(visit.from) - at, at - epoch(visit.deadline))

/** Whether a tap is the second read of a visit that was recorded already. */
const repeats = (visit: Visit, tap: RoundTap): boolean =>
  visit.at !== null && visit.by === tap.by && Math.abs(readAt(tap) - epoch(visit.at)) <= sameVisit

/** The visit that a tap belongs to: one that it repeats, else the nearest window, of equally near ones one to be done. */
function visitFor(round: Round, tap: RoundTap, checkpoint: string): Visit | null {
  const same = round.visits.filter((visit) => visit.checkpoint === checkpoint)
  const rank = (visit: Visit) => (repeats(visit, tap) ? -1 : distance(visit, readAt(tap)) * 2 + (isDone(visit) ? 1 : 0))
  return same.toSorted((a, b) => rank(a) - rank(b))[0] ?? null
}

/** A stop is out of order when one that comes later on the route was visited before it. */
const markOrder = (visits: Visit[]): Visit[] =>
  visits.map((visit, place) => {
    const outOfOrder = visits.some((later, n) => n > place && !!visit.at && !!later.at && later.at < visit.at)
    return outOfOrder === visit.outOfOrder ? visit : { ...visit, outOfOrder }
  })

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
const settled = (from: Round, to: Round): Told[] =>
  to.state === from.state
    ? []
    : to.state === 'complete'
      ? ['completed']
      : to.state === 'incomplete'
        ? ['incomplete']
        : []

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
  const at = readAt(tap)
  const due = visitFor(round, tap, checkpoint)
  const state = due && judge(due, at, tap.receivedAt)
  if (!due || !state || worth[state] <= worth[due.state]) return { decision: unchanged(round), corrected: false }

  const corrected = due.state === 'missed'
  const done: Visit = { ...due, state, at: iso(at), tap: tap.id, by: tap.by }
  const all = round.visits.map((each) => (each === due ? done : each))
  const visits = round.order === 'ordered' ? markOrder(all) : all
  const starts = round.state === 'scheduled'
  const started: Round = starts ? { ...round, state: 'under_way', startedAt: iso(at) } : round
  const next = settle({ ...started, visits, version: round.version + 1 }, tap.receivedAt)
  const told: Told[] = [...(starts ? ['started' as const] : []), corrected ? 'corrected' : 'visited']
  return { decision: decide(next, [...told, ...settled(started, next)], tap.receivedAt, tap.by), corrected }
}

/** Visits whose deadline has passed are missed; after the last one the round is incomplete. Gives the new misses. */
export function expireVisits(round: Round, at: number): { decision: Decision<Round>; missed: Visit[] } {
  const missed: Visit[] = []
  const visits = round.visits.map((visit): Visit => {
    if (visit.state !== 'due' || at <= epoch(visit.deadline)) return visit
    const miss: Visit = { ...visit, state: 'missed' }
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
