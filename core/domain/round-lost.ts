// Out of contact (失联): nothing was heard of the guard for longer than the leg to the next stop may take, plus grace.
// Anything heard of him ends it. A pause and times in which the product itself did not listen count for nobody's silence.
import { epoch, iso } from '../contracts/instant.ts'
import type { Round, Visit } from '../contracts/round.ts'
import type { Decision } from './decision.ts'
import { pauseOf } from './round-pause.ts'
import { decide, unchanged } from './round-told.ts'

const minute = 60_000

/** Who walks a round: the guard it is given to, else who tapped last; null while nobody is known. */
export function walkerOf(round: Round): string | null {
  const done = round.visits.filter((visit) => visit.at !== null && visit.by !== null)
  const last = done.toSorted((a, b) => epoch(b.at)! - epoch(a.at)!)[0]
  return round.guard ?? last?.by ?? null
}

/** The stop that is next, and how long the way there may take, minutes; null when nothing limits it. */
function nextLeg(round: Round): { stop: Visit; max: number } | null {
  const due = round.visits.filter((visit) => visit.state === 'due')
  if (due.length === 0) return null
  const limits = (round.order === 'any' ? due : due.slice(0, 1)).map(({ leg }) => leg?.max ?? null)
  return limits.includes(null) ? null : { stop: due[0]!, max: Math.max(...(limits as number[])) }
}

/** Until when something must be heard of the guard (epoch ms); null when nothing limits it. */
function contactDue(round: Round, listeningSince: number): number | null {
  const next = nextLeg(round)
  if (!next || round.state !== 'under_way' || pauseOf(round) || walkerOf(round) === null) return null
  const resumed = epoch(round.pauses.at(-1)?.until ?? null)
  const heard = Math.max(epoch(round.contactAt ?? round.startsAt), resumed ?? 0, listeningSince)
  const grace = epoch(next.stop.deadline) - epoch(next.stop.until)
  // A guard who is ahead of the plan may wait for the window of his next stop.
  return Math.max(heard + next.max * minute, epoch(next.stop.from)) + grace
}

/** Marks a round whose guard should have been heard of before `at`. `listeningSince` as of {@link expireVisits}. */
export function loseContact(round: Round, at: number, listeningSince = -Infinity): Decision<Round> {
  const due = round.lostAt === null ? contactDue(round, listeningSince) : null
  if (due === null || at <= due) return unchanged(round)
  return decide({ ...round, lostAt: iso(due), version: round.version + 1 }, ['lost'], at)
}

/** Something was heard of the round's guard at `at` by the server's clock (epoch ms). */
export function noteContact(round: Round, at: number, by: string | null): Decision<Round> {
  const next = inContact(round, at)
  return next === round ? unchanged(round) : decide({ ...next, version: round.version + 1 }, ['heard'], at, by)
}

/** The round with its contact noted, as a part of another change. */
export const inContact = (round: Round, at: number): Round =>
  round.lostAt === null && at <= (epoch(round.contactAt) ?? -Infinity)
    ? round
    : { ...round, contactAt: iso(Math.max(at, epoch(round.contactAt) ?? at)), lostAt: null }
