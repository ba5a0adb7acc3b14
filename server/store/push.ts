// Phones and browsers that may be sent messages, by their owner. The address and keys stand in the document and are
// shown to nobody.
import type { Kysely } from 'kysely'
import type { PushSubscription } from '../../core/contracts/notice.ts'
import type { Records } from './schema.ts'

type Db = Kysely<Records>
/** What is kept: what is shown, and what sending needs. */
export type KeptSubscription = PushSubscription & { endpoint: string; keys: { p256dh: string; auth: string } }

/** What an older version wrote lacks what was added since. */
const from = ({ doc }: { doc: string }): KeptSubscription => {
  const kept = JSON.parse(doc) as Partial<KeptSubscription> & Omit<KeptSubscription, 'heardAt'>
  return { ...kept, heardAt: kept.heardAt ?? null }
}

/** The subscriptions of a person, the oldest first. */
export async function subscriptionsOf(db: Db, user: string): Promise<KeptSubscription[]> {
  const rows = await db.selectFrom('push_subscription').select('doc').where('user', '=', user).execute()
  return rows.map(from).sort((one, other) => one.createdAt.localeCompare(other.createdAt))
}

/** Everybody's subscriptions, with whose they are. */
export async function allSubscriptions(db: Db): Promise<{ user: string; kept: KeptSubscription }[]> {
  const rows = await db.selectFrom('push_subscription').select(['user', 'doc']).orderBy('id').execute()
  return rows.map((row) => ({ user: row.user, kept: from(row) }))
}

export async function findSubscription(db: Db, id: string): Promise<{ user: string; kept: KeptSubscription } | null> {
  const row = await db.selectFrom('push_subscription').select(['user', 'doc']).where('id', '=', id).executeTakeFirst()
  return row ? { user: row.user, kept: from(row) } : null
}

/** Keeps a subscription; one that is there already gets its new owner and form. */
export async function saveSubscription(db: Db, user: string, kept: KeptSubscription): Promise<void> {
  const row = { user, doc: JSON.stringify(kept) }
  await db
    .insertInto('push_subscription')
    .values({ id: kept.id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute()
}

export async function deleteSubscription(db: Db, id: string): Promise<void> {
  await db.deleteFrom('push_subscription').where('id', '=', id).execute()
}
