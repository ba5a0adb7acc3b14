// Swaps of shifts: rows found by their site.
import type { Kysely } from 'kysely'
import type { Swap } from '../../core/contracts/roster.ts'
import type { Records } from './schema.ts'

const from = (row: { doc: string }): Swap => JSON.parse(row.doc) as Swap

export async function findSwap(db: Kysely<Records>, id: string): Promise<Swap | null> {
  const row = await db.selectFrom('swap').select('doc').where('id', '=', id).executeTakeFirst()
  return row ? from(row) : null
}

/** Swaps of a site, oldest first. */
export async function swapsOf(db: Kysely<Records>, site: string): Promise<Swap[]> {
  const rows = await db.selectFrom('swap').select('doc').where('site', '=', site).orderBy('id').execute()
  return rows.map(from)
}

export async function saveSwap(db: Kysely<Records>, swap: Swap): Promise<void> {
  const doc = JSON.stringify(swap)
  await db
    .insertInto('swap')
    .values({ id: swap.id, site: swap.site, doc })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ doc }))
    .execute()
}
