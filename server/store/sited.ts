// Nouns that are kept as nothing but their document and their site: one way to list, find and save them.
import type { Kysely } from 'kysely'
import { oneOf, pageOf, type Page, type PageQuery } from './page.ts'
import type { Records } from './schema.ts'

type Sited = { id: string; site: string }

/** The store of a table whose rows are id, site and document. `save` writes a new form, whether one is there or not. */
export function sitedStore<T extends Sited>(name: 'route' | 'shift' | 'zone') {
  // The tables have the same columns; Kysely types a query by one of them.
  const table = name as 'route'
  const from = (row: { doc: string }): T => JSON.parse(row.doc) as T
  return {
    list: async (db: Kysely<Records>, query: PageQuery): Promise<Page<T>> => {
      let rows = db
        .selectFrom(table)
        .select(['id', 'doc'])
        .orderBy('id')
        .limit(query.limit + 1)
      if (query.cursor) rows = rows.where('id', '>', query.cursor)
      if (query.sites) rows = rows.where('site', 'in', oneOf(query.sites))
      return pageOf(await rows.execute(), query.limit, (row) => row.id, from)
    },
    find: async (db: Kysely<Records>, id: string): Promise<T | null> => {
      const row = await db.selectFrom(table).select('doc').where('id', '=', id).executeTakeFirst()
      return row ? from(row) : null
    },
    save: async (db: Kysely<Records>, thing: T): Promise<void> => {
      const doc = JSON.stringify(thing)
      await db
        .insertInto(table)
        .values({ id: thing.id, site: thing.site, doc })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ doc }))
        .execute()
    },
  }
}
