// Single facts about this installation, by name (the hash of the set-up link, which estate was seeded).
import type { Kysely } from 'kysely'
import type { Records } from './schema.ts'

export async function readMeta(db: Kysely<Records>, key: string): Promise<string | null> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst()
  return row?.value ?? null
}

/** Sets a fact; null forgets it. */
export async function writeMeta(db: Kysely<Records>, key: string, value: string | null): Promise<void> {
  await db.deleteFrom('meta').where('key', '=', key).execute()
  if (value !== null) await db.insertInto('meta').values({ key, value }).execute()
}
