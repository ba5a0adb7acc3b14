// One stop of a round: what a tap makes of it, which stop a tap belongs to, and whether the stops were walked in order.
import { epoch } from '../contracts/instant.ts'
import type { Round, Visit } from '../contracts/round.ts'

const minute = 60_000
/** Two reads of one tag by one person within this time are one visit. */
const sameVisit = minute

/** The part of a tap that a visit is judged by. `at`: when it was read, `receivedAt`: when the server had it (epoch ms). */
export type Read = { at: number; by: string | null; receivedAt: number }

/** Whether somebody was there. */
export const isDone = (visit: Visit): boolean => visit.at !== null

/** A clock that runs ahead proves nothing: a tap was read no later than it was received. */
export const readAt = (tap: Read): number => Math.min(tap.at, tap.receivedAt)

/** How much a visit is worth: a better tap replaces a worse one. A late sync fills a gap and replaces no live visit. */
const worth = { due: 0, missed: 0, late_synced: 1, early: 1, late: 2, on_time: 3 } as const

/** What a tap makes of a visit; null when it adds nothing: read after the deadline, or no better than what is recorded. */
export function judgeVisit(visit: Visit, tap: Read): Visit['state'] | null {
  const [at, deadline] = [readAt(tap), epoch(visit.deadline)]
  if (at > deadline) return null
  const inTime = at < epoch(visit.from) ? 'early' : at <= epoch(visit.until) ? 'on_time' : 'late'
  const state = tap.receivedAt > deadline ? 'late_synced' : inTime
  return worth[state] > worth[visit.state] ? state : null
}

/** How far an instant is from the time in which a visit is due; 0 inside. */
export const distance = (visit: Visit, at: number): number =>
  Math.max(0, epoch(visit.from) - at, at - epoch(visit.deadline))

/** Whether a tap is the second read of a visit that was recorded already. */
export const repeats = (visit: Visit, tap: Read): boolean =>
  visit.at !== null && visit.by === tap.by && Math.abs(readAt(tap) - epoch(visit.at)) <= sameVisit

/** The visit that a tap belongs to: one that it repeats, else the nearest window, of equally near ones one to be done. */
export function visitFor(round: Round, tap: Read, checkpoint: string): Visit | null {
  const same = round.visits.filter((visit) => visit.checkpoint === checkpoint)
  const rank = (visit: Visit) => (repeats(visit, tap) ? -1 : distance(visit, readAt(tap)) * 2 + (isDone(visit) ? 1 : 0))
  return same.toSorted((a, b) => rank(a) - rank(b))[0] ?? null
}

/** A stop is out of order when one that comes later on the route was visited before it. */
export const markOrder = (visits: Visit[]): Visit[] =>
  visits.map((visit, place) => {
    const outOfOrder = visits.some((later, n) => n > place && !!visit.at && !!later.at && later.at < visit.at)
    return outOfOrder === visit.outOfOrder ? visit : { ...visit, outOfOrder }
  })
