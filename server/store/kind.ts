// Device kinds: rows of the records database. They belong to no site.
import type { Kysely } from 'kysely'
import type { Kind } from '../../core/contracts/kind.ts'
import { pageOf, type Page, type PageQuery } from './page.ts'
import type { Records } from './schema.ts'

const from = (row: { doc: string }): Kind => JSON.parse(row.doc) as Kind

export async function listKinds(db: Kysely<Records>, query: Omit<PageQuery, 'sites'>): Promise<Page<Kind>> {
  let rows = db
    .selectFrom('kind')
    .selectAll()
    .orderBy('id')
    .limit(query.limit + 1)
  if (query.cursor) rows = rows.where('id', '>', query.cursor)
  return pageOf(await rows.execute(), query.limit, (row) => row.id, from)
}

export async function findKind(db: Kysely<Records>, id: string): Promise<Kind | null> {
  const row = await db.selectFrom('kind').select('doc').where('id', '=', id).executeTakeFirst()
  return row ? from(row) : null
}

/** Writes a kind in its new form, whether it is there already or not. */
export async function saveKind(db: Kysely<Records>, kind: Kind): Promise<void> {
  const doc = JSON.stringify(kind)
  await db
    .insertInto('kind')
    .values({ id: kind.id, doc })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ doc }))
    .execute()
}
