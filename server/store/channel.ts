// Channels: rows of the records database. The sealed secrets stand beside the document and never in it.
import type { Kysely } from 'kysely'
import { Channel } from '../../core/contracts/channel.ts'
import { oneOf, pageOf, type Page, type PageQuery } from './page.ts'
import type { Records } from './schema.ts'

type Db = Kysely<Records>
/** What an older version wrote lacks what was added since. */
const from = (row: { doc: string }): Channel => Channel.parse(JSON.parse(row.doc))

/** Channels of these sites, and those that serve every site. */
export async function listChannels(db: Db, query: PageQuery): Promise<Page<Channel>> {
  const { sites } = query
  let rows = db
    .selectFrom('channel')
    .select(['id', 'doc'])
    .orderBy('id')
    .limit(query.limit + 1)
  if (query.cursor) rows = rows.where('id', '>', query.cursor)
  if (sites) rows = rows.where((eb) => eb.or([eb('site', 'is', null), eb('site', 'in', oneOf(sites))]))
  return pageOf(await rows.execute(), query.limit, (row) => row.id, from)
}

export async function findChannel(db: Db, id: string): Promise<Channel | null> {
  const row = await db.selectFrom('channel').select('doc').where('id', '=', id).executeTakeFirst()
  return row ? from(row) : null
}

/** A channel with the sealed text of its secrets. */
export async function sealedChannel(db: Db, id: string): Promise<{ channel: Channel; secret: string } | null> {
  const row = await db.selectFrom('channel').select(['doc', 'secret']).where('id', '=', id).executeTakeFirst()
  return row ? { channel: from(row), secret: row.secret } : null
}

/** Writes a channel in its new form; `secret` is the sealed text of its secrets, `undefined` leaves what is there. */
export async function saveChannel(db: Db, channel: Channel, secret?: string): Promise<void> {
  const { id, site } = channel
  const row = { site, doc: JSON.stringify(channel) }
  const kept = secret === undefined ? {} : { secret }
  await db
    .insertInto('channel')
    .values({ id, ...row, secret: secret ?? '' })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ ...row, ...kept }))
    .execute()
}

export async function deleteChannel(db: Db, id: string): Promise<void> {
  await db.deleteFrom('channel').where('id', '=', id).execute()
}
