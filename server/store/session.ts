// Sessions: rows of the records database, found by the hash of the cookie. Times in epoch ms.
import type { Kysely } from 'kysely'
import type { Records } from './schema.ts'

export type SessionRow = { username: string; expiresAt: number }

export async function findSession(db: Kysely<Records>, hash: string): Promise<SessionRow | null> {
  const row = await db
    .selectFrom('session')
    .select(['username', 'expires_at'])
    .where('hash', '=', hash)
    .executeTakeFirst()
  return row ? { username: row.username, expiresAt: row.expires_at } : null
}

/** Opens a session, and takes away those that have run out. */
export async function insertSession(
  db: Kysely<Records>,
  session: { hash: string; username: string; at: number; expiresAt: number },
): Promise<void> {
  await db.deleteFrom('session').where('expires_at', '<=', session.at).execute()
  await db
    .insertInto('session')
    .values({
      hash: session.hash,
      username: session.username,
      created_at: session.at,
      expires_at: session.expiresAt,
    })
    .execute()
}

export async function extendSession(db: Kysely<Records>, hash: string, expiresAt: number): Promise<void> {
  await db.updateTable('session').set({ expires_at: expiresAt }).where('hash', '=', hash).execute()
}

export async function deleteSession(db: Kysely<Records>, hash: string): Promise<void> {
  await db.deleteFrom('session').where('hash', '=', hash).execute()
}

/** Ends every session of a person, except the one named. */
export async function deleteSessionsOf(db: Kysely<Records>, username: string, except: string | null): Promise<void> {
  let rows = db.deleteFrom('session').where('username', '=', username)
  if (except !== null) rows = rows.where('hash', '!=', except)
  await rows.execute()
}
