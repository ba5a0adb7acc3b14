// Messages that could not be understood, set aside with the reason; the oldest go when there are too many.
import type { Kysely } from 'kysely'
import type { Quarantined } from '../../core/contracts/device.ts'
import { iso } from '../../core/contracts/instant.ts'
import { cursorAt, olderThan } from './newest.ts'
import { pageOf, type Page } from './page.ts'
import type { Records } from './schema.ts'

/** Letters of a payload that are kept; enough to see what it was. */
const payloadKept = 2000

export type SetAside = {
  id: string
  at: number
  device: string | null
  topic: string
  reason: string
  payload: string
}

/** Sets a message aside; the same one again (`id`) changes nothing. */
export async function setAside(tx: Kysely<Records>, message: SetAside): Promise<void> {
  await tx
    .insertInto('quarantine')
    .values({ ...message, payload: message.payload.slice(0, payloadKept) })
    .onConflict((c) => c.doNothing())
    .execute()
}

/** Messages of a device, newest first. */
export async function listQuarantine(
  db: Kysely<Records>,
  device: string,
  query: { limit: number; cursor?: string | undefined },
): Promise<Page<Quarantined>> {
  let rows = db
    .selectFrom('quarantine')
    .selectAll()
    .where('device', '=', device)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
  if (query.cursor) rows = rows.where(olderThan(query.cursor, 'at', 'id'))
  return pageOf(
    await rows.execute(),
    query.limit,
    (row) => cursorAt(row.at, row.id),
    (row) => ({ ...row, at: iso(row.at) }),
  )
}

/** Keeps the newest `kept` messages of all devices together. */
export async function trimQuarantine(tx: Kysely<Records>, kept: number): Promise<void> {
  const oldest = await tx.selectFrom('quarantine').select('at').orderBy('at', 'desc').offset(kept).limit(1).execute()
  if (oldest[0]) await tx.deleteFrom('quarantine').where('at', '<=', oldest[0].at).execute()
}
