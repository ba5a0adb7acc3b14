// Answers to creations that carried an Idempotency-Key, kept for a day so that a repeat gets the same answer.
import type { Kysely } from 'kysely'
import type { Records } from './schema.ts'

const keepMs = 24 * 3_600_000

/** `call` names the endpoint and the hash of its body; `body` is the sealed answer. */
export type KeptAnswer = { key: string; actor: string; call: string; status: number; body: string; at: number }

export async function findAnswer(
  db: Kysely<Records>,
  key: string,
  actor: string,
  at: number,
): Promise<KeptAnswer | null> {
  const row = await db
    .selectFrom('idempotency')
    .selectAll()
    .where('key', '=', key)
    .where('actor', '=', actor)
    .where('at', '>', at - keepMs)
    .executeTakeFirst()
  return row ? { key, actor, call: row.route, status: row.status, body: row.body, at: row.at } : null
}

/** Keeps an answer, and drops those older than a day. */
export async function keepAnswer(db: Kysely<Records>, { call, ...answer }: KeptAnswer): Promise<void> {
  await db
    .deleteFrom('idempotency')
    .where('at', '<=', answer.at - keepMs)
    .execute()
  await db
    .insertInto('idempotency')
    .values({ ...answer, route: call })
    .execute()
}
