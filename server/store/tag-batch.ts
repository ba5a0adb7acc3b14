// Batches of signed tags: rows of the records database. The sealed keys stand beside the document and never in it.
import type { Kysely } from 'kysely'
import type { TagBatch } from '../../core/contracts/tag-batch.ts'
import { oneOf, pageOf, type Page, type PageQuery } from './page.ts'
import type { Records } from './schema.ts'

const from = (row: { doc: string }): TagBatch => JSON.parse(row.doc) as TagBatch

export async function listTagBatches(db: Kysely<Records>, query: PageQuery): Promise<Page<TagBatch>> {
  let rows = db
    .selectFrom('tag_batch')
    .select(['id', 'doc'])
    .orderBy('id')
    .limit(query.limit + 1)
  if (query.cursor) rows = rows.where('id', '>', query.cursor)
  if (query.sites) rows = rows.where('site', 'in', oneOf(query.sites))
  return pageOf(await rows.execute(), query.limit, (row) => row.id, from)
}

export async function findTagBatch(db: Kysely<Records>, id: string): Promise<TagBatch | null> {
  const row = await db.selectFrom('tag_batch').select('doc').where('id', '=', id).executeTakeFirst()
  return row ? from(row) : null
}

/** Every batch with the sealed text of its keys. */
export async function sealedBatches(db: Kysely<Records>): Promise<{ batch: TagBatch; secret: string }[]> {
  const rows = await db.selectFrom('tag_batch').select(['doc', 'secret']).execute()
  return rows.map((row) => ({ batch: from(row), secret: row.secret }))
}

export async function insertTagBatch(db: Kysely<Records>, batch: TagBatch, secret: string): Promise<void> {
  const { id, site } = batch
  await db
    .insertInto('tag_batch')
    .values({ id, site, doc: JSON.stringify(batch), secret })
    .execute()
}
