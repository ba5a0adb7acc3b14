// People: rows of the records database. A password is here only as its argon2id form, and never leaves with the document.
import type { Kysely } from 'kysely'
import type { User } from '../../core/contracts/user.ts'
import { pageOf, type Page, type PageQuery } from './page.ts'
import type { Records } from './schema.ts'

const from = (row: { doc: string }): User => JSON.parse(row.doc) as User

export async function listUsers(db: Kysely<Records>, query: Omit<PageQuery, 'sites'>): Promise<Page<User>> {
  let rows = db
    .selectFrom('user')
    .select(['username', 'doc'])
    .orderBy('username')
    .limit(query.limit + 1)
  if (query.cursor) rows = rows.where('username', '>', query.cursor)
  return pageOf(await rows.execute(), query.limit, (row) => row.username, from)
}

export async function findUser(db: Kysely<Records>, username: string): Promise<User | null> {
  const row = await db.selectFrom('user').select('doc').where('username', '=', username).executeTakeFirst()
  return row ? from(row) : null
}

/** The person who wears this badge. */
export async function userOfBadge(db: Kysely<Records>, badge: string): Promise<User | null> {
  const row = await db.selectFrom('user').select('doc').where('badge', '=', badge).executeTakeFirst()
  return row ? from(row) : null
}

/** The kept form of a password; '' for somebody who has none; null for nobody. */
export async function passwordOf(db: Kysely<Records>, username: string): Promise<string | null> {
  const row = await db.selectFrom('user').select('password_hash').where('username', '=', username).executeTakeFirst()
  return row?.password_hash ?? null
}

/** Every person who may administer: enabled, with the role, for all sites. */
export async function administrators(db: Kysely<Records>): Promise<User[]> {
  const rows = await db.selectFrom('user').select('doc').execute()
  return rows.map(from).filter((user) => user.enabled && user.role === 'admin' && user.sites === null)
}

/** Names by user name, for the word "who": of all people, or of those who work at one of these sites. */
export async function peopleNames(db: Kysely<Records>, sites: readonly string[] | null): Promise<Map<string, string>> {
  const rows = await db.selectFrom('user').select(['username', 'doc']).execute()
  const people = rows.map(from).filter((user) => !sites || !user.sites || user.sites.some((id) => sites.includes(id)))
  return new Map(people.map(({ username, name }) => [username, name]))
}

/** Writes a person in the new form; `password` is the new kept form, `undefined` leaves the old one. */
export async function saveUser(db: Kysely<Records>, user: User, password: string | undefined): Promise<void> {
  const { username, badge } = user
  const row = { badge, doc: JSON.stringify(user) }
  const kept = password === undefined ? {} : { password_hash: password }
  await db
    .insertInto('user')
    .values({ username, ...row, password_hash: password ?? '' })
    .onConflict((conflict) => conflict.column('username').doUpdateSet({ ...row, ...kept }))
    .execute()
}
