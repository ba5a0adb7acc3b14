// The files of devices: one row for each time that a ticket was closed; never changed.
import { sql, type Kysely } from 'kysely'
import type { DeviceFileEntry } from '../../core/contracts/device-file.ts'
import { epoch } from '../../core/contracts/instant.ts'
import { cursorAt, olderThan } from './newest.ts'
import { pageOf, type Page } from './page.ts'
import type { Records } from './schema.ts'

/** Keeps an entry; one that is there stays as it is. */
export async function fileEntry(db: Kysely<Records>, entry: DeviceFileEntry): Promise<void> {
  await db
    .insertInto('device_file')
    .values({ id: entry.id, device: entry.device, at: epoch(entry.at), doc: JSON.stringify(entry) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

/** The entries of a device, newest first; of `vendor` only what that firm did. */
export async function listFile(
  db: Kysely<Records>,
  device: string,
  { limit, cursor, vendor }: { limit: number; cursor?: string | undefined; vendor?: string | null | undefined },
): Promise<Page<DeviceFileEntry>> {
  let rows = db
    .selectFrom('device_file')
    .select(['id', 'at', 'doc'])
    .where('device', '=', device)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (vendor) rows = rows.where(sql<string>`json_extract(doc, '$.vendor')`, '=', vendor)
  if (cursor) rows = rows.where(olderThan(cursor, 'at', 'id'))
  return pageOf(
    await rows.execute(),
    limit,
    (row) => cursorAt(row.at, row.id),
    (row) => JSON.parse(row.doc) as DeviceFileEntry,
  )
}
