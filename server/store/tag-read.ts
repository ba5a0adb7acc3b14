// Reads of signed tags that are used up without being a tap: rows of the records database, one for each read.
import type { Kysely } from 'kysely'
import type { Records } from './schema.ts'

/** The UID of a tag in upper-case hex, and how often it had been read. */
type Read = { uid: string; counter: number }

/** Who used up this read of a tag by presenting it; null when nobody did. */
export async function presenterOf(db: Kysely<Records>, { uid, counter }: Read): Promise<string | null> {
  const rows = db.selectFrom('tag_read').select('by').where('uid', '=', uid).where('counter', '=', counter)
  return (await rows.executeTakeFirst())?.by ?? null
}

/** Uses a read up. Throws when somebody did already: ask before, in the same transaction. */
export async function spendRead(
  tx: Kysely<Records>,
  { uid, counter }: Read,
  { by, at }: { by: string; at: number },
): Promise<void> {
  await tx.insertInto('tag_read').values({ uid, counter, by, at }).execute()
}
