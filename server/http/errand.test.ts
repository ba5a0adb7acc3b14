// Guards sent to incidents over HTTP: who is nearest, proven and reported arrivals, and the round that stands still.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Errand, NearestGuard } from '../../core/contracts/errand.ts'
import type { Incident, Subject } from '../../core/contracts/incident.ts'
import { iso } from '../../core/contracts/instant.ts'
import type { Round } from '../../core/contracts/round.ts'
import { Rule } from '../../core/contracts/rule.ts'
import { raise } from '../../core/domain/incident.ts'
import { insertIncident } from '../store/incident.ts'
import { minute, openGuarded, type Guarded } from './testing/guarded.ts'
import { at, no, start } from './testing/house.ts'

let guarded: Guarded
beforeEach(async () => {
  guarded = await openGuarded()
  await fault('i-1')
})
afterEach(() => guarded.house.close())

/** The pump on the ninth floor of block 1 is in trouble. */
async function fault(id: string, subject: Subject = { type: 'device', id: 'p-1' }): Promise<void> {
  const rule = Rule.parse({ id, name: id, priority: 2, when: { event: 'x' }, raise: { title: '水泵跳闸' } })
  const signal = { type: 'raise', subject, at: start, historic: false, latched: false, evidence: {} } as const
  const device = guarded.estate.devices.get('p-1')!
  const { next } = raise(null, { id, rule, signal, site: 'hq', device, at: start })
  await guarded.house.commit(async (tx) => ({ result: await insertIncident(tx, next, id), happenings: [] }))
}

const act = (who: string, action: string, body: object = {}, id = 'i-1') =>
  guarded.post(who, `/incidents/${id}/${action}`, body)
let n = 0
const tap = (who: string, code: string, more: object = {}) =>
  guarded.post(who, '/taps', { id: `tap-${++n}-${who}`, code, ...more })
const entries = async () =>
  ((await guarded.get('desk', '/incidents/i-1')).body as Incident).timeline
    .slice(1)
    .map(({ type, by, data }) => ({ type, by, data }))
const errands = async (who = 'li') => at(await guarded.get(who, '/sheet'), 'errands') as Errand[]
const over = async () => {
  // Ends the incident as its rule would, by the operator's reset.
  await guarded.house.db.updateTable('incident').set({ open: null }).where('id', '=', 'i-1').execute()
  await guarded.pass(1000)
}

test('the nearest are those on duty, by where they tapped last', async () => {
  await guarded.post('li', '/duties', { id: 'duty-0001' })
  await guarded.post('admin', '/shifts', {
    id: 's',
    site: 'hq',
    name: 'X',
    start: '00:00',
    end: '23:59',
    people: ['wang'],
  })
  await tap('li', 'FCCCCC')
  await tap('wang', 'FAAAAA')
  guarded.house.clock.at += 2 * minute
  const nearest = (await guarded.get('desk', '/incidents/i-1/nearest')).body as NearestGuard[]
  expect(
    nearest.map(({ user, checkpoint, minutes, distance, duty, phone }) => [
      user,
      checkpoint,
      minutes,
      distance,
      duty,
      phone,
    ]),
  ).toEqual([
    ['wang', 'b1-f1', 2, 135, 'on_roster', null],
    ['li', 'b2-f1', 2, 180, 'on_post', '139'],
  ])
  await act('desk', 'send', { user: 'wang' })
  const after = (await guarded.get('desk', '/incidents/i-1/nearest')).body as NearestGuard[]
  expect(after.map(({ busy }) => busy)).toEqual(['i-1', null])
})

test('the nearest to mend it are technicians of the house on duty, by the same measure', async () => {
  await guarded.house.person('qiang', 'technician', '', { phone: '137' })
  await guarded.house.person('lin', 'technician', '', { vendor: 'swift' })
  await guarded.house.person('gang', 'technician')
  const shift = { id: 's', site: 'hq', name: 'X', start: '00:00', end: '23:59', people: ['qiang', 'lin', 'li'] }
  await guarded.post('admin', '/shifts', shift)
  const nearest = (await guarded.get('desk', '/incidents/i-1/nearest?role=technician')).body as NearestGuard[]
  expect(nearest.map(({ user, phone, distance }) => [user, phone, distance])).toEqual([['qiang', '137', null]])
})

test('to a guard who cries for help others are sent, to where he tapped last', async () => {
  for (const who of ['li', 'wang']) await guarded.post(who, '/duties', { id: `duty-${who}-1` })
  await tap('li', 'FBBBBB')
  const { incident } = (await guarded.post('li', '/sos', { id: 'sos-00001' })).body as { incident: string }
  const nearest = (await guarded.get('desk', `/incidents/${incident}/nearest`)).body as NearestGuard[]
  expect(nearest.map(({ user }) => user)).toEqual(['wang'])
  await act('desk', 'send', { user: 'wang' }, incident)
  expect(await errands('wang')).toMatchObject([{ place: { 'zh-CN': '1号楼 9层 li' }, scene: ['b1-f9'], priority: 1 }])
})

test('a point of a panel is where it hangs, not where the panel is', async () => {
  const points = [{ id: 'l2-034', zone: 'z2-1', name: { 'zh-CN': '走道烟感', en: 'Corridor smoke' } }, { id: 'l2-035' }]
  await guarded.house.api('PUT', '/devices/p-1/points', { token: await guarded.house.token('admin'), body: points })
  await fault('i-2', { type: 'point', id: 'p-1:l2-034' })
  await fault('i-3', { type: 'point', id: 'p-1:l2-035' })
  for (const id of ['i-2', 'i-3']) await act('desk', 'send', { user: 'li' }, id)
  expect(await errands()).toMatchObject([
    { place: { 'zh-CN': '2号楼 1层 走道烟感' }, scene: ['b2-f1'] },
    { place: { 'zh-CN': '1号楼 9层 水泵' }, scene: ['b1-f9'] },
  ])
})

describe('a guard who is sent', () => {
  beforeEach(async () => void (await act('desk', 'send', { user: 'li' })))

  test('finds it on the sheet, with the place and where to tap; sent again changes nothing', async () => {
    expect(await errands()).toMatchObject([
      {
        ...{ incident: 'i-1', priority: 2, scene: ['b1-f9'], sentBy: 'desk', sentAt: iso(start), arrivedAt: null },
        ...{ title: { 'zh-CN': '水泵跳闸' }, place: { 'zh-CN': '1号楼 9层 水泵', en: 'Block 1 Floor 9 Pump' } },
      },
    ])
    await act('desk', 'send', { user: 'li' })
    expect((await entries()).map(({ type }) => type)).toEqual(['sent'])
    expect(guarded.types('errand')).toEqual(['errand.sent'])
    expect(guarded.types('incident')).toEqual(['incident.sent'])
  })

  test('proves the arrival by a live tap on the scene', async () => {
    await guarded.pass(133_000)
    await tap('li', 'FAAAAA')
    await tap('wang', 'FBBBBB')
    await tap('li', 'FBBBBB', { ts: iso(start - minute) })
    expect(await entries()).toHaveLength(1)
    await tap('li', 'FBBBBB')
    const [, arrived] = await entries()
    expect(arrived).toMatchObject({ type: 'arrived', by: 'li', data: { user: 'li', proven: true, elapsedMs: 133_000 } })
    expect(await errands()).toMatchObject([{ arrival: 'tap', arrivedAt: iso(start + 133_000) }])
    await tap('li', 'FBBBBB')
    expect(await entries()).toHaveLength(2)
  })

  test('is believed without a tap only as far as somebody says so; the tap that follows proves it', async () => {
    await guarded.pass(minute)
    await act('desk', 'arrive', { user: 'li' })
    expect((await entries())[1]).toMatchObject({ by: 'desk', data: { user: 'li', proven: false, tap: null } })
    await act('li', 'arrive')
    expect(await entries()).toHaveLength(2)
    await guarded.pass(minute)
    await tap('li', 'FBBBBB')
    expect((await entries())[2]).toMatchObject({
      type: 'arrived',
      by: 'li',
      data: { proven: true, elapsedMs: 2 * minute },
    })
  })

  test('may name a tap, if it is his own, live, there, and since', async () => {
    await guarded.post('li', '/taps', { id: 'elsewhere', code: 'FAAAAA' })
    await guarded.post('wang', '/taps', { id: 'colleague', code: 'FBBBBB' })
    for (const id of ['elsewhere', 'colleague', 'none'])
      expect(no(await act('li', 'arrive', { tap: id }))).toEqual([409, 'tap_elsewhere'])
    expect(no(await act('wang', 'arrive'))).toEqual([409, 'not_sent'])
    expect(no(await act('wang', 'arrive', { user: 'li' }))).toEqual([403, 'forbidden'])
    expect(await entries()).toHaveLength(1)
  })

  test('proves nothing by a tap from before', async () => {
    await fault('i-2')
    await guarded.post('li', '/taps', { id: 'before', code: 'FBBBBB' })
    await guarded.pass(1000)
    await act('desk', 'send', { user: 'li' }, 'i-2')
    expect(no(await act('li', 'arrive', { tap: 'before' }, 'i-2'))).toEqual([409, 'tap_elsewhere'])
  })

  test('is called back, or free when the incident is over', async () => {
    await act('desk', 'recall', { user: 'li' })
    expect((await entries())[1]).toMatchObject({ type: 'recalled', data: { user: 'li' } })
    expect(await errands()).toEqual([])
    expect(no(await act('desk', 'recall', { user: 'li' }))).toEqual([409, 'not_sent'])
    await act('desk', 'send', { user: 'li' })
    expect(await errands()).toHaveLength(1)
    await over()
    expect(await errands()).toEqual([])
    expect(guarded.types('errand')).toEqual(['errand.sent', 'errand.ended', 'errand.sent', 'errand.ended'])
  })

  test('must be somebody of that site', async () => {
    await guarded.house.person('far', 'guard', '', { sites: ['other'] })
    await guarded.house.person('watcher', 'viewer')
    for (const user of ['far', 'watcher', 'none'])
      expect(no(await act('desk', 'send', { user }))).toEqual([422, 'unknown_user'])
  })
})

describe('the round of a guard who is sent', () => {
  const roundOf = async (id: string) => (await guarded.get('desk', `/rounds/${id}`)).body as Round
  let round: string
  beforeEach(async () => {
    const stop = (checkpoint: string, until: number) => ({ checkpoint, from: 0, until })
    const stops = [stop('gate', 10), stop('b2-f1', 20)]
    await guarded.post('admin', '/routes', { id: 'night', site: 'hq', name: 'X', stops, guard: 'li', graceMinutes: 0 })
    round = at(await guarded.post('desk', '/rounds', { route: 'night' }), 'id') as string
    await tap('li', 'GATEAA')
    await guarded.pass(minute)
    await act('desk', 'send', { user: 'li' })
  })

  test('stands still until the incident is over', async () => {
    expect((await roundOf(round)).pauses).toMatchObject([
      { from: iso(start + minute), until: null, incident: 'i-1', by: 'desk' },
    ])
    expect((await errands())[0]!.round).toBe(round)
    await guarded.pass(30 * minute)
    expect((await roundOf(round)).visits[1]!.state).toBe('due')
    await over()
    const { pauses, visits } = await roundOf(round)
    expect(pauses[0]!.until).not.toBeNull()
    expect(visits[1]!.until).toBe(iso(start + 50 * minute + 1000))
  })

  test('goes on when he has been there and taps his next stop', async () => {
    await tap('li', 'FBBBBB')
    expect((await roundOf(round)).pauses[0]!.until).toBeNull()
    await guarded.pass(10 * minute)
    await tap('li', 'FCCCCC')
    const { pauses, visits, state } = await roundOf(round)
    expect([visits[1]!.state, state]).toEqual(['on_time', 'complete'])
    expect(pauses[0]!.until).toBe(iso(start + 11 * minute))
    expect(await errands()).toEqual([])
  })

  test('waits for the last of two errands', async () => {
    await fault('i-2')
    await act('desk', 'send', { user: 'li' }, 'i-2')
    await over()
    expect((await roundOf(round)).pauses[0]!.until).toBeNull()
    await act('desk', 'recall', { user: 'li' }, 'i-2')
    expect((await roundOf(round)).pauses[0]!.until).not.toBeNull()
  })
})
