// Taps: append-only, but for answers to checks that follow the tap. The same id, or the same tag and counter, never makes
// a second row; the unique keys decide.
import type { Kysely } from 'kysely'
import { epoch } from '../../core/contracts/instant.ts'
import type { Tap } from '../../core/contracts/tap.ts'
import { cursorAt, olderThan } from './newest.ts'
import { oneOf, pageOf, type Page, type PageQuery } from './page.ts'
import type { Records } from './schema.ts'

const from = (row: { doc: string }): Tap => JSON.parse(row.doc) as Tap

export type TapFilter = PageQuery & { site?: string; checkpoint?: string; from?: number; to?: number }

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
  if (query.from !== undefined) rows = rows.where('received_at', '>=', query.from)
  if (query.to !== undefined) rows = rows.where('received_at', '<', query.to)
  return pageOf(await rows.execute(), query.limit, (row) => cursorAt(row.received_at, row.id), from)
}

/** A tap that is there already under this id, or of this tag with this counter. */
export async function earlierTap(
  db: Kysely<Records>,
  tap: { id: string; uid: string | null; counter: number | null },
): Promise<Tap | null> {
  const row = await db
    .selectFrom('tap')
    .select('doc')
    .where((e) =>
      tap.uid !== null && tap.counter !== null
        ? e.or([e('id', '=', tap.id), e.and([e('uid', '=', tap.uid), e('counter', '=', tap.counter)])])
        : e('id', '=', tap.id),
    )
    .executeTakeFirst()
  return row ? from(row) : null
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

/** Keeps a tap. Only what was accepted holds its tag and counter, so that a refused copy never blocks the true one. */
export async function insertTap(tx: Kysely<Records>, tap: Tap): Promise<void> {
  const read = tap.status === 'accepted' ? { uid: tap.uid, counter: tap.counter } : { uid: null, counter: null }
  const { id, checkpoint, site, by, status } = tap
  const times = { at: epoch(tap.at), received_at: epoch(tap.receivedAt) }
  await tx
    .insertInto('tap')
    .values({ id, ...read, checkpoint, site, by, ...times, status, doc: JSON.stringify(tap) })
    .execute()
}

/** Keeps the answers to the checks of a tap that is there already. */
export async function saveTapChecks(tx: Kysely<Records>, tap: Tap): Promise<void> {
  await tx
    .updateTable('tap')
    .set({ doc: JSON.stringify(tap) })
    .where('id', '=', tap.id)
    .execute()
}
