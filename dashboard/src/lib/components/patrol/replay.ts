// A round as it was known at an instant of its past: a tap counts from when it was received, so that a late sync shows as
// what it was: a miss first, corrected later. Pure.
import { epoch } from '#core/contracts/instant.ts'
import type { Round, Visit } from '#core/contracts/round.ts'
import type { Tap } from '#core/contracts/tap.ts'

type TapOf = (id: string | null) => Pick<Tap, 'at' | 'receivedAt'> | undefined

/** When the server learnt of a visit (epoch ms); null when nobody was there. Without its tap, when it was read. */
export const knownAt = (visit: Visit, tapOf: TapOf): number | null =>
  epoch(tapOf(visit.tap)?.receivedAt ?? null) ?? epoch(visit.at)

function visitAt(visit: Visit, tapOf: TapOf, at: number): Visit {
  const known = knownAt(visit, tapOf)
  if (known !== null && known <= at) return visit
  const isOver = at > epoch(visit.deadline)
  const { unwatched: _, ...rest } = visit
  const unheard = { at: null, tap: null, by: null, grade: null, flags: [], outOfOrder: false, checks: [] } as const
  if (isOver && visit.unwatched === true)
    return { ...rest, ...unheard, unwatched: true, state: 'missed', flags: [], checks: [] }
  return { ...rest, ...unheard, state: isOver ? 'missed' : 'due', roles: rolesAt(visit, at), flags: [], checks: [] }
}

/** Of a two-role visit, who had been there. */
function rolesAt({ roles }: Visit, at: number): Visit['roles'] {
  const then = (one: NonNullable<Visit['roles']>['guard']) => (one !== null && epoch(one.at) <= at ? one : null)
  return roles && { ...roles, guard: then(roles.guard), technician: then(roles.technician) }
}

/** The round as the server knew it at `at` (epoch ms). */
export function roundAt(round: Round, tapOf: TapOf, at: number): Round {
  const visits = round.visits.map((visit) => visitAt(visit, tapOf, at))
  const isOver = visits.every((visit) => visit.state !== 'due')
  const ended = visits.some((visit) => visit.state === 'missed') ? 'incomplete' : 'complete'
  const began = at >= epoch(round.startedAt ?? round.startsAt)
  const control = (point: Round['startPoint']) =>
    point && { ...point, at: point.at !== null && epoch(point.at) <= at ? point.at : null }
  return {
    ...round,
    visits,
    state: isOver ? ended : began ? 'under_way' : 'scheduled',
    lostAt: round.lostAt !== null && epoch(round.lostAt) <= at ? round.lostAt : null,
    startPoint: control(round.startPoint),
    endPoint: control(round.endPoint),
    pauses: round.pauses
      .filter(({ from }) => epoch(from) <= at)
      .map((pause) => ({ ...pause, until: pause.until !== null && epoch(pause.until) <= at ? pause.until : null })),
  }
}

/** A moment of a round at which something became known. `read`: when it had happened by the tap's own time. */
export type Moment = {
  at: number
  what: 'tap' | 'sync' | 'missed' | 'paused' | 'resumed'
  visit: Visit | null
  read: number
}

const syncedMs = 60_000

/** What became known when, oldest first. */
export function momentsOf(round: Round, tapOf: TapOf): Moment[] {
  const taps = round.visits.flatMap((visit): Moment[] => {
    const known = knownAt(visit, tapOf)
    const read = epoch(visit.at)
    if (known === null || read === null) return []
    return [{ at: known, what: known - read > syncedMs ? 'sync' : 'tap', visit, read }]
  })
  const misses = round.visits.flatMap((visit): Moment[] => {
    const known = knownAt(visit, tapOf)
    const deadline = epoch(visit.deadline)
    const wasMissed = visit.state === 'missed' || (known !== null && known > deadline)
    return wasMissed ? [{ at: deadline, what: 'missed', visit, read: deadline }] : []
  })
  const pauses = round.pauses.flatMap(({ from, until }): Moment[] => [
    { at: epoch(from), what: 'paused', visit: null, read: epoch(from) },
    ...(until === null ? [] : [{ at: epoch(until), what: 'resumed' as const, visit: null, read: epoch(until) }]),
  ])
  return [...taps, ...misses, ...pauses].toSorted((a, b) => a.at - b.at)
}

/** The span of time that the replay covers: from the round's start to its last deadline or the last thing known of it. */
export function replaySpan(round: Round, tapOf: TapOf, now: number): { from: number; to: number } {
  const moments = momentsOf(round, tapOf).flatMap(({ at, read }) => [at, read])
  const from = Math.min(epoch(round.startsAt), epoch(round.startedAt) ?? Infinity, ...moments)
  const to = Math.max(epoch(round.endsAt), ...moments)
  return { from, to: Math.max(from + 60_000, Math.min(to, now)) }
}

/** The way from one visit to the one that was walked next, in minutes, beside its limits. */
export type Leg = {
  from: Visit
  to: Visit
  minutes: number
  min: number
  max: number | null
  is: 'short' | 'long' | 'within'
}

/** The legs that were walked, in the order in which they were walked. */
export function legsOf(round: Round): Leg[] {
  const walked = round.visits
    .filter((visit) => visit.at !== null)
    .toSorted((a, b) => epoch(a.at ?? '') - epoch(b.at ?? ''))
  return walked.slice(1).map((to, i) => {
    const from = walked[i] ?? to
    const minutes = (epoch(to.at ?? '') - epoch(from.at ?? '')) / 60_000
    const [min, max] = [to.leg?.min ?? 0, to.leg?.max ?? null]
    return {
      from,
      to,
      minutes,
      min,
      max,
      is: minutes < min ? 'short' : max !== null && minutes > max ? 'long' : 'within',
    }
  })
}
