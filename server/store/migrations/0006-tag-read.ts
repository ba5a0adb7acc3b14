// Reads of signed tags that were used up without being a tap: a tag that was presented to be enrolled.
import type { Kysely } from 'kysely'
import { createTables } from './build.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTables(db, {
    tables: {
      tag_read: [
        ['uid', 'text'],
        ['counter', 'integer'],
        ['by', 'text'],
        ['at', 'integer'],
      ],
    },
    keys: { tag_read: ['uid', 'counter'] },
    indexes: [],
  })
}
