// Sites: rows of the records database.
import type { Kysely } from 'kysely'
import type { Site } from '../../core/contracts/site.ts'
import { oneOf, pageOf, type Page, type PageQuery } from './page.ts'
import type { Records } from './schema.ts'

const from = (row: { doc: string }): Site => JSON.parse(row.doc) as Site

export async function listSites(db: Kysely<Records>, query: PageQuery): Promise<Page<Site>> {
  let rows = db
    .selectFrom('site')
    .selectAll()
    .orderBy('id')
    .limit(query.limit + 1)
  if (query.cursor) rows = rows.where('id', '>', query.cursor)
  if (query.sites) rows = rows.where('id', 'in', oneOf(query.sites))
  return pageOf(await rows.execute(), query.limit, (row) => row.id, from)
}

export async function findSite(db: Kysely<Records>, id: string): Promise<Site | null> {
  const row = await db.selectFrom('site').select('doc').where('id', '=', id).executeTakeFirst()
  return row ? from(row) : null
}

/** Writes a site in its new form, whether it is there already or not. */
export async function saveSite(db: Kysely<Records>, site: Site): Promise<void> {
  const doc = JSON.stringify(site)
  await db
    .insertInto('site')
    .values({ id: site.id, doc })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ doc }))
    .execute()
}
