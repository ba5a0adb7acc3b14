// Ladders, and what is needed to know by which channels they reach people: few rows, read whole.
import type { Kysely } from 'kysely'
import type { Channel } from '../../core/contracts/channel.ts'
import type { Ladder } from '../../core/contracts/ladder.ts'
import type { Records } from './schema.ts'

type Db = Kysely<Records>
const from = <T>(row: { doc: string }): T => JSON.parse(row.doc) as T

/** Every ladder, in the order of their ids. */
export const allLadders = async (db: Db): Promise<Ladder[]> =>
  (await db.selectFrom('ladder').select('doc').orderBy('id').execute()).map((row) => from<Ladder>(row))

export async function findLadder(db: Db, id: string): Promise<Ladder | null> {
  const row = await db.selectFrom('ladder').select('doc').where('id', '=', id).executeTakeFirst()
  return row ? from<Ladder>(row) : null
}

export async function saveLadder(db: Db, ladder: Ladder): Promise<void> {
  const values = { site: ladder.site, doc: JSON.stringify(ladder) }
  await db
    .insertInto('ladder')
    .values({ id: ladder.id, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute()
}

/** Every channel, and the people of whom a phone or browser takes messages. */
export async function waysOut(db: Db): Promise<{ channels: Channel[]; pushed: Set<string> }> {
  const channels = await db.selectFrom('channel').select('doc').orderBy('id').execute()
  const pushed = await db.selectFrom('push_subscription').select('user').distinct().execute()
  return { channels: channels.map((row) => from<Channel>(row)), pushed: new Set(pushed.map(({ user }) => user)) }
}
