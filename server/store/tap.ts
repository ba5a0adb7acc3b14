// Taps: append-only, but for answers to checks that follow the tap. The same id, or the same tag and counter, never makes
// a second row; the unique keys decide.
import type { Kysely } from 'kysely'
import { epoch } from '../../core/contracts/instant.ts'
import type { Tap } from '../../core/contracts/tap.ts'
import { cursorAt, olderThan } from './newest.ts'
import { oneOf, pageOf, type Page, type PageQuery } from './page.ts'
import type { Records } from './schema.ts'

const tapIn = (row: { doc: string }): Tap => JSON.parse(row.doc) as Tap

export type TapFilter = PageQuery & { site?: string; checkpoint?: string; by?: string; from?: number; to?: number }

/** Taps by the time of their reception, newest first. */
export async function listTaps(db: Kysely<Records>, query: TapFilter): Promise<Page<Tap>> {
  let rows = db
    .selectFrom('tap')
    .select(['id', 'received_at', 'doc'])
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
  if (query.cursor) rows = rows.where(olderThan(query.cursor, 'received_at', 'id'))
  if (query.sites) rows = rows.where('site', 'in', oneOf(query.sites))
  if (query.site) rows = rows.where('site', '=', query.site)
  if (query.checkpoint) rows = rows.where('checkpoint', '=', query.checkpoint)
  if (query.by) rows = rows.where('by', '=', query.by)
  if (query.from !== undefined) rows = rows.where('received_at', '>=', query.from)
  if (query.to !== undefined) rows = rows.where('received_at', '<', query.to)
  return pageOf(await rows.execute(), query.limit, (row) => cursorAt(row.received_at, row.id), tapIn)
}

/** The tap of this id. */
export async function tapNamed(db: Kysely<Records>, id: string): Promise<Tap | null> {
  const row = await db.selectFrom('tap').select('doc').where('id', '=', id).executeTakeFirst()
  return row ? tapIn(row) : null
}

const readsOf = (db: Kysely<Records>, uid: string) => db.selectFrom('tap').select('doc').where('uid', '=', uid)

/** The accepted tap that used this read of a tag. */
export async function tapOfRead(db: Kysely<Records>, uid: string, counter: number): Promise<Tap | null> {
  const row = await readsOf(db, uid).where('counter', '=', counter).executeTakeFirst()
  return row ? tapIn(row) : null
}

/** Reads heard at most on each side: those further away say nothing that the nearer ones do not. */
const neighbours = 64

/** The accepted taps of a tag around a counter, the nearest first on both sides. */
export async function readsAround(
  db: Kysely<Records>,
  uid: string,
  counter: number,
): Promise<{ below: Tap[]; above: Tap[] }> {
  const below = readsOf(db, uid).where('counter', '<', counter).orderBy('counter', 'desc').limit(neighbours)
  const above = readsOf(db, uid).where('counter', '>', counter).orderBy('counter', 'asc').limit(neighbours)
  return { below: (await below.execute()).map(tapIn), above: (await above.execute()).map(tapIn) }
}

/** The accepted taps of a person that were read since `from`, newest first, at most `limit`. */
export async function tapsOf(db: Kysely<Records>, by: string, from: number, limit: number): Promise<Tap[]> {
  const own = db.selectFrom('tap').select('doc').where('by', '=', by).where('status', '=', 'accepted')
  return (await own.where('at', '>=', from).orderBy('at', 'desc').limit(limit).execute()).map(tapIn)
}

/** How many taps of a person were read in [from, to]. */
export async function countTaps(db: Kysely<Records>, by: string, from: number, to: number): Promise<number> {
  const row = await db
    .selectFrom('tap')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('by', '=', by)
    .where('at', '>=', from)
    .where('at', '<=', to)
    .executeTakeFirst()
  return row?.count ?? 0
}

/** Whether a reader read its own test tag in [from, to]: an accepted tap at no checkpoint. */
export async function wasTested(db: Kysely<Records>, reader: string, from: number, to: number): Promise<boolean> {
  const rows = await db
    .selectFrom('tap')
    .select('doc')
    .where('checkpoint', 'is', null)
    .where('at', '>=', from)
    .where('at', '<=', to)
    .where('status', '=', 'accepted')
    .execute()
  return rows.some((row) => tapIn(row).reader === reader)
}

/** Keeps a tap. Only what was accepted holds its tag and counter, so that a refused copy never blocks the true one. */
export async function insertTap(tx: Kysely<Records>, tap: Tap): Promise<void> {
  const read = tap.status === 'accepted' ? { uid: tap.uid, counter: tap.counter } : { uid: null, counter: null }
  const { id, checkpoint, site, status } = tap
  // A reader's self-test says nothing of where its carrier was.
  const by = checkpoint === null && status === 'accepted' ? null : tap.by
  const times = { at: epoch(tap.at), received_at: epoch(tap.receivedAt) }
  await tx
    .insertInto('tap')
    .values({ id, ...read, checkpoint, site, by, ...times, status, doc: JSON.stringify(tap) })
    .execute()
}

/** Writes a tap that is there already: what was learnt of it since. What it read, when and by whom stays. */
export async function rewriteTap(tx: Kysely<Records>, tap: Tap): Promise<void> {
  await tx
    .updateTable('tap')
    .set({ doc: JSON.stringify(tap) })
    .where('id', '=', tap.id)
    .execute()
}
