// MQTT accounts that are no device: rows of the records database. Of a secret only the SHA-256 is here.
import type { Kysely } from 'kysely'
import type { Account } from '../../core/contracts/user.ts'
import { pageOf, type Page, type PageQuery } from './page.ts'
import type { Records } from './schema.ts'

const from = (row: { doc: string }): Account => JSON.parse(row.doc) as Account

export async function listAccounts(db: Kysely<Records>, query: Omit<PageQuery, 'sites'>): Promise<Page<Account>> {
  let rows = db
    .selectFrom('account')
    .select(['id', 'doc'])
    .orderBy('id')
    .limit(query.limit + 1)
  if (query.cursor) rows = rows.where('id', '>', query.cursor)
  return pageOf(await rows.execute(), query.limit, (row) => row.id, from)
}

export async function findAccount(db: Kysely<Records>, id: string): Promise<Account | null> {
  const row = await db.selectFrom('account').select('doc').where('id', '=', id).executeTakeFirst()
  return row ? from(row) : null
}

export async function insertAccount(db: Kysely<Records>, account: Account, secretHash: string): Promise<void> {
  await db
    .insertInto('account')
    .values({ id: account.id, secret_hash: secretHash, doc: JSON.stringify(account) })
    .execute()
}

export async function deleteAccount(db: Kysely<Records>, id: string): Promise<void> {
  await db.deleteFrom('account').where('id', '=', id).execute()
}
