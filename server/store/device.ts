// Devices: rows of the records database. Of a secret only the SHA-256 is here, and it never leaves with the document.
import type { Kysely } from 'kysely'
import type { Device } from '../../core/contracts/device.ts'
import { oneOf, pageOf, type Page, type PageQuery } from './page.ts'
import type { Records } from './schema.ts'

const from = (row: { doc: string }): Device => JSON.parse(row.doc) as Device

export type DeviceFilter = PageQuery & { kind?: string; building?: string; zone?: string }

export async function listDevices(db: Kysely<Records>, query: DeviceFilter): Promise<Page<Device>> {
  let rows = db
    .selectFrom('device')
    .select(['id', 'doc'])
    .orderBy('id')
    .limit(query.limit + 1)
  if (query.cursor) rows = rows.where('id', '>', query.cursor)
  if (query.sites) rows = rows.where('site', 'in', oneOf(query.sites))
  if (query.kind) rows = rows.where('kind', '=', query.kind)
  if (query.building) rows = rows.where('building', '=', query.building)
  if (query.zone) rows = rows.where('zone', '=', query.zone)
  return pageOf(await rows.execute(), query.limit, (row) => row.id, from)
}

export async function findDevice(db: Kysely<Records>, id: string): Promise<Device | null> {
  const row = await db.selectFrom('device').select('doc').where('id', '=', id).executeTakeFirst()
  return row ? from(row) : null
}

/** A new device with the hash of its secret. */
export async function insertDevice(db: Kysely<Records>, device: Device, secretHash: string): Promise<void> {
  const { id, site, kind, building, zone } = device
  await db
    .insertInto('device')
    .values({ id, site, kind, building, zone, secret_hash: secretHash, doc: JSON.stringify(device) })
    .execute()
}

export async function updateDevice(db: Kysely<Records>, device: Device): Promise<void> {
  const { building, zone } = device
  await db
    .updateTable('device')
    .set({ building, zone, doc: JSON.stringify(device) })
    .where('id', '=', device.id)
    .execute()
}

export async function setDeviceSecret(db: Kysely<Records>, id: string, secretHash: string): Promise<void> {
  await db.updateTable('device').set({ secret_hash: secretHash }).where('id', '=', id).execute()
}

/** Takes a device away with what is known of it now; incidents and tickets of the past stay. */
export async function deleteDevice(db: Kysely<Records>, id: string): Promise<void> {
  await db.deleteFrom('device').where('id', '=', id).execute()
  await db.deleteFrom('device_state').where('device', '=', id).execute()
  await db.deleteFrom('point').where('device', '=', id).execute()
}

/** Ids of devices that speak through this one. */
export async function childrenOf(db: Kysely<Records>, id: string): Promise<string[]> {
  const rows = await db.selectFrom('device').select(['id', 'doc']).where('doc', 'like', `%"parent":"${id}"%`).execute()
  return rows.filter((row) => from(row).parent === id).map((row) => row.id)
}
