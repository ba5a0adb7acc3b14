// Links of reporters' pages, found by what stands in their address.
import type { Kysely } from 'kysely'
import type { Records } from './schema.ts'

/** The device on whose label a token is printed; null when it is no such token. */
export async function deviceOfToken(db: Kysely<Records>, token: string): Promise<string | null> {
  const row = await db.selectFrom('report_link').select('device').where('token', '=', token).executeTakeFirst()
  return row?.device ?? null
}
