// What rounds become by time and by taps, inside the caller's transaction: planned, begun, missed, out of contact;
// visited, corrected, heard again. The decisions stand in core/domain/round*.ts.
import type { Transaction } from 'kysely'
import { epoch, iso } from '../core/contracts/instant.ts'
import type { NewHappening } from '../core/contracts/live.ts'
import type { Round, Visit } from '../core/contracts/round.ts'
import type { Route } from '../core/contracts/route.ts'
import type { Decision } from '../core/domain/decision.ts'
import { loseContact, walkerOf } from '../core/domain/round-lost.ts'
import { endLongPause } from '../core/domain/round-pause.ts'
import { planRound, replanRound, type PlanPoint } from '../core/domain/round-plan.ts'
import { expireVisits, startRound } from '../core/domain/round.ts'
import { startsBetween } from '../core/domain/starts.ts'
import type { Estate } from './estate.ts'
import type { Internals } from './internal.ts'
import { idOf } from './raise.ts'
import { findCheckpoint } from './store/checkpoint.ts'
import { deleteRound, isPlanned, openRounds, plannedRounds, saveRound } from './store/round.ts'
import { listRoutes } from './store/route.ts'
import type { Records } from './store/schema.ts'

/** Rounds are planned so far ahead. */
const ahead = 24 * 3_600_000

type Tx = Transaction<Records>
/** `listeningSince`: since when the gateway has listened without a gap, epoch ms. */
export type Time = { at: number; cause: string; listeningSince: number }

/** Lets time come to `at` for every round that has begun or begins now. */
export async function moveRounds(tx: Tx, internals: Internals, time: Time): Promise<NewHappening[]> {
  const told: NewHappening[] = []
  for (const round of await openRounds(tx, time.at)) {
    const { decision, missed } = moveRound(round, time)
    if (decision.happenings.length > 0) await saveRound(tx, decision.next)
    told.push(...decision.happenings)
    // What nobody could hear is recorded, and nobody is blamed for it.
    const blamed = missed.filter(({ unwatched }) => !unwatched)
    for (const visit of blamed) told.push(...(await tellMissed(tx, internals, decision.next, visit, time)))
    if (round.lostAt === null && decision.next.lostAt !== null)
      told.push(...(await tellLost(tx, internals, decision.next, time)))
  }
  return told
}

function moveRound(round: Round, { at, listeningSince }: Time): { decision: Decision<Round>; missed: Visit[] } {
  const started = startRound(round, at)
  const resumed = endLongPause(started.next, at)
  const lost = loseContact(resumed.next, at, listeningSince)
  const { decision, missed } = expireVisits(lost.next, at, listeningSince)
  const happenings = [started, resumed, lost, decision].flatMap((each) => each.happenings)
  return { decision: { next: decision.next, happenings }, missed }
}

async function tellMissed(tx: Tx, internals: Internals, round: Round, visit: Visit, { at, cause }: Time) {
  const checkpoint = await findCheckpoint(tx, visit.checkpoint)
  return internals.tell(tx, {
    ...{ name: checkpoint?.key ? 'key_checkpoint_missed' : 'checkpoint_missed', device: null, site: round.site },
    subject: { type: 'checkpoint', id: visit.checkpoint },
    data: { round: round.id, route: round.route, guard: round.guard, deadline: visit.deadline },
    ...{ at, cause: `${cause}/${round.id}` },
  })
}

function tellLost(tx: Tx, internals: Internals, round: Round, { at, cause }: Time) {
  const last = round.visits.filter((visit) => visit.at !== null).toSorted((a, b) => epoch(b.at)! - epoch(a.at)!)[0]
  return internals.tell(tx, {
    ...{ name: 'guard_lost', device: null, site: round.site, at, cause: `${cause}/${round.id}` },
    subject: { type: 'user', id: walkerOf(round)! },
    data: { round: round.id, route: round.route, lostAt: round.lostAt, checkpoint: last?.checkpoint ?? null },
  })
}

/**
 * Plans the rounds of the next day, plans those anew whose route was changed, and takes back those that the schedule no
 * longer has.
 */
export async function planRounds(tx: Tx, estate: Estate, at: number): Promise<NewHappening[]> {
  const told: NewHappening[] = []
  for (const route of (await listRoutes(tx, { limit: 10_000, sites: null })).items) {
    const starts = startsOf(route, estate, at)
    const planned = await plannedRounds(tx, route.id, at)
    told.push(...(await takeBack(tx, planned, new Set(starts), at)))
    if (starts.length === 0) continue
    const points = await pointsOf(tx, route)
    for (const startsAt of starts) {
      const plan = { id: plannedId(route.id, startsAt), startsAt, guard: route.guard, at, points }
      told.push(...(await keepPlan(tx, planned, planRound(route, plan), at)))
    }
  }
  return told
}

/** Writes a plan that is new or other than it was. What a person set up for that instant stays. */
async function keepPlan(
  tx: Tx,
  planned: readonly Round[],
  fresh: Decision<Round>,
  at: number,
): Promise<NewHappening[]> {
  const { id, route, startsAt } = fresh.next
  const known = planned.find((round) => round.id === id)
  if (!known && (await isPlanned(tx, route, epoch(startsAt)))) return []
  const { next, happenings } = known ? replanRound(known, fresh.next, at) : fresh
  if (happenings.length > 0) await saveRound(tx, next)
  return happenings
}

const plannedId = (route: string, startsAt: number): string => idOf('r', route, String(startsAt))

/** What a round of the route needs to know of its checkpoints. */
export async function pointsOf(tx: Tx, route: Route): Promise<Map<string, PlanPoint>> {
  const points = new Map<string, PlanPoint>()
  for (const { checkpoint } of route.stops) {
    const known = points.has(checkpoint) ? null : await findCheckpoint(tx, checkpoint)
    if (known) points.set(checkpoint, known)
  }
  return points
}

function startsOf({ site: id, enabled, schedule }: Route, estate: Estate, at: number): number[] {
  const site = estate.sites.get(id)
  return enabled && schedule && site ? startsBetween(schedule, site.timezone, at, at + ahead, site.holidays) : []
}

async function takeBack(tx: Tx, planned: readonly Round[], starts: ReadonlySet<number>, at: number) {
  const told: NewHappening[] = []
  for (const { id, route, startsAt, site } of planned) {
    // A round that a person set up by hand has another id and stays.
    if (starts.has(epoch(startsAt)) || id !== plannedId(route, epoch(startsAt))) continue
    await deleteRound(tx, id)
    told.push({ type: 'round.removed', at: iso(at), site, by: null, id, data: null })
  }
  return told
}
