import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Device } from '../../core/contracts/device.ts'
import type { Happening } from '../../core/contracts/live.ts'
import { insertAccount, deleteAccount } from './account.ts'
import { openDatabase, type Database } from './database.ts'
import { deleteDevice, insertDevice, setDeviceSecret } from './device.ts'
import { openDirectory } from './directory.ts'

let database: Database
beforeEach(async () => {
  database = await openDatabase(':memory:')
})
afterEach(() => database.close())

const hash = (secret: string) => createHash('sha256').update(secret).digest('hex')
const happening = (type: string, id: string): Happening => ({
  seq: 1,
  type,
  at: '',
  site: null,
  by: null,
  id,
  data: {},
})
const device = (id: string, parent: string | null = null) =>
  Device.parse({ id, site: 'hq', kind: 'pump', name: id, parent })

async function directory(...devices: Device[]) {
  for (const one of devices) await insertDevice(database.db, one, hash(`secret of ${one.id}`))
  const known = { devices: new Map(devices.map((one) => [one.id, one])), kinds: new Map() }
  const opened = await openDirectory(database.db, known, () => null)
  const revoked: string[] = []
  opened.onRevoked((username) => revoked.push(username))
  return { ...opened, known, revoked }
}

test('knows a device by its secret and by nothing else', async () => {
  const opened = await directory(device('gw'), device('p-1', 'gw'))
  expect(opened.login('gw', Buffer.from('secret of gw'))).toMatchObject({ type: 'device', children: new Set(['p-1']) })
  expect(opened.login('gw', Buffer.from('secret of p-1'))).toBeNull()
  expect(opened.login('nobody', Buffer.from(''))).toBeNull()
  expect(opened.login('__proto__', Buffer.from('x'))).toBeNull()
})

test('a rotated secret and a deleted device lose their login at once', async () => {
  const opened = await directory(device('p-1'), device('p-2'))
  await setDeviceSecret(database.db, 'p-1', hash('new'))
  await opened.apply([happening('device.changed', 'p-1')])
  expect(opened.login('p-1', Buffer.from('secret of p-1'))).toBeNull()
  expect(opened.login('p-1', Buffer.from('new'))).not.toBeNull()
  await deleteDevice(database.db, 'p-2')
  opened.known.devices.delete('p-2')
  await opened.apply([happening('device.deleted', 'p-2')])
  expect(opened.login('p-2', Buffer.from('secret of p-2'))).toBeNull()
  expect(opened.revoked).toEqual(['p-1', 'p-2'])
})

test('a live connection sees a child that is registered later; a change that touches no right revokes nothing', async () => {
  const opened = await directory(device('gw'))
  const identity = opened.login('gw', Buffer.from('secret of gw'))
  const child = device('p-9', 'gw')
  opened.known.devices.set('p-9', child)
  await insertDevice(database.db, child, hash('x'))
  await opened.apply([happening('device.created', 'p-9'), happening('device.changed', 'gw')])
  expect(identity).toMatchObject({ children: new Set(['p-9']) })
  expect(opened.revoked).toEqual([])
})

test('accounts come and go', async () => {
  const opened = await directory()
  await insertAccount(database.db, { id: 'bms', type: 'integration', sites: ['hq'], devices: null }, hash('s'))
  await opened.apply([happening('audit.account_created', 'bms')])
  expect(opened.login('bms', Buffer.from('s'))).toEqual({ type: 'integration', id: 'bms', sites: ['hq'] })
  await deleteAccount(database.db, 'bms')
  await opened.apply([happening('audit.account_deleted', 'bms')])
  expect(opened.login('bms', Buffer.from('s'))).toBeNull()
  expect(opened.revoked).toEqual(['bms'])
})
