// Devices over HTTP: registration, references, another site, versions, removal.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hashSecret } from '../secret.ts'
import { estateOf, openHouse, type House } from './testing/house.ts'

let house: House
let admin: string
beforeEach(async () => {
  house = await openHouse()
  admin = await house.token('admin')
  await estateOf(house, admin)
})
afterEach(() => house.close())

const pump = { id: 'p-9', site: 'hq', kind: 'pump', name: { 'zh-CN': '生活泵', en: 'Domestic pump' } }

describe('registering a device', () => {
  test('answers the secret once and keeps only its hash', async () => {
    const { status, body } = await house.api('POST', '/devices', { token: admin, body: pump })
    expect(status).toBe(201)
    expect(body.device).toMatchObject({ ...pump, version: 1, service: null, parent: null })
    const row = await house.db.selectFrom('device').selectAll().where('id', '=', 'p-9').executeTakeFirstOrThrow()
    expect(row.secret_hash).toBe(hashSecret(body.secret))
    expect(JSON.stringify(row)).not.toContain(body.secret)
    expect(JSON.stringify(await house.api('GET', '/devices/p-9', { token: admin }))).not.toContain(body.secret)
  })

  test('refuses a taken id with 409, also when an account has it', async () => {
    await house.api('POST', '/accounts', { token: admin, body: { id: 'bridge', type: 'integration' } })
    const twice = await house.api('POST', '/devices', { token: admin, body: { ...pump, id: 'p-1' } })
    const account = await house.api('POST', '/devices', { token: admin, body: { ...pump, id: 'bridge' } })
    expect([twice.status, twice.body.code, account.status]).toEqual([409, 'id_taken', 409])
  })

  test.each([
    ['site', { site: 'nowhere' }],
    ['kind', { kind: 'nothing' }],
    ['parent', { parent: 'p-2' }],
    ['zone', { zone: 'attic' }],
    ['building', { building: 'b9' }],
    ['tag', { tag: 'cp-0' }],
  ])('refuses an unknown %s with 422 and its path', async (path, wrong) => {
    const { status, body } = await house.api('POST', '/devices', { token: admin, body: { ...pump, ...wrong } })
    expect([status, body.code]).toEqual([422, 'unknown_reference'])
    expect(body.errors.map((fault: { path: string }) => fault.path)).toContain(path)
  })

  test('refuses a reserved id and unknown fields, each with its path', async () => {
    const body = { ...pump, id: 'discovered', colour: 'red' }
    const answer = await house.api('POST', '/devices', { token: admin, body, headers: { 'Accept-Language': 'en' } })
    expect(answer.status).toBe(422)
    expect(answer.body.errors).toEqual([
      { path: 'id', code: 'reserved', detail: 'is a reserved word; choose another one' },
      expect.objectContaining({ path: '', code: 'unrecognized_keys', detail: expect.stringContaining('colour') }),
    ])
  })

  test('somebody for one site cannot register at another', async () => {
    const scoped = await house.token('admin', ['hq'])
    const far = await house.api('POST', '/devices', { token: scoped, body: { ...pump, site: 'far' } })
    const own = await house.api('POST', '/devices', { token: scoped, body: pump })
    expect([far.status, own.status]).toEqual([422, 201])
  })
})

describe('changing a device', () => {
  test('changes only what is named: defaults of the schema reset nothing', async () => {
    await house.api('PATCH', '/devices/p-1', { token: admin, body: { tags: ['duty'], attributes: { maker: 'X' } } })
    const { body } = await house.api('PATCH', '/devices/p-1', { token: admin, body: { name: 'New' } })
    expect(body).toMatchObject({
      name: { en: 'New' },
      tags: ['duty'],
      attributes: { maker: 'X' },
      zone: 'room',
      version: 3,
    })
  })

  test('refuses a stale version with 409 and repeats nothing that is so already', async () => {
    const first = await house.api('PATCH', '/devices/p-1', { token: admin, body: { name: 'A', version: 1 } })
    const stale = await house.api('PATCH', '/devices/p-1', { token: admin, body: { name: 'B', version: 1 } })
    const same = await house.api('PATCH', '/devices/p-1', { token: admin, body: { name: 'A', version: 2 } })
    expect([first.body.version, stale.status, stale.body.code]).toEqual([2, 409, 'stale_version'])
    expect(same.body.version).toBe(2)
  })

  test('a device is never its own ancestor', async () => {
    await house.api('POST', '/devices', { token: admin, body: { ...pump, parent: 'p-1' } })
    const loop = await house.api('PATCH', '/devices/p-1', { token: admin, body: { parent: 'p-9' } })
    expect([loop.status, loop.body.code]).toEqual([422, 'unknown_reference'])
  })

  test('service work says who and why, and ends', async () => {
    const operator = await house.token('operator')
    const body = { mode: 'service', reason: '换轴承' }
    const on = await house.api('POST', '/devices/p-1/service', { token: operator, body })
    expect(on.body.service).toMatchObject({ mode: 'service', reason: '换轴承', by: expect.stringMatching(/^token\./) })
    const again = await house.api('POST', '/devices/p-1/service', { token: operator, body })
    expect(again.body.version).toBe(on.body.version)
    const off = await house.api('POST', '/devices/p-1/service', { token: operator, body: { ...body, mode: 'normal' } })
    expect(off.body.service).toBeNull()
  })
})

test('rotating a secret tells the directory and makes the old one worthless', async () => {
  const told: string[] = []
  house.onCommitted((happenings) => void told.push(...happenings.map(({ type }) => type)))
  const { body } = await house.api('POST', '/devices/p-1/secret', { token: admin })
  const row = await house.db.selectFrom('device').selectAll().where('id', '=', 'p-1').executeTakeFirstOrThrow()
  expect(row.secret_hash).toBe(hashSecret(body.secret))
  expect(told).toEqual(['device.secret_rotated'])
})

test('removing a device forgets its readings; a parent is in use', async () => {
  await house.close()
  const forgotten: string[] = []
  const forget = async (device: string) => void forgotten.push(device)
  const readings = { forget } as never
  house = await openHouse({ deps: { readings } })
  admin = await house.token('admin')
  await estateOf(house, admin)
  await house.api('POST', '/devices', { token: admin, body: { ...pump, parent: 'p-1' } })
  const used = await house.api('DELETE', '/devices/p-1', { token: admin })
  expect([used.status, used.body.code]).toEqual([409, 'in_use'])
  expect((await house.api('DELETE', '/devices/p-9', { token: admin })).status).toBe(204)
  expect((await house.api('GET', '/devices/p-9', { token: admin })).status).toBe(404)
  expect(forgotten).toEqual(['p-9'])
})

test('lists by page, by site and by kind', async () => {
  const first = await house.api('GET', '/devices?limit=1', { token: admin })
  const second = await house.api('GET', `/devices?limit=1&cursor=${first.body.nextCursor}`, { token: admin })
  expect([first.body.items[0].id, second.body.items[0].id, second.body.nextCursor]).toEqual(['p-1', 'p-2', null])
  const far = await house.api('GET', '/devices?site=far&kind=pump', { token: admin })
  expect(far.body.items.map((d: { id: string }) => d.id)).toEqual(['p-2'])
  const scoped = await house.token('viewer', ['hq'])
  expect((await house.api('GET', '/devices', { token: scoped })).body.items).toHaveLength(1)
  expect((await house.api('GET', '/devices?site=far', { token: scoped })).body.items).toEqual([])
})
