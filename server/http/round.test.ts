// Rounds and routes over HTTP: who may let a round stand still, how rounds are found, which schedules are refused.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { at, cookieFrom, estateOf, no, openHouse, start, word, type House } from './testing/house.ts'

const minute = 60_000
let house: House
let lead: string
beforeEach(async () => {
  house = await openHouse()
  await estateOf(house, await house.token('admin'))
  lead = await house.token('supervisor')
  await post('/checkpoints', { id: 'cp-1', site: 'hq', name: 'B2', tag: { type: 'uid', uid: '04de5f1eacc040' } })
  for (const name of ['chen', 'zhao']) await house.person(name, 'guard', `${name} correct horse`)
})
afterEach(() => house.close())

const post = (path: string, body: object, token = lead) => house.api('POST', path, { token, body })
const get = (path: string) => house.api('GET', path, { token: lead })
const route = { id: 'night', site: 'hq', name: '夜巡', stops: [{ checkpoint: 'cp-1', from: 0, until: 10 }] }
const iso = (minutes: number) => new Date(start + minutes * minute).toISOString()
async function cookieOf(username: string): Promise<string> {
  return cookieFrom(await house.api('POST', '/session', { body: { username, password: `${username} correct horse` } }))
}

describe('a pause', () => {
  let id: string
  beforeEach(async () => {
    await post('/routes', { ...route, guard: 'chen' })
    id = word(await post('/rounds', { route: 'night' }), 'id')
  })

  test('is the guard’s own or the desk’s, moves what is due, and is the same when asked twice', async () => {
    const cookie = await cookieOf('chen')
    const paused = await house.api('POST', `/rounds/${id}/pause`, { cookie, body: {} })
    const pause = { from: iso(0), until: null, incident: null, by: 'chen' }
    expect(paused.body).toMatchObject({ version: 3, pauses: [pause], visits: [{ deadline: iso(15) }] })
    expect((await house.api('POST', `/rounds/${id}/pause`, { cookie, body: {} })).body).toEqual(paused.body)
    house.clock.at = start + 20 * minute
    const resumed = await house.api('POST', `/rounds/${id}/resume`, { token: await house.token('operator') })
    const visit = { from: iso(0), until: iso(30), deadline: iso(35) }
    expect(resumed.body).toMatchObject({ pauses: [{ until: iso(20) }], visits: [visit], endsAt: iso(35), version: 4 })
    expect(at(await house.api('POST', `/rounds/${id}/resume`, { cookie }), 'version')).toBe(4)
  })

  test('is not a colleague’s, not for an incident that is none, and not of a round that is over', async () => {
    const stranger = await house.api('POST', `/rounds/${id}/pause`, { cookie: await cookieOf('zhao'), body: {} })
    expect(no(stranger)).toEqual([403, 'forbidden'])
    expect(no(await post(`/rounds/${id}/pause`, { incident: 'none' }))).toEqual([422, 'unknown_reference'])
    expect(no(await post('/rounds/none/pause', {}))).toEqual([404, 'not_found'])
    await house.api('POST', '/taps', { cookie: await cookieOf('chen'), body: { id: 't-1', tag: '04de5f1eacc040' } })
    expect(no(await post(`/rounds/${id}/pause`, {}))).toEqual([409, 'round_finished'])
  })
})

test('rounds are found by guard, state and time', async () => {
  await post('/routes', route)
  const begun = word(await post('/rounds', { route: 'night', guard: 'chen' }), 'id')
  const later = word(await post('/rounds', { route: 'night', guard: 'zhao', startsAt: iso(60) }), 'id')
  const found = async (query: string) =>
    (at(await get(`/rounds?${query}`), 'items') as { id: string }[]).map((r) => r.id)
  expect(await found('guard=chen')).toEqual([begun])
  expect(await found('state=scheduled')).toEqual([later])
  expect(await found('state=open')).toEqual([later, begun])
  expect(await found('state=complete')).toEqual([])
  expect(await found(`from=${iso(30)}&to=${iso(90)}&route=night`)).toEqual([later])
  await house.api('POST', '/taps', { cookie: await cookieOf('chen'), body: { id: 't-1', tag: '04de5f1eacc040' } })
  expect(await found('state=complete')).toEqual([begun])
  expect(await found('state=open')).toEqual([later])
})

describe('a route', () => {
  const weekly = { rrule: 'FREQ=WEEKLY;BYDAY=MO,TH', from: '2026-11-23', start: '20:00' }
  const patch = (body: object) => house.api('PATCH', '/routes/night', { token: lead, body })
  const faults = (answer: Awaited<ReturnType<typeof post>>) =>
    (at(answer, 'errors') as { path: string; code: string; detail: string }[]).map(({ path, code }) => [path, code])

  test('recurs, and says which rules it does not take', async () => {
    const made = await post('/routes', { ...route, schedule: weekly })
    expect(at(made, 'schedule')).toEqual({ ...weekly, holidays: 'keep' })
    const refused = ['FREQ=MINUTELY', 'FREQ=SECONDLY;COUNT=5', 'FREQ=DAILY;COUNT=100000', 'BYDAY=MO', 'every monday']
    for (const rrule of refused) {
      const answer = await patch({ schedule: { ...weekly, rrule } })
      expect([rrule, answer.status, faults(answer)]).toEqual([rrule, 422, [['schedule.rrule', 'rrule']]])
    }
    const long = await patch({ schedule: { ...weekly, rrule: `FREQ=DAILY;BYHOUR=${'1,'.repeat(250)}1` } })
    expect([long.status, faults(long)]).toEqual([422, [['schedule.rrule', 'too_big']]])
    const sentence = await patch({ schedule: { ...weekly, rrule: 'FREQ=MINUTELY' } })
    expect(word(sentence, 'errors.0.detail')).toContain('FREQ=WEEKLY;BYDAY=MO,TH')
  })

  test('names control points that are there, and legs that can be walked', async () => {
    const lost = await post('/routes', { ...route, startPoint: 'none', endPoint: 'cp-1' })
    expect([lost.status, faults(lost)]).toEqual([422, [['startPoint', 'unknown_reference']]])
    expect((await post('/routes', { ...route, startPoint: 'cp-1', endPoint: 'cp-1' })).status).toBe(201)
    const stops = [{ checkpoint: 'cp-1', from: 0, until: 10, leg: { min: 9, max: 3 } }]
    expect(no(await patch({ stops }))).toEqual([422, 'invalid'])
    expect(faults(await patch({ endPoint: 'none' }))).toEqual([['endPoint', 'unknown_reference']])
  })

  test('in random order tells its seed, and the order is drawn from it', async () => {
    for (const n of [2, 3, 4, 5, 6])
      await post('/checkpoints', {
        id: `cp-${n}`,
        site: 'hq',
        name: `P${n}`,
        tag: { type: 'uid', uid: `0400000000000${n}` },
      })
    const stops = [1, 2, 3, 4, 5, 6].map((n) => ({ checkpoint: `cp-${n}`, from: n * 5, until: n * 5 + 5 }))
    await post('/routes', { ...route, order: 'random', stops })
    const round = await post('/rounds', { route: 'night' })
    expect(at(round, 'seed')).toBe(at(round, 'id'))
    const visits = at(round, 'visits') as { checkpoint: string; from: string }[]
    expect(visits.map(({ from }) => from)).toEqual(stops.map(({ from }) => iso(from)))
    expect(visits.map(({ checkpoint }) => checkpoint).sort()).toEqual(stops.map(({ checkpoint }) => checkpoint))
  })
})

test('a checkpoint names a sensor that stands on its site', async () => {
  const sensor = (device: string) => ({ device, sign: { event: 'opened' }, use: 'visit' })
  const patch = (device: string) =>
    house.api('PATCH', '/checkpoints/cp-1', { token: lead, body: { sensor: sensor(device) } })
  for (const device of ['none', 'p-2']) {
    const answer = await patch(device)
    expect([answer.status, at(answer, 'errors.0.path')]).toEqual([422, 'sensor.device'])
  }
  expect(at(await patch('p-1'), 'sensor.device')).toBe('p-1')
})
