// What was out of the ordinary on patrols, found in the rounds, taps, signs and calls of a span; and how long the ways
// between checkpoints took. Pure: what is out of the ordinary was judged when it happened, here it is only gathered.
import type { Call } from '../contracts/call.ts'
import type { Incident } from '../contracts/incident.ts'
import { epoch, iso } from '../contracts/instant.ts'
import type { ExceptionFilter, ExceptionType, Leg, PatrolException } from '../contracts/report.ts'
import type { Round, Visit } from '../contracts/round.ts'
import type { Tap } from '../contracts/tap.ts'
import { isDone } from './round-visit.ts'

const minute = 60_000

/** Visits in which something was out of the ordinary; a visit may give several. */
export const exceptionsOfRound = (round: Round): PatrolException[] =>
  round.visits.flatMap((visit) => typesOfVisit(visit).map((type) => exceptionOf(round, visit, type)))

function typesOfVisit(visit: Visit): ExceptionType[] {
  const state = visit.state === 'missed' && visit.unwatched ? 'unwatched' : visit.state
  const told: ExceptionType[] = state === 'due' || state === 'on_time' ? [] : [state]
  return [...told, ...(visit.outOfOrder ? (['out_of_order'] as const) : []), ...visit.flags]
}

const exceptionOf = (round: Round, visit: Visit, type: ExceptionType): PatrolException => ({
  ...{ type, at: visit.at ?? visit.deadline, checkpoint: visit.checkpoint, by: visit.by ?? round.guard },
  ...{ route: round.route, round: round.id, tap: visit.tap },
  data: { from: visit.from, until: visit.until, deadline: visit.deadline, ...limitsOf(visit, type) },
})

function limitsOf(visit: Visit, type: ExceptionType): Record<string, unknown> {
  if (type === 'leg_short' || type === 'leg_long') return { leg: visit.leg }
  return type === 'dwell_short' ? { dwellSeconds: visit.dwellSeconds } : {}
}

/**
 * Every time that a guard was out of contact in [from, to) (epoch ms): one incident may hold several, until it is closed.
 * `incident` with its whole timeline.
 */
export function exceptionsOfLost(
  { id, subject, timeline }: Pick<Incident, 'id' | 'subject' | 'timeline'>,
  { from, to }: { from: number; to: number },
): PatrolException[] {
  const losses: PatrolException[] = []
  for (const { type, at, data } of timeline) {
    const last = losses.at(-1)
    if (type === 'opened' || type === 'reopened') losses.push(lossOf(id, subject.id, at, data))
    else if (type === 'cleared' && last) last.data = { ...last.data, clearedAt: at }
  }
  return losses.filter((loss) => epoch(loss.at) >= from && epoch(loss.at) < to)
}

const wordOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

function lossOf(incident: string, by: string, heard: string, data: Record<string, unknown>): PatrolException {
  const evidence = (data.evidence ?? {}) as Record<string, unknown>
  const at = wordOf(data.judgedAt) ?? heard
  const of = { checkpoint: wordOf(evidence.checkpoint), route: wordOf(evidence.route), round: wordOf(evidence.round) }
  return { type: 'guard_lost', at, by, tap: null, ...of, data: { incident, clearedAt: null } }
}

/** Flags of a tap, or why it was refused. */
export function exceptionsOfTap(tap: Tap, route: string | null): PatrolException[] {
  const { at, checkpoint, by, round, id, reason, sensor, bounds, receivedAt } = tap
  const of = { at, checkpoint, by, route, round, tap: id }
  if (tap.status === 'refused') return [{ type: 'tap_refused', ...of, data: { reason, uid: tap.uid, receivedAt } }]
  return tap.flags.map((type) => ({
    type,
    ...of,
    data: { receivedAt, ...(sensor && { sensor }), ...(bounds && { bounds }) },
  }))
}

/** A sign of somebody in the room that no tap explains; `at` in epoch ms. */
export const exceptionOfSign = ({
  checkpoint,
  device,
  at,
}: {
  checkpoint: string
  device: string
  at: number
}): PatrolException => ({
  ...{ type: 'no_tap', at: iso(at), checkpoint, by: null, route: null, round: null, tap: null, data: { device } },
})

/** A call that was not answered in time; null for any other. */
export function exceptionOfCall(call: Call): PatrolException | null {
  if (call.state !== 'unanswered' && call.state !== 'answered_late') return null
  const { dueAt, answeredAt, checkpoint, user, type, tap } = call
  const data = { call: call.id, type, dueAt, answeredAt }
  return { type: 'call_unanswered', at: dueAt, checkpoint, by: user, route: null, round: null, tap, data }
}

/** The rows that were asked for; an empty word asks for all. */
export const narrowRows = (
  rows: readonly PatrolException[],
  { route, guard, type }: { [Word in keyof ExceptionFilter]: string | undefined },
): PatrolException[] =>
  rows.filter((row) => (!route || row.route === route) && (!guard || row.by === guard) && (!type || row.type === type))

/** The one that happened first in front. */
export const inOrder = (rows: readonly PatrolException[]): PatrolException[] =>
  rows.toSorted((a, b) => epoch(a.at) - epoch(b.at) || (a.type < b.type ? -1 : 1))

/** How many visits were planned and how many of them were done, late, or missed; a miss that nobody could hear is none. */
export function countVisits(visits: readonly Visit[]): { planned: number; done: number; late: number; missed: number } {
  const count = (fits: (visit: Visit) => boolean) => visits.filter(fits).length
  return {
    planned: visits.length,
    done: count(isDone),
    late: count(({ state }) => state === 'late'),
    missed: count(({ state, unwatched }) => state === 'missed' && unwatched !== true),
  }
}

type Way = { from: string; to: string; walk: Leg['shortest'] }

/** The ways that were walked, in the order of the reads; a way with a stop in between that nobody visited is none. */
function waysOf(round: Round): Way[] {
  const walked = round.visits.filter((visit) => visit.at !== null).toSorted((a, b) => epoch(a.at!) - epoch(b.at!))
  return walked.slice(1).flatMap((to, n) => {
    const from = walked[n]!
    if (round.visits.indexOf(to) !== round.visits.indexOf(from) + 1 || from.by !== to.by) return []
    const minutes = (epoch(to.at!) - epoch(from.leftAt ?? from.at!)) / minute
    const walk = { minutes: Math.round(minutes * 10) / 10, at: to.at!, by: to.by, round: round.id }
    return [{ from: from.checkpoint, to: to.checkpoint, walk }]
  })
}

/** The shortest and the longest walk of each way, the one that varies most in front. */
export function legsOf(rounds: readonly Round[]): Leg[] {
  const legs = new Map<string, Leg>()
  for (const { from, to, walk } of rounds.flatMap(waysOf)) {
    const key = `${from} ${to}`
    const known = legs.get(key)
    if (!known) legs.set(key, { from, to, count: 1, shortest: walk, longest: walk })
    else {
      known.count++
      if (walk.minutes < known.shortest.minutes) known.shortest = walk
      if (walk.minutes > known.longest.minutes) known.longest = walk
    }
  }
  const spread = (leg: Leg) => leg.longest.minutes - leg.shortest.minutes
  return [...legs.values()].sort((a, b) => spread(b) - spread(a) || (a.from < b.from ? -1 : 1))
}
