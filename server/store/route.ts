// Patrol routes: rows of the records database, found by site.
import type { Kysely } from 'kysely'
import type { Route } from '../../core/contracts/route.ts'
import { oneOf, pageOf, type Page, type PageQuery } from './page.ts'
import type { Records } from './schema.ts'

const from = (row: { doc: string }): Route => JSON.parse(row.doc) as Route

export async function listRoutes(db: Kysely<Records>, query: PageQuery): Promise<Page<Route>> {
  let rows = db
    .selectFrom('route')
    .selectAll()
    .orderBy('id')
    .limit(query.limit + 1)
  if (query.cursor) rows = rows.where('id', '>', query.cursor)
  if (query.sites) rows = rows.where('site', 'in', oneOf(query.sites))
  return pageOf(await rows.execute(), query.limit, (row) => row.id, from)
}

export async function findRoute(db: Kysely<Records>, id: string): Promise<Route | null> {
  const row = await db.selectFrom('route').select('doc').where('id', '=', id).executeTakeFirst()
  return row ? from(row) : null
}

/** Writes a route in its new form, whether it is there already or not. */
export async function saveRoute(db: Kysely<Records>, route: Route): Promise<void> {
  const doc = JSON.stringify(route)
  await db
    .insertInto('route')
    .values({ id: route.id, site: route.site, doc })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ doc }))
    .execute()
}
