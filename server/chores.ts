// What time itself brings about, by the tick of the journal: shelves end, tickets breach, rounds are planned, begin and
// are missed. All of it inside the transaction that also keeps how far the journal was followed.
import type { Transaction } from 'kysely'
import { epoch, iso } from '../core/contracts/instant.ts'
import type { NewHappening } from '../core/contracts/live.ts'
import type { Round, Visit } from '../core/contracts/round.ts'
import type { Route } from '../core/contracts/route.ts'
import { returnFromShelf } from '../core/domain/incident.ts'
import { expireVisits, planRound, startRound } from '../core/domain/round.ts'
import { startsBetween } from '../core/domain/schedule.ts'
import { nextDue, tickTicket } from '../core/domain/ticket.ts'
import type { Estate } from './estate.ts'
import type { Internals } from './internal.ts'
import { idOf, update } from './raise.ts'
import { findCheckpoint } from './store/checkpoint.ts'
import { incidentsOffShelf } from './store/incident.ts'
import { deleteRound, isPlanned, openRounds, plannedRounds, saveRound } from './store/round.ts'
import { listRoutes } from './store/route.ts'
import type { Records } from './store/schema.ts'
import { ticketsDue, updateTicket } from './store/ticket.ts'

/** Rounds are planned so far ahead. */
const ahead = 24 * 3_600_000

type Tx = Transaction<Records>
/** `listeningSince`: since when the gateway has listened without a gap, epoch ms. */
export type Time = { at: number; cause: string; listeningSince: number }

/** Lets time come to `at` for everything that waits in the records. */
export async function doChores(tx: Tx, internals: Internals, time: Time): Promise<NewHappening[]> {
  return [
    ...(await endShelves(tx, time.at)),
    ...(await markBreaches(tx, time.at)),
    ...(await moveRounds(tx, internals, time)),
    ...(await internals.tick(tx, time.at, time.cause)),
  ]
}

async function endShelves(tx: Tx, at: number): Promise<NewHappening[]> {
  const told: NewHappening[] = []
  for (const incident of await incidentsOffShelf(tx, at))
    told.push(...(await update(tx, incident, returnFromShelf(incident, at))))
  return told
}

async function markBreaches(tx: Tx, at: number): Promise<NewHappening[]> {
  const told: NewHappening[] = []
  for (const ticket of await ticketsDue(tx, at)) {
    const { next, happenings } = tickTicket(ticket, at)
    await updateTicket(tx, ticket, next, nextDue(next))
    told.push(...happenings)
  }
  return told
}

async function moveRounds(tx: Tx, internals: Internals, time: Time): Promise<NewHappening[]> {
  const told: NewHappening[] = []
  for (const round of await openRounds(tx, time.at)) {
    const started = startRound(round, time.at)
    const { decision, missed } = expireVisits(started.next, time.at, time.listeningSince)
    const happenings = [...started.happenings, ...decision.happenings]
    if (happenings.length > 0) await saveRound(tx, decision.next)
    told.push(...happenings)
    // What nobody could hear is recorded, and nobody is blamed for it.
    const blamed = missed.filter(({ unwatched }) => !unwatched)
    for (const visit of blamed) told.push(...(await tellMissed(tx, internals, decision.next, visit, time)))
  }
  return told
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

/** Plans the rounds of the next day, and takes back planned ones that the schedule no longer has. */
export async function planRounds(tx: Tx, estate: Estate, at: number): Promise<NewHappening[]> {
  const told: NewHappening[] = []
  for (const route of (await listRoutes(tx, { limit: 10_000, sites: null })).items) {
    const starts = startsOf(route, estate, at)
    told.push(...(await takeBack(tx, route, new Set(starts), at)))
    for (const startsAt of starts) {
      if (await isPlanned(tx, route.id, startsAt)) continue
      const planned = planRound(route, { id: plannedId(route.id, startsAt), startsAt, guard: route.guard, at })
      await saveRound(tx, planned.next)
      told.push(...planned.happenings)
    }
  }
  return told
}

const plannedId = (route: string, startsAt: number): string => idOf('r', route, String(startsAt))

function startsOf(route: Route, estate: Estate, at: number): number[] {
  const site = estate.sites.get(route.site)
  return route.enabled && route.schedule && site ? startsBetween(route.schedule, site.timezone, at, at + ahead) : []
}

async function takeBack(tx: Tx, route: Route, starts: ReadonlySet<number>, at: number): Promise<NewHappening[]> {
  const told: NewHappening[] = []
  for (const { id, startsAt, site } of await plannedRounds(tx, route.id, at)) {
    // A round that a person set up by hand has another id and stays.
    if (starts.has(epoch(startsAt)) || id !== plannedId(route.id, epoch(startsAt))) continue
    await deleteRound(tx, id)
    told.push({ type: 'round.removed', at: iso(at), site, by: null, id, data: null })
  }
  return told
}
