// Rounds: one walk of a route each; a route has at most one round that starts at an instant.
import type { Kysely } from 'kysely'
import { epoch } from '../../core/contracts/instant.ts'
import type { Round } from '../../core/contracts/round.ts'
import { isOpen } from '../../core/domain/round-pause.ts'
import { cursorAt, olderThan } from './newest.ts'
import { oneOf, pageOf, type Page, type PageQuery } from './page.ts'
import type { Records } from './schema.ts'

const docOf = (row: { doc: string }): Round => JSON.parse(row.doc) as Round

export type RoundFilter = PageQuery & {
  site?: string
  route?: string
  guard?: string
  /** `open`: scheduled or under way. */
  state?: Round['state'] | 'open'
  /** Starting in [from, to), epoch ms. */
  from?: number
  to?: number
}

/** Rounds, the one that starts last in front. */
export async function listRounds(db: Kysely<Records>, query: RoundFilter): Promise<Page<Round>> {
  let rows = db
    .selectFrom('round')
    .select(['id', 'starts_at', 'doc'])
    .orderBy('starts_at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
  if (query.cursor) rows = rows.where(olderThan(query.cursor, 'starts_at', 'id'))
  if (query.sites) rows = rows.where('site', 'in', oneOf(query.sites))
  if (query.site) rows = rows.where('site', '=', query.site)
  if (query.route) rows = rows.where('route', '=', query.route)
  if (query.guard) rows = rows.where('guard', '=', query.guard)
  if (query.state === 'open') rows = rows.where('open', '=', 1)
  else if (query.state) rows = rows.where('state', '=', query.state)
  if (query.from !== undefined) rows = rows.where('starts_at', '>=', query.from)
  if (query.to !== undefined) rows = rows.where('starts_at', '<', query.to)
  return pageOf(await rows.execute(), query.limit, (row) => cursorAt(row.starts_at, row.id), docOf)
}

export async function findRound(db: Kysely<Records>, id: string): Promise<Round | null> {
  const row = await db.selectFrom('round').select('doc').where('id', '=', id).executeTakeFirst()
  return row ? docOf(row) : null
}

/** Scheduled or under way, and starting no later than `until`. */
export async function openRounds(db: Kysely<Records>, until: number): Promise<Round[]> {
  const rows = await db
    .selectFrom('round')
    .select('doc')
    .where('open', '=', 1)
    .where('starts_at', '<=', until)
    .execute()
  return rows.map(docOf)
}

/** Rounds of a site that overlap [from, to] (epoch ms), and open ones that began before: a pause has moved their end. */
export async function roundsWithin(db: Kysely<Records>, site: string, from: number, to: number): Promise<Round[]> {
  const begun = db
    .selectFrom('round')
    .select(['id', 'starts_at', 'doc'])
    .where('site', '=', site)
    .where('starts_at', '<=', to)
  // Two questions, each with an index of its own; one with "or" reads every round that ever was.
  const rows = await begun
    .where('ends_at', '>=', from)
    .union(begun.where('open', '=', 1))
    .orderBy('starts_at')
    .execute()
  return rows.map(docOf)
}

/** Rounds of a site whose guard is out of contact, also those that are over. */
export async function lostRounds(db: Kysely<Records>, site: string): Promise<Round[]> {
  const rows = await db.selectFrom('round').select('doc').where('lost', '=', 1).where('site', '=', site).execute()
  return rows.map(docOf)
}

/** What screens show of rounds: those that are open or ended after `since`, of these sites. */
export async function recentRounds(
  db: Kysely<Records>,
  since: number,
  sites: readonly string[] | null,
): Promise<Round[]> {
  let rows = db
    .selectFrom('round')
    .select('doc')
    .where((e) => e.or([e('open', '=', 1), e('ends_at', '>=', since)]))
    .orderBy('starts_at')
  if (sites) rows = rows.where('site', 'in', oneOf(sites))
  return (await rows.execute()).map(docOf)
}

/** Rounds of a route that are planned and have not begun at `at`. */
export async function plannedRounds(db: Kysely<Records>, route: string, at: number): Promise<Round[]> {
  const rows = await db
    .selectFrom('round')
    .select('doc')
    .where('route', '=', route)
    .where('starts_at', '>', at)
    .where('open', '=', 1)
    .execute()
  return rows.map(docOf)
}

export async function deleteRound(db: Kysely<Records>, id: string): Promise<void> {
  await db.deleteFrom('round').where('id', '=', id).execute()
}

/** Whether a route has a round that starts at this instant. */
export async function isPlanned(db: Kysely<Records>, route: string, startsAt: number): Promise<boolean> {
  const row = await db
    .selectFrom('round')
    .select('id')
    .where('route', '=', route)
    .where('starts_at', '=', startsAt)
    .executeTakeFirst()
  return row !== undefined
}

/** Writes a round in its new form, whether it is there already or not. */
export async function saveRound(db: Kysely<Records>, round: Round): Promise<void> {
  const values = {
    ends_at: epoch(round.endsAt),
    open: isOpen(round) ? 1 : null,
    guard: round.guard,
    state: round.state,
    lost: round.lostAt === null ? null : 1,
    doc: JSON.stringify(round),
  }
  await db
    .insertInto('round')
    .values({ id: round.id, route: round.route, site: round.site, starts_at: epoch(round.startsAt), ...values })
    .onConflict((c) => c.column('id').doUpdateSet(values))
    .execute()
}
