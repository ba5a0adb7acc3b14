// A round stands still while its guard handles an incident: what is still due moves by as long as the pause lasted. An
// instant before the pause stays where it is, so a tap that was read before it and arrives later is judged as it was read.
import { epoch, iso } from '../contracts/instant.ts'
import { refuse } from '../contracts/refusal.ts'
import type { Round, Visit } from '../contracts/round.ts'
import type { Actor } from '../contracts/user.ts'
import type { Decided, Decision } from './decision.ts'
import { may } from './permission.ts'
import { decide, unchanged } from './round-told.ts'

/** A pause that nobody ends is over after so long: a forgotten one must not hide what is missed. */
const longest = 2 * 3_600_000

type Pause = Round['pauses'][number]

/** The pause that a round is in; null when it goes on. */
export const pauseOf = (round: Round): Pause | null => {
  const last = round.pauses.at(-1)
  return last && last.until === null ? last : null
}
export const isOpen = (round: Round): boolean => round.state === 'scheduled' || round.state === 'under_way'

/** Whether somebody may let a round stand still and go on: its guard himself, and the desk. */
export const mayPause = (round: Round, actor: Pick<Actor, 'name' | 'role' | 'type'>): boolean =>
  may(actor.role, 'round.start') || (actor.type === 'user' && round.guard === actor.name)

/** A visit that is still due, its instants from `since` on moved by `by` ms. */
function postpone(visit: Visit, since: number, by: number): Visit {
  if (visit.state !== 'due') return visit
  const moved = (time: string) => iso(epoch(time) + by)
  return {
    ...visit,
    from: epoch(visit.from) > since ? moved(visit.from) : visit.from,
    until: epoch(visit.until) >= since ? moved(visit.until) : visit.until,
    deadline: epoch(visit.deadline) >= since ? moved(visit.deadline) : visit.deadline,
  }
}

/** A round with its limits as they stand at an instant (epoch ms): during a pause they move along. */
export function asOf(round: Round, at: number): Round {
  const pause = pauseOf(round)
  if (!pause || at <= epoch(pause.from)) return round
  const since = epoch(pause.from)
  const visits = round.visits.map((visit) => postpone(visit, since, at - since))
  const last = Math.max(epoch(round.endsAt), ...visits.map(({ deadline }) => epoch(deadline)))
  return { ...round, visits, endsAt: iso(last) }
}

/**
 * Lets an open round stand still from `at` (epoch ms) on, for an incident or for none. One that stands still already stays
 * as it is. Refused `round_finished`.
 */
export function pauseRound(
  round: Round,
  { at, incident, by }: { at: number; incident: string | null; by: string | null },
): Decided<Round> {
  if (!isOpen(round)) return refuse('round_finished')
  if (pauseOf(round)) return unchanged(round)
  const pauses = [...round.pauses, { from: iso(at), until: null, incident, by }]
  return decide({ ...round, pauses, version: round.version + 1 }, ['paused'], at, by)
}

/** Lets a round go on from `at` (epoch ms); its guard is given the whole leg anew. One that goes on already stays as it is. */
export function resumeRound(round: Round, { at, by }: { at: number; by: string | null }): Decision<Round> {
  const pause = pauseOf(round)
  if (!pause) return unchanged(round)
  const end = Math.max(at, epoch(pause.from))
  const pauses = [...round.pauses.slice(0, -1), { ...pause, until: iso(end) }]
  return decide({ ...asOf(round, end), pauses, version: round.version + 1 }, ['resumed'], at, by)
}

/** Ends a pause that has lasted too long. */
export function endLongPause(round: Round, at: number): Decision<Round> {
  const pause = pauseOf(round)
  const over = pause ? epoch(pause.from) + longest : Infinity
  return at < over ? unchanged(round) : resumeRound(round, { at: over, by: null })
}

/** For how many ms of [from, to] the round stood still. */
export const pausedWithin = (round: Round, from: number, to: number): number =>
  round.pauses.reduce((sum, pause) => {
    const end = pause.until === null ? to : Math.min(to, epoch(pause.until))
    return sum + Math.max(0, end - Math.max(from, epoch(pause.from)))
  }, 0)
