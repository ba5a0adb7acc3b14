// Duties: who is and was on post. A person has at most one open duty; whoever writes looks it up in the same transaction.
import type { Kysely } from 'kysely'
import type { Duty } from '../../core/contracts/duty.ts'
import { epoch } from '../../core/contracts/instant.ts'
import { cursorAt, olderThan } from './newest.ts'
import { oneOf, pageOf, type Page, type PageQuery } from './page.ts'
import type { Records } from './schema.ts'

const from = (row: { doc: string }): Duty => JSON.parse(row.doc) as Duty

export type DutyFilter = PageQuery & {
  user?: string | undefined
  open?: boolean | undefined
  /** Started in [from, to), epoch ms. */
  from?: number
  to?: number
}

/** Duties, the one that started last in front. */
export async function listDuties(db: Kysely<Records>, query: DutyFilter): Promise<Page<Duty>> {
  let rows = db
    .selectFrom('duty')
    .select(['id', 'started_at', 'doc'])
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
  if (query.cursor) rows = rows.where(olderThan(query.cursor, 'started_at', 'id'))
  if (query.sites) rows = rows.where('site', 'in', oneOf(query.sites))
  if (query.user) rows = rows.where('user', '=', query.user)
  if (query.open !== undefined) rows = rows.where('open', query.open ? '=' : 'is', query.open ? 1 : null)
  if (query.from !== undefined) rows = rows.where('started_at', '>=', query.from)
  if (query.to !== undefined) rows = rows.where('started_at', '<', query.to)
  return pageOf(await rows.execute(), query.limit, (row) => cursorAt(row.started_at, row.id), from)
}

export async function findDuty(db: Kysely<Records>, id: string): Promise<Duty | null> {
  const row = await db.selectFrom('duty').select('doc').where('id', '=', id).executeTakeFirst()
  return row ? from(row) : null
}

/** The duty that somebody is on now. */
export async function openDutyOf(db: Kysely<Records>, user: string): Promise<Duty | null> {
  const row = await db
    .selectFrom('duty')
    .select('doc')
    .where('user', '=', user)
    .where('open', '=', 1)
    .executeTakeFirst()
  return row ? from(row) : null
}

/** Everybody who is on post; of these sites, or of all (null). */
export async function openDuties(db: Kysely<Records>, sites: readonly string[] | null): Promise<Duty[]> {
  let rows = db.selectFrom('duty').select('doc').where('open', '=', 1).orderBy('started_at')
  if (sites) rows = rows.where('site', 'in', oneOf(sites))
  return (await rows.execute()).map(from)
}

/** Open duties that began no later than this. */
export async function dutiesSince(db: Kysely<Records>, startedBy: number): Promise<Duty[]> {
  const rows = await db
    .selectFrom('duty')
    .select('doc')
    .where('open', '=', 1)
    .where('started_at', '<=', startedBy)
    .execute()
  return rows.map(from)
}

/** Writes a duty in its new form, whether it is there already or not. */
export async function saveDuty(db: Kysely<Records>, duty: Duty): Promise<void> {
  const values = { open: duty.endedAt === null ? 1 : null, doc: JSON.stringify(duty) }
  await db
    .insertInto('duty')
    .values({ id: duty.id, site: duty.site, user: duty.user, started_at: epoch(duty.startedAt), ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute()
}
