// Vendors: rows of the records database, found by id.
import type { Kysely } from 'kysely'
import type { Vendor } from '../../core/contracts/vendor.ts'
import { pageOf, type Page, type PageQuery } from './page.ts'
import type { Records } from './schema.ts'

const from = (row: { doc: string }): Vendor => JSON.parse(row.doc) as Vendor

export async function listVendors(
  db: Kysely<Records>,
  { limit, cursor }: Omit<PageQuery, 'sites'>,
): Promise<Page<Vendor>> {
  let rows = db
    .selectFrom('vendor')
    .selectAll()
    .orderBy('id')
    .limit(limit + 1)
  if (cursor) rows = rows.where('id', '>', cursor)
  return pageOf(await rows.execute(), limit, (row) => row.id, from)
}

export async function findVendor(db: Kysely<Records>, id: string): Promise<Vendor | null> {
  const row = await db.selectFrom('vendor').select('doc').where('id', '=', id).executeTakeFirst()
  return row ? from(row) : null
}

/** Writes a new form, whether one is there or not. */
export async function saveVendor(db: Kysely<Records>, vendor: Vendor): Promise<void> {
  const doc = JSON.stringify(vendor)
  await db
    .insertInto('vendor')
    .values({ id: vendor.id, doc })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ doc }))
    .execute()
}
