// Errands, performed: whom to send, sending, coming and ending. A live tap on the scene is the proof of arrival.
import type { Kysely, Transaction } from 'kysely'
import type { Errand, NearestGuard, NearestRole } from '../core/contracts/errand.ts'
import type { Incident } from '../core/contracts/incident.ts'
import { epoch, iso } from '../core/contracts/instant.ts'
import type { NewHappening } from '../core/contracts/live.ts'
import { refuse, type Refusal } from '../core/contracts/refusal.ts'
import type { Tap } from '../core/contracts/tap.ts'
import type { Decision } from '../core/domain/decision.ts'
import { arrive, endErrand, noteErrand, provesArrival, sendGuard, walksOn, type Coming } from '../core/domain/errand.ts'
import { nearestGuards, sceneOf } from '../core/domain/nearest-guard.ts'
import { pauseWalk, resumeWalk } from './errand-round.ts'
import { idOf, update } from './raise.ts'
import { onDutyOf } from './roster.ts'
import { sceneFacts } from './scene.ts'
import { errandsDone, openErrands, saveErrand } from './store/errand.ts'
import { findIncident } from './store/incident.ts'
import type { Records } from './store/schema.ts'

type Tx = Transaction<Records>
type Done = { result: Incident | Refusal; happenings: NewHappening[] }

/** Who of a role is on duty at the incident's site, the nearest first; not the one whom it is about. */
export async function nearestTo(
  db: Kysely<Records>,
  incident: Incident,
  role: NearestRole,
  at: number,
): Promise<NearestGuard[]> {
  const { spot, points } = await sceneFacts(db, incident)
  const guards = await onDutyOf(db, role, incident.site, at)
  const busy = await openErrands(db, { sites: [incident.site] })
  const { type, id: self } = incident.subject
  const others = guards.filter(({ user }) => type !== 'user' || user !== self)
  const candidates = others.map(({ tap, ...guard }) => ({
    ...guard,
    checkpoint: tap?.checkpoint ?? null,
    at: tap && epoch(tap.at),
    spot: points.find(({ id }) => id === tap?.checkpoint)?.spot ?? null,
    busy: busy.find(({ user }) => user === guard.user)?.incident ?? null,
  }))
  return nearestGuards(candidates, spot, at).map((guard) => ({
    ...guard,
    at: guard.at === null ? null : iso(guard.at),
  }))
}

/** Sends a guard to an incident; whoever is on the way there already stays so. Refused: `incident_closed`. */
export async function dispatch(tx: Tx, incident: Incident, user: string, by: string, at: number): Promise<Done> {
  if ((await errandOf(tx, incident.id, user)) !== null) return { result: incident, happenings: [] }
  if (incident.closedAt !== null) return { result: refuse('incident_closed'), happenings: [] }
  const { spot, points, named, place } = await sceneFacts(tx, incident)
  const paused = await pauseWalk(tx, { user, incident: incident.id, by, at })
  const id = idOf('e', incident.id, user, String(incident.version))
  const scene = sceneOf(spot, named, points)
  const sent = sendGuard(incident, { id, user, by, place, scene, round: paused.round, at })
  const done = await write(tx, incident, 'sent', sent, { by, at })
  return { ...done, happenings: [...done.happenings, ...paused.happenings] }
}

/** Calls a guard back. Refused: `not_sent`. */
export async function recall(tx: Tx, incident: Incident, user: string, by: string, at: number): Promise<Done> {
  const errand = await errandOf(tx, incident.id, user)
  if (!errand) return { result: refuse('not_sent'), happenings: [] }
  const done = await write(tx, incident, 'recalled', endErrand(errand, by, at), { by, at })
  return { ...done, happenings: [...done.happenings, ...(await resumeWalk(tx, errand, { by, at }))] }
}

/** Somebody says that the guard is there; a tap proves it. Refused: `not_sent`, `tap_elsewhere`. */
export async function come(
  tx: Tx,
  incident: Incident,
  user: string,
  coming: { by: string; tap: Tap | null; at: number },
) {
  const errand = await errandOf(tx, incident.id, user)
  if (!errand) return { result: refuse('not_sent'), happenings: [] }
  const { tap, by, at } = coming
  if (tap && !provesArrival(errand, tap)) return { result: refuse('tap_elsewhere'), happenings: [] }
  return arrived(tx, incident, errand, { by, tap: tap?.id ?? null, at: tap ? epoch(tap.receivedAt) : at })
}

/** Whoever was sent and taps on the scene has arrived; whoever taps his next stop after that is free again. */
export async function moveErrands(tx: Tx, tap: Tap): Promise<NewHappening[]> {
  if (tap.by === null) return []
  const told: NewHappening[] = []
  const at = epoch(tap.receivedAt)
  for (const errand of await openErrands(tx, { user: tap.by })) {
    const incident = provesArrival(errand, tap) ? await findIncident(tx, errand.incident) : null
    if (incident) told.push(...(await arrived(tx, incident, errand, { by: tap.by, tap: tap.id, at })).happenings)
    else if (walksOn(errand, tap)) told.push(...(await end(tx, errand, tap.by, at)))
  }
  return told
}

/** Errands whose incident is closed are over. */
export async function endErrands(tx: Tx, at: number): Promise<NewHappening[]> {
  const told: NewHappening[] = []
  for (const errand of await errandsDone(tx)) told.push(...(await end(tx, errand, null, at)))
  return told
}

async function end(tx: Tx, errand: Errand, by: string | null, at: number): Promise<NewHappening[]> {
  const { next, happenings } = endErrand(errand, by, at)
  await saveErrand(tx, next)
  return [...happenings, ...(await resumeWalk(tx, next, { by, at }))]
}

const errandOf = async (tx: Tx, incident: string, user: string): Promise<Errand | null> =>
  (await openErrands(tx, { incident })).find((errand) => errand.user === user) ?? null

async function arrived(tx: Tx, incident: Incident, errand: Errand, coming: Coming): Promise<Done> {
  const decision = arrive(errand, coming)
  if (decision.happenings.length === 0) return { result: incident, happenings: [] }
  return write(tx, incident, 'arrived', decision, coming)
}

/** Writes the errand and the entry that the incident gets of it. */
async function write(
  tx: Tx,
  incident: Incident,
  what: 'sent' | 'recalled' | 'arrived',
  { next, happenings }: Decision<Errand>,
  who: { by: string; at: number },
): Promise<Done> {
  await saveErrand(tx, next)
  const noted = noteErrand(incident, what, next, who)
  return { result: noted.next, happenings: [...happenings, ...(await update(tx, incident, noted))] }
}
