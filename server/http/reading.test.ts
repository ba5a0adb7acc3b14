// What a device measured, over HTTP: the pipeline's latest values, the store's buckets and raw readings, the inbox.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { discover } from '../store/discovered.ts'
import { setAside } from '../store/quarantine.ts'
import type { HttpDeps } from './deps.ts'
import { at, estateOf, no, openHouse, start, type House } from './testing/house.ts'

let house: House
let token: string
let asked: unknown[]
const latest = {
  ...{ device: 'p-1', presence: 'online' as const, since: null, lastSeen: null, clockOffsetMs: -120 },
  metrics: { current_a: { value: 12.4, ts: new Date(start).toISOString(), unit: 'A' } },
}
const gap = { ts: start, min: null, max: null, mean: null, last: null, count: 0 }
const readings: Partial<HttpDeps['readings']> = {
  history: (query) => (asked.push(query), Promise.resolve({ bucketMs: 5000, buckets: [gap] })),
  raw: (query) => (
    asked.push(query),
    Promise.resolve({ items: [{ ts: start, seq: 7, metrics: { current_a: 12.4 } }], cursor: 'next page' })
  ),
}
beforeEach(async () => {
  asked = []
  const pipeline = { latest: (id: string) => (id === 'p-1' ? latest : null) }
  house = await openHouse({ deps: { readings: readings as never, pipeline: pipeline as never } })
  await estateOf(house, await house.token('admin'))
  token = await house.token('viewer')
})
afterEach(() => house.close())
const get = (path: string) => house.api('GET', path, { token })

test('latest is what the pipeline knows; a device never heard is unknown', async () => {
  expect((await get('/devices/p-1/latest')).body).toEqual(latest)
  expect((await get('/devices/p-2/latest')).body).toMatchObject({ presence: 'unknown', lastSeen: null, metrics: {} })
})

test('history asks the store for a span, a day by default, and keeps gaps', async () => {
  const { body } = await get('/devices/p-1/history?metric=current_a&points=100')
  const { ts: _ts, ...empty } = gap
  const bucket = { ...empty, ts: new Date(start).toISOString() }
  expect(body).toEqual({ metric: 'current_a', unit: 'A', bucketMs: 5000, buckets: [bucket] })
  const span = { from: start - 86_400_000, to: start }
  expect(asked).toEqual([{ device: 'p-1', kind: 'pump', metric: 'current_a', ...span, points: 100 }])
})

test.each([
  ['history?metric=current_a&from=2026-11-23T06:00:00Z&to=2026-11-23T06:00:00Z', 'invalid'],
  ['history?metric=colour', 'unknown_reference'],
  ['history?metric=current_a&points=0', 'invalid'],
  ['history?metric=current_a&from=yesterday', 'invalid'],
  ['readings?from=2026-11-24T00:00:00Z&to=2026-11-23T00:00:00Z', 'invalid'],
])('%s is refused', async (path, code) => {
  expect(no(await get(`/devices/p-1/${path}`))).toEqual([422, code])
  expect(asked).toEqual([])
})

test('raw readings go by page', async () => {
  const page = await get('/devices/p-1/readings?from=2026-11-23T05:00:00%2B08:00&limit=10&cursor=here')
  const items = [{ ts: new Date(start).toISOString(), seq: 7, metrics: { current_a: 12.4 } }]
  expect(page.body).toEqual({ items, nextCursor: 'next page' })
  const from = Date.UTC(2026, 10, 22, 21)
  expect(asked).toEqual([{ device: 'p-1', kind: 'pump', from, to: start, limit: 10, cursor: 'here' }])
})

test('what was set aside and who was discovered is shown to the desk, strangers only to somebody for all sites', async () => {
  await house.commit(async (tx) => {
    const message = { device: 'p-1', topic: 'fm/v1/hq/pump/p-1/telemetry', reason: 'not_json', payload: '<script>' }
    for (const n of [1, 2]) await setAside(tx, { ...message, id: `q-${n}`, at: start + n })
    await discover(tx, { at: start, device: null, what: 'device', name: 'stranger', data: {} })
    await discover(tx, { at: start, device: 'p-2', what: 'metric', name: 'presure', data: {} })
    return { result: null, happenings: [] }
  })
  const desk = await house.token('operator')
  const aside = await house.api('GET', '/devices/p-1/quarantine?limit=1', { token: desk })
  expect(at(aside, 'items')).toMatchObject([{ id: 'q-2', reason: 'not_json', payload: '<script>' }])
  const names = async (as: string) =>
    (at(await house.api('GET', '/devices/discovered', { token: as }), 'items') as { name: string }[]).map((i) => i.name)
  expect((await names(desk)).sort()).toEqual(['presure', 'stranger'])
  expect(await names(await house.token('operator', ['far']))).toEqual(['presure'])
  expect(await names(await house.token('operator', ['hq']))).toEqual([])
})

test('points are replaced as a list and keep their state', async () => {
  const admin = await house.token('admin')
  const put = (body: unknown) => house.api('PUT', '/devices/p-1/points', { token: admin, body })
  await put([{ id: 'l1-001', type: 'smoke' }, { id: 'l1-002' }])
  await house.commit(async (tx) => {
    await tx.updateTable('point').set({ state: 'alarm', since: start }).where('id', '=', 'l1-001').execute()
    return { result: null, happenings: [] }
  })
  await put([{ id: 'l1-001', type: 'smoke', zone: 'room' }, { id: 'l1-003' }])
  const since = new Date(start).toISOString()
  expect(at(await get('/devices/p-1/points'), 'items')).toMatchObject([
    { id: 'l1-001', type: 'smoke', zone: 'room', state: 'alarm', since },
    { id: 'l1-003', type: 'other', state: 'normal', since: null },
  ])
  const twice = await put([{ id: 'a' }, { id: 'b' }, { id: 'a' }])
  expect([no(twice), at(twice, 'errors.0.path')]).toEqual([[422, 'invalid'], '2.id'])
  expect(at(await put([{ id: 'a', zone: 'attic' }]), 'errors.0.path')).toBe('0.zone')
})
