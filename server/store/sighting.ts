// Signs of somebody in the room of a checkpoint, as its sensor gave them, with the tap that explains each; and the taps
// of which the room's sensor has still to speak.
import type { Kysely } from 'kysely'
import type { Tap } from '../../core/contracts/tap.ts'
import { oneOf } from './page.ts'
import type { Records } from './schema.ts'

type Db = Kysely<Records>
export type Sighting = { id: string; checkpoint: string; site: string; device: string; at: number; tap: string | null }

/** Keeps a sign. One that is there already changes nothing. */
export async function insertSighting(db: Db, sighting: Sighting): Promise<void> {
  await db
    .insertInto('sighting')
    .values(sighting)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

/** Signs at a checkpoint in [from, to], epoch ms, the earliest first. */
export function sightingsAround(db: Db, checkpoint: string, from: number, to: number): Promise<Sighting[]> {
  return db
    .selectFrom('sighting')
    .selectAll()
    .where('checkpoint', '=', checkpoint)
    .where('at', '>=', from)
    .where('at', '<=', to)
    .orderBy('at')
    .execute()
}

/** Signs in [from, to) that no tap explains, the earliest first. */
export function unexplainedSightings(
  db: Db,
  query: { sites: readonly string[] | null; from: number; to: number; limit: number },
): Promise<Sighting[]> {
  let rows = db
    .selectFrom('sighting')
    .selectAll()
    .where('tap', 'is', null)
    .where('at', '>=', query.from)
    .where('at', '<', query.to)
    .orderBy('at')
    .limit(query.limit)
  if (query.sites) rows = rows.where('site', 'in', oneOf(query.sites))
  return rows.execute()
}

/** Signs at a checkpoint in [from, to] that nothing explained yet are explained by a tap. */
export async function explainSightings(
  db: Db,
  checkpoint: string,
  from: number,
  to: number,
  tap: string,
): Promise<void> {
  await db
    .updateTable('sighting')
    .set({ tap })
    .where('checkpoint', '=', checkpoint)
    .where('at', '>=', from)
    .where('at', '<=', to)
    .where('tap', 'is', null)
    .execute()
}

const tapOf = (row: { doc: string }): Tap => JSON.parse(row.doc) as Tap

/** Accepted taps at a checkpoint read in [from, to], epoch ms. */
export async function tapsAround(db: Db, checkpoint: string, from: number, to: number): Promise<Tap[]> {
  const rows = await db
    .selectFrom('tap')
    .select('doc')
    .where('checkpoint', '=', checkpoint)
    .where('status', '=', 'accepted')
    .where('at', '>=', from)
    .where('at', '<=', to)
    .orderBy('at')
    .execute()
  return rows.map(tapOf)
}

/** The accepted taps of a person next before and next after an instant (epoch ms), other than `but`. */
export async function tapsBesides(
  db: Db,
  by: string,
  at: number,
  but: string,
): Promise<{ before: Tap | null; after: Tap | null }> {
  const own = db
    .selectFrom('tap')
    .select('doc')
    .where('by', '=', by)
    .where('status', '=', 'accepted')
    .where('id', '!=', but)
    .limit(1)
  const before = await own.where('at', '<=', at).orderBy('at', 'desc').executeTakeFirst()
  const after = await own.where('at', '>', at).orderBy('at', 'asc').executeTakeFirst()
  return { before: before ? tapOf(before) : null, after: after ? tapOf(after) : null }
}

/** When the sensor of a tap's room must be asked, epoch ms; null when it has spoken. */
export async function askSensorAt(db: Db, tap: string, at: number | null): Promise<void> {
  await db.updateTable('tap').set({ sensor_at: at }).where('id', '=', tap).execute()
}

/** Taps of which the sensor is to be asked by now. */
export async function tapsToAsk(db: Db, at: number): Promise<Tap[]> {
  return (await db.selectFrom('tap').select('doc').where('sensor_at', '<=', at).execute()).map(tapOf)
}
