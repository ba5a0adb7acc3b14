// Shifts: rows of the records database, found by site.
import type { Kysely } from 'kysely'
import type { Shift } from '../../core/contracts/shift.ts'
import { oneOf, pageOf, type Page, type PageQuery } from './page.ts'
import type { Records } from './schema.ts'

const from = (row: { doc: string }): Shift => JSON.parse(row.doc) as Shift

export async function listShifts(db: Kysely<Records>, query: PageQuery): Promise<Page<Shift>> {
  let rows = db
    .selectFrom('shift')
    .selectAll()
    .orderBy('id')
    .limit(query.limit + 1)
  if (query.cursor) rows = rows.where('id', '>', query.cursor)
  if (query.sites) rows = rows.where('site', 'in', oneOf(query.sites))
  return pageOf(await rows.execute(), query.limit, (row) => row.id, from)
}

export async function findShift(db: Kysely<Records>, id: string): Promise<Shift | null> {
  const row = await db.selectFrom('shift').select('doc').where('id', '=', id).executeTakeFirst()
  return row ? from(row) : null
}

/** Writes a shift in its new form, whether it is there already or not. */
export async function saveShift(db: Kysely<Records>, shift: Shift): Promise<void> {
  const doc = JSON.stringify(shift)
  await db
    .insertInto('shift')
    .values({ id: shift.id, site: shift.site, doc })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ doc }))
    .execute()
}
