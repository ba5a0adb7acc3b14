// API tokens: rows of the records database, found by the hash of the secret.
import type { Kysely } from 'kysely'
import type { Token } from '../../core/contracts/user.ts'
import { epoch } from '../../core/contracts/instant.ts'
import { pageOf, type Page, type PageQuery } from './page.ts'
import type { Records } from './schema.ts'

const from = (row: { doc: string }): Token => JSON.parse(row.doc) as Token

export async function listTokens(db: Kysely<Records>, query: Omit<PageQuery, 'sites'>): Promise<Page<Token>> {
  let rows = db
    .selectFrom('token')
    .select(['id', 'doc'])
    .orderBy('id')
    .limit(query.limit + 1)
  if (query.cursor) rows = rows.where('id', '>', query.cursor)
  return pageOf(await rows.execute(), query.limit, (row) => row.id, from)
}

export async function findToken(db: Kysely<Records>, id: string): Promise<Token | null> {
  const row = await db.selectFrom('token').select('doc').where('id', '=', id).executeTakeFirst()
  return row ? from(row) : null
}

/** The token of this secret that has not run out. */
export async function tokenOf(db: Kysely<Records>, hash: string, at: number): Promise<Token | null> {
  const row = await db.selectFrom('token').select(['expires_at', 'doc']).where('hash', '=', hash).executeTakeFirst()
  return row && (row.expires_at === null || row.expires_at > at) ? from(row) : null
}

export async function insertToken(db: Kysely<Records>, token: Token, hash: string): Promise<void> {
  await db
    .insertInto('token')
    .values({ id: token.id, hash, expires_at: epoch(token.expiresAt), doc: JSON.stringify(token) })
    .execute()
}

export async function deleteToken(db: Kysely<Records>, id: string): Promise<void> {
  await db.deleteFrom('token').where('id', '=', id).execute()
}
