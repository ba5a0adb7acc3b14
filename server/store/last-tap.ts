// Where people were last: the newest accepted tap of each, by the time at which it was read.
import type { Kysely } from 'kysely'
import type { Tap } from '../../core/contracts/tap.ts'
import type { Records } from './schema.ts'

const from = (row: { doc: string }): Tap => JSON.parse(row.doc) as Tap

/** The last accepted tap of a person; null when there is none since `since`. */
export async function lastTap(db: Kysely<Records>, user: string, since = 0): Promise<Tap | null> {
  const row = await db
    .selectFrom('tap')
    .select('doc')
    .where('by', '=', user)
    .where('status', '=', 'accepted')
    .where('at', '>=', since)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? from(row) : null
}
