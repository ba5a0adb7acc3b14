// Where people were, by every way that anything is told: the desk sees all, a guard his own taps, whoever is not of the
// house sees what was done and never by whom.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor, Role } from '../../core/contracts/user.ts'
import { discreetHappening } from '../../core/domain/discretion.ts'
import { hears } from '../../core/domain/hearing.ts'
import { loadEstate } from '../estate.ts'
import { buildSnapshot } from '../live/snapshot.ts'
import { openGuarded, type Guarded } from './testing/guarded.ts'
import { at, word } from './testing/house.ts'

let guarded: Guarded
let round: string
let missed: string
const cookies = new Map<string, string>()
beforeAll(async () => {
  guarded = await openGuarded()
  const { house } = guarded
  const stops = ['b1-f1', 'b1-f9'].map((checkpoint) => ({ checkpoint, from: 0, until: 20 }))
  await guarded.post('admin', '/routes', { id: 'night', site: 'hq', name: 'Night', stops })
  round = word(await guarded.post('desk', '/rounds', { route: 'night', guard: 'li' }), 'id')
  await guarded.post('li', '/taps', { id: 'tap-of-li', code: 'FAAAAA' })
  await guarded.post('wang', '/taps', { id: 'tap-of-wang', code: 'FBBBBB' })
  await guarded.post('li', `/rounds/${round}/pause`)
  const late = {
    id: 'late',
    site: 'hq',
    name: 'Late',
    stops: [{ checkpoint: 'b2-f1', from: 0, until: 1 }],
    graceMinutes: 0,
  }
  expect((await guarded.post('admin', '/routes', late)).status).toBe(201)
  await guarded.post('desk', '/rounds', { route: 'late', guard: 'li' })
  await guarded.pass(2 * 60_000)
  const opened = guarded.happened.find(
    ({ type, data }) => type === 'incident.opened' && JSON.stringify(data).includes('b2-f1'),
  )
  missed = opened!.id
  const people = [
    ['committee', 'viewer', {}],
    ['mo', 'technician', { vendor: 'swift' }],
  ] as const
  await guarded.post('admin', '/vendors', { id: 'swift', name: 'swift' })
  for (const [name, role, more] of people) {
    const person = await house.person(name, role, 'correct horse battery', { sites: ['hq'], ...more })
    cookies.set(name, `wk_session=${(await house.identity.open(person, { cookie: null })).cookie}`)
  }
})
afterAll(() => guarded.house.close())

const get = (who: string, path: string) => guarded.house.api('GET', path, { cookie: cookies.get(who)! })
const ways = () => ['/rounds', `/rounds/${round}`, '/events?after=0']
const walkers = (text: string) => ['"li"', '"wang"', 'tap-of-'].filter((name) => text.includes(name))

describe.each(['committee', 'mo'])('%s', (who) => {
  test('learns of a round what was done, and not by whom', async () => {
    const seen = await get(who, `/rounds/${round}`)
    expect(seen.body).toMatchObject({ guard: null, visits: [{ state: 'on_time', by: null, tap: null }, {}] })
    for (const path of ways()) {
      const rounds = JSON.parse((await get(who, path)).text) as { items?: { type?: string }[] }
      const told = rounds.items?.filter(({ type }) => type === undefined || type.startsWith('round.')) ?? rounds
      expect(JSON.stringify(told)).toContain(round)
      expect([path, walkers(JSON.stringify(told))]).toEqual([path, []])
    }
  })

  test('learns of a missed stop, and not whose it was', async () => {
    for (const path of ['/incidents', `/incidents/${missed}`, '/events?after=0']) {
      const { text } = await get(who, path)
      expect([path, text.includes(missed)]).toEqual([path, true])
      expect([path, text.includes('"guard":"li"')]).toEqual([path, false])
    }
  })

  test('finds nobody’s rounds by asking for his', async () => {
    expect(at(await get(who, '/rounds?guard=li'), 'items')).toEqual([])
  })
})

test('the desk sees whose stop was missed', async () => {
  expect((await guarded.get('desk', `/incidents/${missed}`)).text).toContain('"guard":"li"')
})

test('the desk sees who walked, and every tap', async () => {
  expect((await guarded.get('desk', `/rounds/${round}`)).body).toMatchObject({
    guard: 'li',
    visits: [{ by: 'li' }, {}],
  })
  expect(at(await guarded.get('desk', '/rounds?guard=li'), 'items')).toHaveLength(2)
  expect((await guarded.get('desk', '/taps')).text).toContain('tap-of-wang')
})

test('a guard sees his own taps and nobody else’s', async () => {
  for (const path of ['/taps', '/events?after=0']) {
    const { text } = await guarded.get('li', path)
    expect([path, text.includes('tap-of-li')]).toEqual([path, true])
  }
  expect((await guarded.get('li', '/taps')).text).not.toContain('tap-of-wang')
  const events = (await guarded.get('li', '/events?after=0')).body as {
    items: { type: string; id: string }[]
  }
  expect(events.items.filter(({ type }) => type.startsWith('tap.')).map(({ id }) => id)).toEqual(['tap-of-li'])
})

test('live it is the same', async () => {
  const { db, clock } = guarded.house
  const sources = {
    db,
    estate: await loadEstate(db),
    latest: () => null,
    head: () => 0,
    now: () => clock.at,
    demo: false,
  }
  const actor = (role: Role): Actor => ({ name: 'x', role, sites: ['hq'], locale: 'en', type: 'user' })
  const seen = async (role: Role) => {
    const told = guarded.happened.filter((one) => one.type.startsWith('round.') && hears(actor(role), one))
    const { rounds } = await buildSnapshot(sources, actor(role))
    return walkers(JSON.stringify([rounds, told.map((one) => discreetHappening(actor(role), one))]))
  }
  expect(await seen('viewer')).toEqual([])
  expect(await seen('operator')).toEqual(['"li"', '"wang"', 'tap-of-'])
})
