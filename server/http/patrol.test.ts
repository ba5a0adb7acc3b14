// Checkpoints, routes, rounds, taps and shifts over HTTP.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keyFor, unseal } from '../seal.ts'
import { at, cookieFrom, estateOf, no, openHouse, start, word, type House } from './testing/house.ts'

let house: House
let lead: string
beforeEach(async () => {
  house = await openHouse()
  await estateOf(house, await house.token('admin'))
  lead = await house.token('supervisor')
})
afterEach(() => house.close())

const uid = '04de5f1eacc040'
const keys = { metaKey: 'ab'.repeat(16), fileKey: 'CD'.repeat(16) }
const checkpoint = {
  id: 'cp-1',
  site: 'hq',
  name: { 'zh-CN': 'B2 配电房', en: 'B2 switch room' },
  zone: 'room',
  key: true,
}
const post = (path: string, body: object, token = lead) => house.api('POST', path, { token, body })

describe('a checkpoint', () => {
  test('shows its tag without the keys, which are kept sealed', async () => {
    const made = await post('/checkpoints', { ...checkpoint, tag: { type: 'ntag424', uid, ...keys } })
    expect(at(made, 'tag')).toEqual({ type: 'ntag424', uid: uid.toUpperCase() })
    expect(word(made, 'code')).toMatch(/^[A-HJ-NP-Z2-9]{6}$/)
    const tables = ['checkpoint', 'happening'] as const
    const rows = await Promise.all(tables.map((table) => house.db.selectFrom(table).selectAll().execute()))
    for (const key of Object.values(keys)) expect(JSON.stringify(rows).toLowerCase()).not.toContain(key.toLowerCase())
    const { tag_secret } = await house.db.selectFrom('checkpoint').select('tag_secret').executeTakeFirstOrThrow()
    const key = keyFor(Buffer.alloc(32, 7), 'tag keys')
    expect(JSON.parse(unseal(tag_secret!, key))).toMatchObject({ ...keys, encrypted: true, macInput: 'empty' })
    expect(() => unseal(tag_secret!, keyFor(Buffer.alloc(32, 8), 'tag keys'))).toThrow()
  })

  test('keeps its tag when something else changes, and gives it up when told', async () => {
    await post('/checkpoints', { ...checkpoint, tag: { type: 'ntag424', uid, ...keys } })
    const patch = (body: object) => house.api('PATCH', '/checkpoints/cp-1', { token: lead, body })
    expect((await patch({ key: false })).body).toMatchObject({ key: false, tag: { type: 'ntag424' }, zone: 'room' })
    const secret = () => house.db.selectFrom('checkpoint').select('tag_secret').executeTakeFirstOrThrow()
    expect((await secret()).tag_secret).not.toBeNull()
    expect(at(await patch({ tag: null }), 'tag')).toBeNull()
    expect((await secret()).tag_secret).toBeNull()
  })

  test('shares neither its tag nor its code', async () => {
    await post('/checkpoints', { ...checkpoint, tag: { type: 'uid', uid }, code: 'ABCDEF' })
    const tag = { type: 'uid', uid: uid.toUpperCase() }
    expect(no(await post('/checkpoints', { ...checkpoint, id: 'cp-2', tag }))).toEqual([409, 'id_taken'])
    expect(no(await post('/checkpoints', { ...checkpoint, id: 'cp-2', code: 'ABCDEF' }))).toEqual([409, 'id_taken'])
  })
})

describe('a route and its rounds', () => {
  const route = { id: 'night', site: 'hq', name: '夜巡', stops: [{ checkpoint: 'cp-1', from: 0, until: 10 }] }
  beforeEach(async () => void (await post('/checkpoints', { ...checkpoint, tag: { type: 'uid', uid } })))

  test('stops make sense and are there', async () => {
    const backwards = await post('/routes', { ...route, stops: [{ checkpoint: 'cp-1', from: 9, until: 3 }] })
    expect([no(backwards), at(backwards, 'errors.0.code')]).toEqual([[422, 'invalid'], 'from_after_until'])
    const lost = await post('/routes', { ...route, guard: 'nobody', stops: [{ checkpoint: 'x', from: 0, until: 1 }] })
    expect((at(lost, 'errors') as { path: string }[]).map(({ path }) => path)).toEqual(['guard', 'stops.0.checkpoint'])
    expect((await post('/routes', route)).status).toBe(201)
    const stops = [{ checkpoint: 'cp-1', from: 9, until: 3 }]
    expect(no(await house.api('PATCH', '/routes/night', { token: lead, body: { stops } }))).toEqual([422, 'invalid'])
  })

  test('a round by hand is under way at once, with absolute deadlines; a later one is scheduled', async () => {
    await post('/routes', route)
    const now = await post('/rounds', { route: 'night' })
    const deadline = new Date(start + 15 * 60_000).toISOString()
    expect(now.body).toMatchObject({ state: 'under_way', visits: [{ checkpoint: 'cp-1', state: 'due', deadline }] })
    const startsAt = new Date(start + 3_600_000).toISOString()
    const later = await post('/rounds', { route: 'night', startsAt })
    expect(later.body).toMatchObject({ state: 'scheduled', startsAt })
    expect(no(await post('/rounds', { route: 'night', startsAt }))).toEqual([409, 'id_taken'])
    expect(at(await house.api('GET', '/rounds', { token: lead }), 'items')).toMatchObject([{ startsAt }, {}])
  })

  test('a disabled route starts no round', async () => {
    await post('/routes', { ...route, enabled: false })
    expect(no(await post('/rounds', { route: 'night' }))).toEqual([409, 'route_disabled'])
  })

  test('taps are judged one by one, count once, and visit the round', async () => {
    await post('/routes', route)
    const round = word(await post('/rounds', { route: 'night' }), 'id')
    await house.person('chen', 'guard', 'correct horse battery')
    const body = { username: 'chen', password: 'correct horse battery' }
    const cookie = cookieFrom(await house.api('POST', '/session', { body }))
    house.clock.at = start + 5 * 60_000
    const taps = [
      { id: 't-1', tag: uid, ts: start + 4 * 60_000 },
      { id: 't-2', tag: '04000000000001' },
    ]
    const first = await house.api('POST', '/taps', { cookie, body: taps })
    expect(at(first, 'items')).toMatchObject([
      { id: 't-1', status: 'accepted', grade: 'D', person: 'session', by: 'chen', checkpoint: 'cp-1', round },
      { id: 't-2', status: 'refused', reason: 'unknown_tag' },
    ])
    expect(at(first, 'items.0.at')).toBe(new Date(start + 4 * 60_000).toISOString())
    const again = await house.api('POST', '/taps', { cookie, body: taps[0] })
    expect(at(again, 'items')).toMatchObject([{ id: 't-1', status: 'duplicate' }])
    const walked = await house.api('GET', `/rounds/${round}`, { token: lead })
    expect(at(walked, 'visits')).toMatchObject([{ state: 'on_time', tap: 't-1', by: 'chen' }])
    expect(at(await house.api('GET', '/taps?site=hq', { token: lead }), 'items')).toHaveLength(1)
  })

  test('a time that cannot be is the time of receipt', async () => {
    const taps = [1, start * 2, 'yesterday'].map((ts, n) => ({ id: `t-${n}`, tag: uid, ts }))
    const answer = await post('/taps', taps)
    const times = (at(answer, 'items') as { at: string }[]).map((tap) => tap.at)
    expect(new Set(times)).toEqual(new Set([new Date(start).toISOString()]))
  })
})

test('a shift names people who exist', async () => {
  const shift = { id: 'day', site: 'hq', name: '白班', start: '08:00', end: '16:00', people: ['li'] }
  expect(at(await post('/shifts', shift), 'errors.0.path')).toBe('people.0')
  await house.person('li', 'operator')
  expect((await post('/shifts', shift)).status).toBe(201)
  const changed = await house.api('PATCH', '/shifts/day', { token: lead, body: { end: '17:00', version: 1 } })
  expect(changed.body).toMatchObject({ end: '17:00', people: ['li'], version: 2 })
})
