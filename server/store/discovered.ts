// The discovery inbox: who talks without being registered, metrics that no kind declares, what devices say of themselves.
import type { Kysely } from 'kysely'
import type { Discovered } from '../../core/contracts/device.ts'
import { iso } from '../../core/contracts/instant.ts'
import { pageOf, type Page } from './page.ts'
import type { Records } from './schema.ts'

export type Discovery = {
  at: number
  device: string | null
  what: Discovered['what']
  name: string
  data: Record<string, unknown>
}

/** Notes a discovery, counting it when it is known already. */
export async function discover(tx: Kysely<Records>, { at, device, what, name, data }: Discovery): Promise<void> {
  const doc = JSON.stringify(data)
  await tx
    .insertInto('discovered')
    .values({ key: `${what}:${device ?? ''}:${name}`, device, what, name, last_seen: at, count: 1, doc })
    .onConflict((c) =>
      c.column('key').doUpdateSet((e) => ({ last_seen: at, doc, count: e('discovered.count', '+', 1) })),
    )
    .execute()
}

export async function listDiscovered(
  db: Kysely<Records>,
  query: { limit: number; cursor?: string | undefined },
): Promise<Page<Discovered>> {
  let rows = db
    .selectFrom('discovered')
    .selectAll()
    .orderBy('key')
    .limit(query.limit + 1)
  if (query.cursor) rows = rows.where('key', '>', query.cursor)
  return pageOf(
    await rows.execute(),
    query.limit,
    (row) => row.key,
    (row) => ({
      id: row.key,
      device: row.device,
      what: row.what as Discovered['what'],
      name: row.name,
      lastSeen: iso(row.last_seen),
      count: row.count,
      data: JSON.parse(row.doc) as Record<string, unknown>,
    }),
  )
}
