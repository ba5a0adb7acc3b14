// The ordered journal of happenings: what screens are told, what they catch up from, what people did. Each carries the
// chain of all before it, so that no edit and no gap goes unseen.
import type { Kysely } from 'kysely'
import type { Happening, NewHappening } from '../../core/contracts/live.ts'
import { epoch, iso } from '../../core/contracts/instant.ts'
import { contentOf, genesis, isChained, linkOf, type ChainEntry } from '../../core/domain/chain.ts'
import type { Records } from './schema.ts'
import { sha256 } from './sha256.ts'

type Row = { seq: number; at: number; type: string; site: string | null; by: string | null; thing: string; doc: string }

const fromRow = (row: Row): Happening => ({
  seq: row.seq,
  type: row.type,
  at: iso(row.at),
  site: row.site,
  by: row.by,
  id: row.thing,
  data: JSON.parse(row.doc) as unknown,
})

/** Rows of a statement at most, so that its parameters stay within what every database takes. */
const rowsAtOnce = 500

/**
 * Gives each happening its place in the order and in the chain. To be called inside the transaction that makes it true,
 * which no other commit can enter.
 */
export async function appendHappenings(tx: Kysely<Records>, news: readonly NewHappening[]): Promise<Happening[]> {
  if (news.length === 0) return []
  let { seq, hash } = await chainHead(tx)
  const rows = news.map(({ type, at, site, by, id, data }) => {
    const row = { seq: ++seq, at: epoch(at), type, site, by, thing: id, doc: JSON.stringify(data) }
    if (isChained(type)) hash = linkOf(sha256, hash, contentOf(sha256, row))
    return { ...row, hash }
  })
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    await tx
      .insertInto('happening')
      .values(rows.slice(from, from + rowsAtOnce))
      .execute()
  return news.map(({ type, at, site, by, id, data }, n) => ({ seq: rows[n]!.seq, type, at, site, by, id, data }))
}

/** The last place given and the chain up to it; 0 and the genesis before the first. */
export async function chainHead(db: Kysely<Records>): Promise<{ seq: number; hash: string }> {
  const last = await db
    .selectFrom('happening')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last ?? { seq: 0, hash: genesis }
}

/** Entries after a sequence number as the chain has them, the oldest first. */
export function chainedAfter(
  db: Kysely<Records>,
  after: number,
  limit: number,
): Promise<(ChainEntry & { hash: string })[]> {
  return db.selectFrom('happening').selectAll().where('seq', '>', after).orderBy('seq').limit(limit).execute()
}

/** The sequence of the first entry about a thing since an instant (epoch ms); 1 when there is none. */
export async function firstEntryOf(db: Kysely<Records>, thing: string, since: number): Promise<number> {
  const row = await db
    .selectFrom('happening')
    .select((e) => e.fn.min('seq').as('first'))
    .where('at', '>=', since)
    .where('thing', '=', thing)
    .executeTakeFirst()
  return row?.first ?? 1
}

/** The chain before a sequence number. */
export async function chainBefore(db: Kysely<Records>, seq: number): Promise<string> {
  const row = await db
    .selectFrom('happening')
    .select('hash')
    .where('seq', '<', seq)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.hash ?? genesis
}

/** The last sequence number given; 0 before the first. */
export async function happeningHead(db: Kysely<Records>): Promise<number> {
  const row = await db
    .selectFrom('happening')
    .select((e) => e.fn.max('seq').as('head'))
    .executeTakeFirst()
  return row?.head ?? 0
}

/** The first sequence number still kept; catching up from before it needs a new snapshot (410). 1 when none is kept. */
export async function happeningFirst(db: Kysely<Records>): Promise<number> {
  const row = await db
    .selectFrom('happening')
    .select((e) => e.fn.min('seq').as('first'))
    .executeTakeFirst()
  return row?.first ?? 1
}

/** Happenings after a sequence number, oldest first. `sites` null is every site; a happening without site is everybody's. */
export async function happeningsAfter(
  db: Kysely<Records>,
  query: { after: number; limit: number; sites: readonly string[] | null },
): Promise<Happening[]> {
  const rows = await db
    .selectFrom('happening')
    .selectAll()
    .where('seq', '>', query.after)
    .$if(query.sites !== null, (q) =>
      q.where((e) => e.or([e('site', 'is', null), e('site', 'in', [...(query.sites ?? [])])])),
    )
    .orderBy('seq')
    .limit(query.limit)
    .execute()
  return rows.map(fromRow)
}

/** What people and rules did, newest first, before a sequence number when one is given. */
export async function happeningsBefore(
  db: Kysely<Records>,
  query: { before: number | null; limit: number; sites: readonly string[] | null },
): Promise<Happening[]> {
  const rows = await db
    .selectFrom('happening')
    .selectAll()
    .$if(query.before !== null, (q) => q.where('seq', '<', query.before ?? 0))
    .$if(query.sites !== null, (q) =>
      q.where((e) => e.or([e('site', 'is', null), e('site', 'in', [...(query.sites ?? [])])])),
    )
    .orderBy('seq', 'desc')
    .limit(query.limit)
    .execute()
  return rows.map(fromRow)
}

/**
 * Drops machine-made presence happenings older than `before`: they are told often, prove nothing later and stand outside
 * the chain. The newest happening stays, because the next one takes its number from it.
 */
export async function trimHappenings(db: Kysely<Records>, before: number): Promise<void> {
  await db
    .deleteFrom('happening')
    .where('at', '<', before)
    .where('type', 'like', 'presence.%')
    .where('seq', '<', (e) => e.selectFrom('happening').select((f) => f.fn.max('seq').as('last')))
    .execute()
}
