// The file of a device: what closing a ticket writes into it, once, and who sees it.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DeviceFileEntry } from '../../core/contracts/device-file.ts'
import { iso } from '../../core/contracts/instant.ts'
import { fileEntry } from '../store/device-file.ts'
import { at, cookieFrom, estateOf, no, openHouse, word, type House } from './testing/house.ts'

const password = 'correct horse battery'
const minute = 60_000
let house: House
const cookies = new Map<string, string>()
beforeEach(async () => {
  house = await openHouse()
  const admin = await house.token('admin')
  await estateOf(house, admin)
  await house.api('POST', '/vendors', { token: admin, body: { id: 'anhua', name: '安华' } })
  await house.person('li', 'supervisor', password)
  await house.person('qiang', 'technician', password)
  await house.person('wu', 'technician', password, { vendor: 'anhua' })
  for (const who of ['li', 'qiang', 'wu'])
    cookies.set(who, cookieFrom(await house.api('POST', '/session', { body: { username: who, password } })))
})
afterEach(() => house.close())

const ask = (who: string, path: string, body?: object) =>
  house.api(body ? 'POST' : 'GET', path, { cookie: cookies.get(who)!, ...(body && { body }) })
const fileOf = async (device: string, who = 'li') =>
  at(await ask(who, `/devices/${device}/file`), 'items') as DeviceFileEntry[]

async function repaired(closing: object = {}): Promise<string> {
  const id = word(await ask('li', '/tickets', { site: 'hq', type: 'fault', title: '跳闸', device: 'p-1' }), 'id')
  const act = (who: string, action: string, body: object = {}) => ask(who, `/tickets/${id}/${action}`, body)
  await act('li', 'dispatch', { user: 'qiang' })
  for (const action of ['accept', 'start']) await act('qiang', action)
  house.clock.at += 40 * minute
  const parts = [{ name: '接触器', quantity: 2 }]
  await act('qiang', 'finish', { code: 'p-1', note: '换接触器', parts, minutes: 35, cost: 480 })
  const before = await fileOf('p-1')
  await act('li', 'verify', { override: '现场看过' })
  expect(await fileOf('p-1')).toEqual(before)
  expect((await act('li', 'close', closing)).status).toBe(200)
  return id
}

test('closing a ticket writes what was done, the parts, the price, who and how long, and once', async () => {
  const id = await repaired()
  await ask('li', `/tickets/${id}/close`, {})
  await ask('li', `/tickets/${id}/rate`, { score: 5 })
  const file = await fileOf('p-1')
  expect(file).toHaveLength(1)
  expect(DeviceFileEntry.parse(file[0])).toMatchObject({
    ...{ device: 'p-1', ticket: id, number: 1, type: 'fault', done: '换接触器', minutes: 35, cost: 480 },
    ...{ parts: [{ name: '接触器', quantity: 2 }], by: 'qiang', verifiedBy: 'li', vendor: null, bounces: 0 },
    ...{ waitedMs: 40 * minute, countedMs: 40 * minute },
  })
})

test('what it came to in the end counts; the newest comes first', async () => {
  await repaired()
  await repaired({ cost: 520.5 })
  expect((await fileOf('p-1')).map(({ number, cost }) => [number, cost])).toEqual([
    [2, 520.5],
    [1, 480],
  ])
})

test('a page is as full for people of a firm as for others', async () => {
  const entry = (n: number, vendor: string | null) =>
    DeviceFileEntry.parse({
      ...{ id: `f-${n}`, device: 'p-1', site: 'hq', ticket: `t-${n}`, number: n, type: 'fault', title: '跳闸' },
      ...{ at: iso(n * minute), openedAt: iso(0), finishedAt: null, done: '', parts: [], cost: null, minutes: null },
      ...{ waitedMs: 0, countedMs: 0, by: null, vendor, verifiedBy: null, bounces: 0 },
    })
  for (const n of [1, 2, 3, 4, 5, 6]) await fileEntry(house.db, entry(n, n % 2 === 0 ? 'anhua' : null))
  const first = await ask('wu', '/devices/p-1/file?limit=2')
  expect((at(first, 'items') as DeviceFileEntry[]).map(({ number }) => number)).toEqual([6, 4])
  const rest = await ask('wu', `/devices/p-1/file?limit=2&cursor=${word(first, 'nextCursor')}`)
  expect((at(rest, 'items') as DeviceFileEntry[]).map(({ number }) => number)).toEqual([2])
  expect(at(rest, 'nextCursor')).toBeNull()
  expect(await fileOf('p-1', 'qiang')).toHaveLength(6)
})

test('people of a firm see its own work; another site’s devices have no file for anybody here', async () => {
  await repaired()
  expect(await fileOf('p-1', 'wu')).toEqual([])
  expect(no(await ask('li', '/devices/nothing/file'))).toEqual([404, 'not_found'])
  expect(no(await ask('qiang', '/tickets/x/close', { cost: -1 }))[0]).toBeGreaterThanOrEqual(400)
})
