// Zones: rows of the records database, found by site.
import type { Kysely } from 'kysely'
import type { Zone } from '../../core/contracts/site.ts'
import { oneOf, pageOf, type Page, type PageQuery } from './page.ts'
import type { Records } from './schema.ts'

const from = (row: { doc: string }): Zone => JSON.parse(row.doc) as Zone

export async function listZones(db: Kysely<Records>, query: PageQuery): Promise<Page<Zone>> {
  let rows = db
    .selectFrom('zone')
    .selectAll()
    .orderBy('id')
    .limit(query.limit + 1)
  if (query.cursor) rows = rows.where('id', '>', query.cursor)
  if (query.sites) rows = rows.where('site', 'in', oneOf(query.sites))
  return pageOf(await rows.execute(), query.limit, (row) => row.id, from)
}

export async function findZone(db: Kysely<Records>, id: string): Promise<Zone | null> {
  const row = await db.selectFrom('zone').select('doc').where('id', '=', id).executeTakeFirst()
  return row ? from(row) : null
}

/** Writes a zone in its new form, whether it is there already or not. */
export async function saveZone(db: Kysely<Records>, zone: Zone): Promise<void> {
  const doc = JSON.stringify(zone)
  await db
    .insertInto('zone')
    .values({ id: zone.id, site: zone.site, doc })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ doc }))
    .execute()
}
