// Calls to guards: those that wait are found by their deadline, and those of a person by the person.
import type { Kysely } from 'kysely'
import type { Call } from '../../core/contracts/call.ts'
import { epoch } from '../../core/contracts/instant.ts'
import { cursorAt, olderThan } from './newest.ts'
import { oneOf, pageOf, type Page, type PageQuery } from './page.ts'
import type { Records } from './schema.ts'

const from = (row: { doc: string }): Call => JSON.parse(row.doc) as Call

export type CallFilter = PageQuery & {
  user?: string | undefined
  waiting?: boolean | undefined
  /** Made in [from, to), epoch ms. */
  from?: number
  to?: number
}

/** Calls, newest first. */
export async function listCalls(db: Kysely<Records>, query: CallFilter): Promise<Page<Call>> {
  let rows = db
    .selectFrom('call')
    .select(['id', 'at', 'doc'])
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
  if (query.cursor) rows = rows.where(olderThan(query.cursor, 'at', 'id'))
  if (query.sites) rows = rows.where('site', 'in', oneOf(query.sites))
  if (query.user) rows = rows.where('user', '=', query.user)
  if (query.waiting !== undefined) rows = rows.where('open', query.waiting ? '=' : 'is', query.waiting ? 1 : null)
  if (query.from !== undefined) rows = rows.where('at', '>=', query.from)
  if (query.to !== undefined) rows = rows.where('at', '<', query.to)
  return pageOf(await rows.execute(), query.limit, (row) => cursorAt(row.at, row.id), from)
}

export async function findCall(db: Kysely<Records>, id: string): Promise<Call | null> {
  const row = await db.selectFrom('call').select('doc').where('id', '=', id).executeTakeFirst()
  return row ? from(row) : null
}

/** Calls that wait; of one person, or at some sites (null: all). */
export async function waitingCalls(
  db: Kysely<Records>,
  of: { user: string } | { sites: readonly string[] | null },
): Promise<Call[]> {
  let rows = db.selectFrom('call').select('doc').where('open', '=', 1).orderBy('due_at')
  if ('user' in of) rows = rows.where('user', '=', of.user)
  else if (of.sites) rows = rows.where('site', 'in', oneOf(of.sites))
  return (await rows.execute()).map(from)
}

/** Calls that wait although their time is over at `at`. */
export async function callsDue(db: Kysely<Records>, at: number): Promise<Call[]> {
  const rows = await db.selectFrom('call').select('doc').where('open', '=', 1).where('due_at', '<', at).execute()
  return rows.map(from)
}

/** Calls of a person since `since`, whatever became of them. */
export async function callsOf(db: Kysely<Records>, user: string, since: number): Promise<Call[]> {
  const rows = await db
    .selectFrom('call')
    .select('doc')
    .where('user', '=', user)
    .where('at', '>=', since)
    .orderBy('at')
    .execute()
  return rows.map(from)
}

/** Writes a call in its new form, whether it is there already or not. */
export async function saveCall(db: Kysely<Records>, call: Call): Promise<void> {
  const values = { open: call.state === 'waiting' ? 1 : null, doc: JSON.stringify(call) }
  const { id, site, user } = call
  await db
    .insertInto('call')
    .values({ id, site, user, due_at: epoch(call.dueAt), at: epoch(call.at), ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute()
}
