// Taps against doors and distances, through the whole pipeline in virtual time.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Tap } from '../core/contracts/tap.ts'
import { saveZone } from './store/zone.ts'
import { Zone } from '../core/contracts/site.ts'
import { unexplainedSightings } from './store/sighting.ts'
import { listTaps, tapNamed } from './store/tap.ts'
import { openScene, type Scene } from './testing/scene.ts'

const second = 1000
const minute = 60 * second
const uid = (n: number) => `04D35A6E8000A${n}`
const sensor = { device: 'door-1', sign: { metric: 'open', equals: true } }

let scene: Scene
beforeEach(async () => {
  scene = await openScene({
    kinds: [
      { id: 'door', name: 'Door', metrics: [], open: true, interval: '60s' },
      { id: 'reader', name: 'Reader', metrics: [], open: true, interval: '60s' },
    ],
    devices: [
      { id: 'door-1', site: 'hq', kind: 'door', name: 'Door' },
      { id: 'r-1', site: 'hq', kind: 'reader', name: 'Reader' },
    ],
    checkpoints: [
      { id: 'cp-1', site: 'hq', name: 'Room', code: 'AAAAAA', uid: uid(1), building: 'b1', zone: 'low', sensor },
      { id: 'cp-2', site: 'hq', name: 'Roof', code: 'BBBBBB', uid: uid(2), building: 'b1', zone: 'high' },
      { id: 'cp-3', site: 'hq', name: 'Hall', code: 'CCCCCC', uid: uid(3), building: 'b1', zone: 'low' },
    ],
    users: [{ username: 'li', name: 'Li', role: 'guard', badge: 'badge-li' }],
  })
  const { db } = scene.database
  await saveZone(db, Zone.parse({ id: 'low', site: 'hq', building: 'b1', floor: 1, name: 'Low' }))
  await saveZone(db, Zone.parse({ id: 'high', site: 'hq', building: 'b1', floor: 13, name: 'High' }))
  await door(false)
  await wait(2 * minute)
})
afterEach(() => scene.end())

const door = (open: boolean, more?: { ts?: number }) => scene.reading('door-1', { open }, more)
const tap = async (n: number, id: string, readAt = scene.clock.now()) => {
  await scene.tap('r-1', uid(n), { id, badge: 'badge-li', readAt })
  return tapNow(id)
}
const tapNow = async (id: string): Promise<Tap> => (await tapNamed(scene.database.db, id))!
/** Lets time pass while the door goes on reporting. */
const wait = async (ms: number, open = false) => {
  for (let left = ms; left > 0; left -= 30 * second) {
    await scene.pass(Math.min(30 * second, left))
    await door(open)
  }
}
const regraded = () => scene.happened.filter(({ type }) => type === 'tap.regraded').map(({ id }) => id)
const unexplained = async () =>
  (await unexplainedSightings(scene.database.db, { sites: null, from: 0, to: 9e15, limit: 10 })).length

test('a door that opens before the tap confirms it at once', async () => {
  await door(true)
  await scene.pass(20 * second)
  expect((await tap(1, 't-1')).sensor).toMatchObject({ device: 'door-1', says: 'confirms' })
  expect(await unexplained()).toBe(0)
})

test('a door that stays shut while it is heard contradicts the tap when the window is over, and is told', async () => {
  expect((await tap(1, 't-1')).sensor?.says).toBe('unheard')
  await wait(minute)
  expect((await tapNow('t-1')).sensor?.says).toBe('unheard')
  await wait(90 * second)
  expect(await tapNow('t-1')).toMatchObject({ sensor: { says: 'contradicts' }, flags: ['sensor_contradicts'] })
  expect(regraded()).toEqual(['t-1'])
})

test('a door that is not heard contradicts nobody', async () => {
  await scene.pass(4 * minute)
  await tap(1, 't-1')
  await scene.pass(4 * minute)
  expect(await tapNow('t-1')).toMatchObject({ sensor: { says: 'unheard' }, flags: [] })
})

test('a sign that arrives late takes the contradiction back', async () => {
  const readAt = scene.clock.now()
  await tap(1, 't-1')
  await wait(3 * minute)
  expect((await tapNow('t-1')).flags).toEqual(['sensor_contradicts'])
  await door(true, { ts: readAt + 10 * second })
  expect(await tapNow('t-1')).toMatchObject({ sensor: { says: 'confirms' }, flags: [] })
  expect(regraded()).toEqual(['t-1', 't-1'])
  expect(await unexplained()).toBe(0)
})

test('a door that opened without a tap stands until a tap explains it, also one that is synced late', async () => {
  await door(true)
  const opened = scene.clock.now()
  await wait(minute)
  expect(await unexplained()).toBe(1)
  await wait(10 * minute)
  await tap(1, 't-other')
  expect(await unexplained()).toBe(1)
  expect((await tap(1, 't-late', opened + 4 * minute)).sensor?.says).not.toBe('confirms')
  expect(await unexplained()).toBe(0)
})

test('a door that stays open gives one sign', async () => {
  await door(true)
  await wait(5 * minute, true)
  expect(await unexplained()).toBe(1)
})

test('nobody is on the roof five seconds after the ground floor; a late tap between flags the next one', async () => {
  const from = scene.clock.now()
  await tap(3, 't-1')
  await scene.pass(5 * second)
  expect((await tap(2, 't-2')).flags).toContain('impossible_walk')
  await scene.pass(10 * minute)
  expect((await tap(3, 't-3')).flags).not.toContain('impossible_walk')
  await scene.pass(minute)
  await tap(2, 't-4', from + 9 * minute + 55 * second)
  expect((await tapNow('t-3')).flags).toContain('impossible_walk')
  expect(regraded()).toEqual(['t-3'])
  const all = await listTaps(scene.database.db, { limit: 10, sites: null })
  expect(all.items).toHaveLength(4)
})

test('where there is no tag, the sign of the sensor is itself the visit', async () => {
  await scene.end()
  scene = await openScene({
    kinds: [{ id: 'door', name: 'Door', metrics: [], open: true, interval: '60s' }],
    devices: [{ id: 'door-1', site: 'hq', kind: 'door', name: 'Door' }],
    checkpoints: [{ id: 'cp-9', site: 'hq', name: 'Gate', code: 'DDDDDD', sensor: { ...sensor, use: 'visit' } }],
    routes: [
      {
        ...{ id: 'route-9', site: 'hq', name: 'Gate', stops: [{ checkpoint: 'cp-9', from: 0, until: 10 }] },
        schedule: { starts: ['14:02'] },
      },
    ],
  })
  await door(false)
  await wait(4 * minute)
  await door(true)
  const visited = scene.happened.filter(({ type }) => type === 'round.visited')
  expect(visited).toMatchObject([
    { data: { visits: [{ checkpoint: 'cp-9', state: 'on_time', sensor: 'door-1', tap: null }] } },
  ])
  expect(await unexplained()).toBe(0)
})
