// One stop of a round: what a tap makes of it, and how near its time it was read.
import { epoch, iso } from '../contracts/instant.ts'
import type { PatrolRole, Round, Visit } from '../contracts/round.ts'
import type { Tap, TapCheck } from '../contracts/tap.ts'
import { joinRoles } from './round-roles.ts'

const minute = 60_000
/** Two reads of one tag by one person within this time are one visit. */
const sameVisit = minute
/** A second tap so long after the asked stay is another walk past, and proves no stay. */
const stayed = 15 * minute

/** How long before its start a round takes taps (they count as early), and after its end the tap at its end point, ms. */
export const reach = 30 * minute

/** What a round needs to know of a tap. `at`: when it was read, `receivedAt`: when the server had it (epoch ms). */
export type RoundTap = {
  id: string
  at: number
  receivedAt: number
  by: string | null
  /** What the person is at a two-role checkpoint; null for everybody else. */
  role?: PatrolRole | null
  grade?: Tap['grade']
  checks?: TapCheck[]
  /** The sensor whose sign it is, in place of a tap. */
  device?: string
}

/** Whether somebody was there. */
export const isDone = (visit: Visit): boolean => visit.at !== null

/** A clock that runs ahead proves nothing: a tap was read no later than it was received. */
export const readAt = (tap: Pick<RoundTap, 'at' | 'receivedAt'>): number => Math.min(tap.at, tap.receivedAt)

/** How much a visit is worth: a better tap replaces a worse one. A late sync fills a gap and replaces no live visit. */
const worth = { due: 0, missed: 0, late_synced: 1, early: 1, late: 2, on_time: 3 } as const

/** What a read makes of a visit; null when it adds nothing: read after the deadline, or no better than what is recorded. */
function judge(visit: Visit, at: number, receivedAt: number): Visit['state'] | null {
  const deadline = epoch(visit.deadline)
  if (at > deadline) return null
  const inTime = at < epoch(visit.from) ? 'early' : at <= epoch(visit.until) ? 'on_time' : 'late'
  const state = receivedAt > deadline ? 'late_synced' : inTime
  return worth[state] > worth[visit.state] ? state : null
}

/** What a tap did for a visit. */
export type VisitChange = { visit: Visit; did: 'visited' | 'corrected' | 'half_visited' | 'stayed' }

/** The visit as a tap at its checkpoint leaves it; null when the tap adds nothing. */
export function takeTap(visit: Visit, tap: RoundTap): VisitChange | null {
  if (tap.device !== undefined && tap.device !== visit.sensor) return null
  if (visit.roles) return takeRole(visit, visit.roles, tap)
  const state = judge(visit, readAt(tap), tap.receivedAt)
  return state ? done(visit, state, readAt(tap), tap) : takeStay(visit, tap)
}

function done(visit: Visit, state: Visit['state'], at: number, tap: RoundTap, by = tap.by): VisitChange {
  const next: Visit = {
    ...{ ...visit, state, at: iso(at), tap: tap.device === undefined ? tap.id : null, by, leftAt: null },
    ...{ grade: tap.grade ?? null, checks: tap.checks ?? [] },
  }
  return { visit: next, did: visit.state === 'missed' ? 'corrected' : 'visited' }
}

/** A two-role visit is done by the pair, at the moment of its later tap. */
function takeRole(visit: Visit, roles: NonNullable<Visit['roles']>, tap: RoundTap): VisitChange | null {
  if (!tap.role || tap.by === null || isDone(visit) || readAt(tap) > epoch(visit.deadline)) return null
  const joined = joinRoles(roles, { role: tap.role, at: iso(readAt(tap)), tap: tap.id, by: tap.by })
  const waiting: Visit = { ...visit, roles: joined.roles }
  const state = joined.at !== null && judge(visit, joined.at, tap.receivedAt)
  return state && joined.at !== null
    ? done(waiting, state, joined.at, tap, joined.roles.guard?.by)
    : { visit: waiting, did: 'half_visited' }
}

/** A second tap of the same person, as long after the first as the stay that is asked. */
function takeStay(visit: Visit, tap: RoundTap): VisitChange | null {
  if (visit.at === null || visit.dwellSeconds === 0 || visit.leftAt !== null || visit.by !== tap.by) return null
  const stay = readAt(tap) - epoch(visit.at)
  const asked = visit.dwellSeconds * 1000
  if (stay < asked || stay > asked + stayed) return null
  return { visit: { ...visit, leftAt: iso(readAt(tap)) }, did: 'stayed' }
}

/** How far an instant is from the time in which a visit is due, ms; 0 inside. */
export const distance = (visit: Visit, at: number): number =>
  Math.max(0, epoch(visit.from) - at, at - epoch(visit.deadline))

/** Whether a tap is the second read of a visit that was recorded already. */
export const repeats = (visit: Visit, tap: RoundTap): boolean =>
  visit.at !== null && visit.by === tap.by && Math.abs(readAt(tap) - epoch(visit.at)) <= sameVisit

/** The visit that a tap belongs to: one that it repeats, else the nearest window, of equally near ones one to be done. */
export function visitFor(round: Round, tap: RoundTap, checkpoint: string): Visit | null {
  const same = round.visits.filter((visit) => visit.checkpoint === checkpoint)
  const rank = (visit: Visit) => (repeats(visit, tap) ? -1 : distance(visit, readAt(tap)) * 2 + (isDone(visit) ? 1 : 0))
  return same.toSorted((a, b) => rank(a) - rank(b))[0] ?? null
}
