// The ordered journal of happenings: what screens are told, what they catch up from, what people did.
import type { Kysely } from 'kysely'
import type { Happening, NewHappening } from '../../core/contracts/live.ts'
import { epoch, iso } from '../../core/contracts/instant.ts'
import type { Records } from './schema.ts'

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

/** Gives each happening its place in the order. To be called inside the transaction that makes it true. */
export async function appendHappenings(tx: Kysely<Records>, news: readonly NewHappening[]): Promise<Happening[]> {
  const placed: Happening[] = []
  for (const { type, at, site, by, id, data } of news) {
    const row = { at: epoch(at), type, site, by, thing: id, doc: JSON.stringify(data) }
    const { seq } = await tx.insertInto('happening').values(row).returning('seq').executeTakeFirstOrThrow()
    placed.push({ seq, type, at, site, by, id, data })
  }
  return placed
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

/** Drops machine-made presence happenings older than `before`: they are told often and prove nothing later. */
export async function trimHappenings(db: Kysely<Records>, before: number): Promise<void> {
  await db.deleteFrom('happening').where('at', '<', before).where('type', 'like', 'presence.%').execute()
}
