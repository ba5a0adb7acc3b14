// The outbox: notices are written in the transaction of what they tell, and leave from here. The number of a row is the
// order of writing; an `id` follows from the key, so that whoever writes one can name it before it is there.
import { sql, type Kysely } from 'kysely'
import { epoch, iso } from '../../core/contracts/instant.ts'
import type { NewNotice, Notice, NoticeState } from '../../core/contracts/notice.ts'
import { cursorAt, olderThan } from './newest.ts'
import { oneOf, pageOf, type Page, type PageQuery } from './page.ts'
import type { Records } from './schema.ts'
import { sha256 } from './sha256.ts'

type Db = Kysely<Records>

const from = (row: { doc: string }): Notice => JSON.parse(row.doc) as Notice
const aboutKey = (about: Notice['about']): string => (about ? `${about.type}:${about.id}` : '')

/** The id of the notice with this key. */
export const noticeId = (key: string): string => `n-${sha256(key).slice(0, 24)}`

/**
 * Puts notices into the outbox; a key that is there already writes nothing. Gives their ids, in order. `waitUntil`
 * (epoch ms) holds them back so long; else they leave at once.
 */
export async function writeNotices(db: Db, notices: readonly NewNotice[], waitUntil?: number): Promise<string[]> {
  for (const notice of notices) {
    const nextAt = waitUntil ?? epoch(notice.createdAt)
    const outcome = { attempts: 0, nextAt: iso(nextAt), sentAt: null, answer: null, fault: null, digest: null }
    await insertNotice(db, { ...notice, id: noticeId(notice.key), state: 'waiting', ...outcome })
  }
  return notices.map(({ key }) => noticeId(key))
}

async function insertNotice(db: Db, notice: Notice): Promise<void> {
  const { id, key, site, channel, to, priority } = notice
  const row = { id, key, site, channel, recipient: to ?? '', about: aboutKey(notice.about), priority }
  await db
    .insertInto('notice')
    .values({ ...row, created_at: epoch(notice.createdAt), tried_at: null, ...changing(notice) })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute()
}

const changing = (notice: Notice) => ({
  ...{ state: notice.state, attempts: notice.attempts, next_at: epoch(notice.nextAt), digest: notice.digest },
  doc: JSON.stringify(notice),
})

/** Writes the new form of a notice; `triedAt` is when it was last with the provider, epoch ms. */
export async function saveNotice(db: Db, notice: Notice, triedAt?: number): Promise<void> {
  const tried = triedAt === undefined ? {} : { tried_at: triedAt }
  await db
    .updateTable('notice')
    .set({ ...changing(notice), ...tried })
    .where('id', '=', notice.id)
    .execute()
}

export async function findNotice(db: Db, id: string): Promise<Notice | null> {
  const row = await db.selectFrom('notice').select('doc').where('id', '=', id).executeTakeFirst()
  return row ? from(row) : null
}

export type NoticeFilter = PageQuery & {
  state?: NoticeState | undefined
  /** `{type}:{id}` */
  about?: string | undefined
  /** A user name. */
  to?: string | undefined
  channel?: string | undefined
}

/** Notices, newest first. A notice of no site is seen by those who see every site. */
export async function listNotices(db: Db, query: NoticeFilter): Promise<Page<Notice>> {
  let rows = db
    .selectFrom('notice')
    .select(['id', 'created_at', 'doc'])
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
  if (query.cursor) rows = rows.where(olderThan(query.cursor, 'created_at', 'id'))
  if (query.sites) rows = rows.where('site', 'in', oneOf(query.sites))
  if (query.state) rows = rows.where('state', '=', query.state)
  if (query.about !== undefined) rows = rows.where('about', '=', query.about)
  if (query.to !== undefined) rows = rows.where('recipient', '=', query.to)
  if (query.channel) rows = rows.where('channel', '=', query.channel)
  return pageOf(await rows.execute(), query.limit, (row) => cursorAt(row.created_at, row.id), from)
}

/** Channels of which a notice is due at `at`, urgent (priority 1) or not. */
export async function channelsDue(db: Db, at: number): Promise<{ channel: string; urgent: boolean }[]> {
  const rows = await db
    .selectFrom('notice')
    .select(['channel', sql<number>`priority = 1`.as('urgent')])
    .distinct()
    .where('state', '=', 'waiting')
    .where('next_at', '<=', at)
    .execute()
  return rows.map(({ channel, urgent }) => ({ channel, urgent: urgent === 1 }))
}

/**
 * Notices of a channel and a lane that are due at `at`, the most urgent and oldest first. One that tells of the same
 * thing to the same person as an earlier one that has not left yet waits for it, so that news arrive in their order.
 */
export async function noticesDue(db: Db, channel: string, urgent: boolean, at: number, limit: number) {
  const rows = await db
    .selectFrom('notice as n')
    .select('doc')
    .where('state', '=', 'waiting')
    .where('channel', '=', channel)
    .where('next_at', '<=', at)
    .where('priority', urgent ? '=' : '>', 1)
    .where((outer) =>
      outer.not(
        outer.exists(
          outer
            .selectFrom('notice as e')
            .select('e.seq')
            .whereRef('e.channel', '=', 'n.channel')
            .whereRef('e.about', '=', 'n.about')
            .where('e.about', '!=', '')
            .whereRef('e.recipient', '=', 'n.recipient')
            .whereRef('e.seq', '<', 'n.seq')
            .where((e) =>
              e.or([e('e.state', '=', 'sending'), e.and([e('e.state', '=', 'waiting'), e('e.next_at', '>', at)])]),
            ),
        ),
      ),
    )
    .orderBy('priority')
    .orderBy('seq')
    .limit(limit)
    .execute()
  return rows.map(from)
}

/** Notices that were with a provider when the process ended: nobody knows whether they arrived. */
export async function interruptedNotices(db: Db): Promise<Notice[]> {
  const rows = await db.selectFrom('notice').select('doc').where('state', '=', 'sending').orderBy('seq').execute()
  return rows.map(from)
}

/** When a channel was used since `since`, epoch ms: for limits that outlive a restart. */
export async function attemptsSince(db: Db, channel: string, since: number): Promise<number[]> {
  const rows = await db
    .selectFrom('notice')
    .select(['tried_at', 'attempts'])
    .where('channel', '=', channel)
    .where('tried_at', '>', since)
    .execute()
  // Each attempt counts as if it had been as late as the last; waits double, so a minute holds five of them at most.
  return rows.flatMap(({ tried_at, attempts }) => Array<number>(Math.min(attempts, 5)).fill(tried_at!))
}

/** How many of the notices written after `since` (epoch ms) stand in each state. */
export async function countNotices(db: Db, since: number): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('notice')
    .select(['state', sql<number>`count(*)`.as('count')])
    .where('created_at', '>', since)
    .groupBy('state')
    .execute()
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}

/** Puts a digest into the outbox and says of every notice in it that it leaves with it. */
export async function foldNotices(db: Db, digest: Notice, folded: readonly Notice[]): Promise<void> {
  await insertNotice(db, digest)
  for (const notice of folded) await saveNotice(db, { ...notice, state: 'folded', nextAt: null, digest: digest.id })
}

/** The notices that a digest carries. */
export async function noticesIn(db: Db, digest: string): Promise<Notice[]> {
  const rows = await db.selectFrom('notice').select('doc').where('digest', '=', digest).orderBy('seq').execute()
  return rows.map(from)
}

/** Forgets what left or was given up before `before`, epoch ms. */
export async function trimNotices(db: Db, before: number): Promise<void> {
  await db
    .deleteFrom('notice')
    .where('state', 'not in', ['waiting', 'sending'])
    .where('created_at', '<', before)
    .execute()
}
