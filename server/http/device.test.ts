// Devices over HTTP: registration, references, another site, versions, removal.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hashSecret } from '../secret.ts'
import { at, estateOf, no, openHouse, word, type House } from './testing/house.ts'

let house: House
let admin: string
beforeEach(async () => {
  house = await openHouse()
  admin = await house.token('admin')
  await estateOf(house, admin)
})
afterEach(() => house.close())

const pump = { id: 'p-9', site: 'hq', kind: 'pump', name: { 'zh-CN': '生活泵', en: 'Domestic pump' } }
const secretOf = (id: string) =>
  house.db.selectFrom('device').select('secret_hash').where('id', '=', id).executeTakeFirstOrThrow()

describe('registering a device', () => {
  test('answers the secret once and keeps only its hash', async () => {
    const made = await house.api('POST', '/devices', { token: admin, body: pump })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ device: { ...pump, version: 1, service: null, parent: null } })
    const secret = word(made, 'secret')
    expect(await secretOf('p-9')).toEqual({ secret_hash: hashSecret(secret) })
    const rows = [await house.db.selectFrom('device').selectAll().execute()]
    expect(JSON.stringify([rows, await house.db.selectFrom('happening').selectAll().execute()])).not.toContain(secret)
    expect((await house.api('GET', '/devices/p-9', { token: admin })).text).not.toContain('secret')
  })

  test('refuses a taken id with 409, also when an account has it', async () => {
    await house.api('POST', '/accounts', { token: admin, body: { id: 'bridge', type: 'integration' } })
    const twice = await house.api('POST', '/devices', { token: admin, body: { ...pump, id: 'p-1' } })
    const account = await house.api('POST', '/devices', { token: admin, body: { ...pump, id: 'bridge' } })
    expect([no(twice), no(account)]).toEqual([
      [409, 'id_taken'],
      [409, 'id_taken'],
    ])
  })

  test.each([
    ['site', { site: 'nowhere' }],
    ['kind', { kind: 'nothing' }],
    ['parent', { parent: 'p-2' }],
    ['zone', { zone: 'attic' }],
    ['building', { building: 'b9' }],
    ['tag', { tag: 'cp-0' }],
  ])('refuses an unknown %s with 422 and its path', async (path, wrong) => {
    const answer = await house.api('POST', '/devices', { token: admin, body: { ...pump, ...wrong } })
    expect(no(answer)).toEqual([422, 'unknown_reference'])
    expect(at(answer, 'errors')).toContainEqual(expect.objectContaining({ path }))
  })

  test('refuses a reserved id and unknown fields, each with its path', async () => {
    const body = { ...pump, id: 'discovered', colour: 'red' }
    const answer = await house.api('POST', '/devices', { token: admin, body, headers: { 'Accept-Language': 'en' } })
    expect(answer.status).toBe(422)
    expect(at(answer, 'errors')).toEqual([
      { path: 'id', code: 'reserved', detail: 'is a reserved word; choose another one' },
      { path: '', code: 'unrecognized_keys', detail: expect.stringContaining('colour') as string },
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
    const kept = { tags: ['duty'], attributes: { maker: 'X' }, zone: 'room' }
    expect(body).toMatchObject({ name: { en: 'New' }, ...kept, version: 3 })
  })

  test('refuses a stale version with 409 and repeats nothing that is so already', async () => {
    const first = await house.api('PATCH', '/devices/p-1', { token: admin, body: { name: 'A', version: 1 } })
    const stale = await house.api('PATCH', '/devices/p-1', { token: admin, body: { name: 'B', version: 1 } })
    const same = await house.api('PATCH', '/devices/p-1', { token: admin, body: { name: 'A', version: 2 } })
    expect([at(first, 'version'), no(stale), at(same, 'version')]).toEqual([2, [409, 'stale_version'], 2])
  })

  test('a device is never its own ancestor', async () => {
    await house.api('POST', '/devices', { token: admin, body: { ...pump, parent: 'p-1' } })
    const loop = await house.api('PATCH', '/devices/p-1', { token: admin, body: { parent: 'p-9' } })
    expect(no(loop)).toEqual([422, 'unknown_reference'])
  })

  test('service work says who and why, and ends', async () => {
    const operator = await house.token('operator')
    const body = { mode: 'service', reason: '换轴承' }
    const on = await house.api('POST', '/devices/p-1/service', { token: operator, body })
    expect(at(on, 'service')).toMatchObject({ mode: 'service', reason: '换轴承' })
    expect(word(on, 'service.by')).toMatch(/^token\.operator/)
    const again = await house.api('POST', '/devices/p-1/service', { token: operator, body })
    expect(at(again, 'version')).toBe(at(on, 'version'))
    const off = await house.api('POST', '/devices/p-1/service', { token: operator, body: { ...body, mode: 'normal' } })
    expect(at(off, 'service')).toBeNull()
  })
})

test('rotating a secret tells the directory and makes the old one worthless', async () => {
  const told: string[] = []
  house.onCommitted((happenings) => void told.push(...happenings.map(({ type }) => type)))
  const rotated = await house.api('POST', '/devices/p-1/secret', { token: admin })
  expect(await secretOf('p-1')).toEqual({ secret_hash: hashSecret(word(rotated, 'secret')) })
  expect(told).toEqual(['device.secret_rotated'])
})

test('removing a device forgets its readings; a parent is in use', async () => {
  await house.close()
  const forgotten: string[] = []
  const forget = (device: string) => Promise.resolve(void forgotten.push(device))
  house = await openHouse({ deps: { readings: { forget } as never } })
  admin = await house.token('admin')
  await estateOf(house, admin)
  await house.api('POST', '/devices', { token: admin, body: { ...pump, parent: 'p-1' } })
  const used = await house.api('DELETE', '/devices/p-1', { token: admin })
  expect(no(used)).toEqual([409, 'in_use'])
  expect((await house.api('DELETE', '/devices/p-9', { token: admin })).status).toBe(204)
  expect((await house.api('GET', '/devices/p-9', { token: admin })).status).toBe(404)
  expect(forgotten).toEqual(['p-9'])
})

test('lists by page, by site and by kind', async () => {
  const first = await house.api('GET', '/devices?limit=1', { token: admin })
  const second = await house.api('GET', `/devices?limit=1&cursor=${word(first, 'nextCursor')}`, { token: admin })
  expect(first.body).toMatchObject({ items: [{ id: 'p-1' }], nextCursor: 'p-1' })
  expect(second.body).toMatchObject({ items: [{ id: 'p-2' }], nextCursor: null })
  const far = await house.api('GET', '/devices?site=far&kind=pump', { token: admin })
  expect(at(far, 'items')).toMatchObject([{ id: 'p-2' }])
  const scoped = await house.token('viewer', ['hq'])
  expect(at(await house.api('GET', '/devices', { token: scoped }), 'items')).toMatchObject([{ id: 'p-1' }])
  expect(at(await house.api('GET', '/devices?site=far', { token: scoped }), 'items')).toEqual([])
})
