// Catching up and the audit: whole, in order, and to each only what he may hear.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { iso } from '../../core/contracts/instant.ts'
import type { Happening, NewHappening } from '../../core/contracts/live.ts'
import { at, no, openHouse, start, word, type House } from './testing/house.ts'

let house: House
beforeEach(async () => void (house = await openHouse()))
afterEach(() => house.close())

const tell = (type: string, site: string | null, id: string): NewHappening =>
  ({ type, at: iso(start), site, by: 'li', id, data: null }) as NewHappening
const say = (...happenings: NewHappening[]) => house.commit(() => Promise.resolve({ result: null, happenings }))
const items = (answer: Awaited<ReturnType<House['api']>>) => at(answer, 'items') as Happening[]

describe('events', () => {
  test('come in order after a sequence, and say whether there is more', async () => {
    await say(...[1, 2, 3].map((n) => tell('incident.opened', 'hq', `i-${n}`)))
    const token = await house.token('viewer')
    const first = await house.api('GET', '/events?after=0&limit=2', { token })
    expect(items(first).map(({ seq, id }) => [seq, id])).toEqual([
      [1, 'i-1'],
      [2, 'i-2'],
    ])
    expect(first.body).toMatchObject({ head: 2, more: true })
    const rest = await house.api('GET', '/events?after=2&limit=2', { token })
    expect(rest.body).toMatchObject({ items: [{ seq: 3 }], head: 3, more: false })
    expect((await house.api('GET', '/events?after=3', { token })).body).toEqual({ items: [], head: 3, more: false })
  })

  test('what somebody may not hear never ends a page too early', async () => {
    await say(...Array.from({ length: 30 }, (_, n) => tell('audit.signed_in', null, `u-${n}`)))
    await say(tell('incident.opened', 'hq', 'i-1'), ...Array.from({ length: 9 }, () => tell('tap.accepted', 'hq', 't')))
    const token = await house.token('viewer')
    const answer = await house.api('GET', '/events?after=0&limit=5', { token })
    expect(answer.body).toMatchObject({ items: [{ id: 'i-1' }], head: 40, more: false })
  })

  test('where others were is for the desk, the audit for those who lead, another site for nobody else', async () => {
    await say(
      tell('tap.accepted', 'hq', 'tap'),
      tell('audit.user_changed', null, 'audit'),
      tell('incident.opened', 'far', 'far'),
    )
    const heard = async (token: string) =>
      items(await house.api('GET', '/events?after=0', { token })).map(({ id }) => id)
    expect(await heard(await house.token('viewer'))).toEqual(['far'])
    expect(await heard(await house.token('guard', ['hq']))).toEqual([])
    expect(await heard(await house.token('operator', ['hq']))).toEqual(['tap'])
    expect(await heard(await house.token('supervisor'))).toEqual(['tap', 'audit', 'far'])
    expect(await heard(await house.token('supervisor', ['far']))).toEqual(['far'])
  })

  test('ahead of us or trimmed: 410, start from a new snapshot', async () => {
    await say(...[1, 2, 3].map((n) => tell('incident.opened', 'hq', `i-${n}`)))
    const token = await house.token('viewer')
    expect(no(await house.api('GET', '/events?after=4', { token }))).toEqual([410, 'gone'])
    await house.db.deleteFrom('happening').where('seq', '<', 3).execute()
    expect(no(await house.api('GET', '/events?after=0', { token }))).toEqual([410, 'gone'])
    expect((await house.api('GET', '/events?after=2', { token })).status).toBe(200)
  })
})

test('the audit is newest first, by page, without the coming and going of devices', async () => {
  await say(tell('rule.changed', null, 'r'), tell('presence.changed', 'hq', 'p-1'), tell('incident.closed', 'hq', 'i'))
  const token = await house.token('supervisor')
  const first = await house.api('GET', '/audit?limit=1', { token })
  expect(items(first).map(({ id }) => id)).toEqual(['i'])
  const second = await house.api('GET', `/audit?limit=1&cursor=${word(first, 'nextCursor')}`, { token })
  expect([items(second).map(({ id }) => id), at(second, 'nextCursor')]).toEqual([['r'], null])
})

describe('the simulators', () => {
  const state = { available: true, speed: 1, seed: 1, devices: 3, scenarios: [] }
  test('are driven through their port, and who did it is noted', async () => {
    await house.close()
    const done: unknown[] = []
    house = await openHouse({
      deps: {
        simulator: {
          status: () => state,
          setSpeed: (speed) => void done.push(speed),
          startScenario: (id) => (done.push(id), id === 'entrapment'),
          stopScenario: (id) => (done.push(`stop ${id}`), true),
        },
      },
    })
    const token = await house.token('operator')
    const send = (method: string, path: string, body: object) => house.api(method, path, { token, body })
    expect((await send('PATCH', '/simulator', { speed: 5 })).body).toEqual(state)
    expect((await send('POST', '/simulator/scenarios/entrapment/start', {})).status).toBe(200)
    expect((await send('POST', '/simulator/scenarios/entrapment/stop', {})).status).toBe(200)
    expect(no(await send('POST', '/simulator/scenarios/nothing/start', {}))).toEqual([404, 'not_found'])
    expect(no(await send('PATCH', '/simulator', { speed: 61 }))).toEqual([422, 'invalid'])
    expect(done).toEqual([5, 'entrapment', 'stop entrapment', 'nothing'])
    const audit = await house.api('GET', '/audit', { token: await house.token('supervisor') })
    expect(items(audit).map(({ type, id }) => `${type} ${id}`)).toEqual([
      'audit.simulator_stop entrapment',
      'audit.simulator_start entrapment',
      'audit.simulator_speed simulator',
    ])
  })

  test('where there are none, the state says so and the rest is refused', async () => {
    const token = await house.token('operator')
    expect((await house.api('GET', '/simulator', { token })).body).toMatchObject({ available: false })
    expect(no(await house.api('PATCH', '/simulator', { token, body: { speed: 2 } }))).toEqual([404, 'demo_only'])
  })
})
