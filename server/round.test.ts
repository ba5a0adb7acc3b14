// Rounds by time and by taps, through the pipeline: a guard out of contact and back, two roles by badges, a sensor in the
// place of a tag, plans that follow their route.
import { afterEach, describe, expect, test } from 'vitest'
import { shippedRules } from '../core/kinds/shipped.ts'
import type { Round } from '../core/contracts/round.ts'
import { noteHeard } from './contact.ts'
import { findRoute, saveRoute } from './store/route.ts'
import { openScene, start, type Scene } from './testing/scene.ts'

const minute = 60_000
const codes = ['AAAAAA', 'BBBBBB', 'CCCCCC']
const uidOf = (n: number) => `0400000000000${n}`

let scene: Scene
afterEach(() => scene.end())

const open = (
  cast: { leg?: { max: number }; checkpoint?: (n: number) => object; route?: object } = {},
): Promise<Scene> =>
  openScene({
    kinds: [
      { id: 'patrol_reader', name: 'Reader', metrics: [], open: true, interval: '10m' },
      { id: 'access_door', name: 'Door', metrics: [], open: true, interval: '10m' },
    ],
    devices: [
      { id: 'rd-1', site: 'hq', kind: 'patrol_reader', name: 'Reader' },
      { id: 'door-1', site: 'hq', kind: 'access_door', name: 'Door' },
    ],
    rules: shippedRules.filter(({ scope }) => scope.subject !== 'device'),
    checkpoints: [1, 2, 3].map((n) => ({
      ...{ id: `cp-${n}`, site: 'hq', name: `P${n}`, uid: uidOf(n), code: codes[n - 1]! },
      ...cast.checkpoint?.(n),
    })),
    users: [
      { username: 'chen', name: '陈浩', role: 'guard', badge: 'b-chen' },
      { username: 'li', name: '李工', role: 'technician', badge: 'b-li' },
    ],
    routes: [
      {
        ...{ id: 'night', site: 'hq', name: 'A', graceMinutes: 2, guard: 'chen', schedule: { starts: ['14:10'] } },
        stops: [1, 2, 3].map((n) => ({
          checkpoint: `cp-${n}`,
          from: n * 10 - 10,
          until: n * 10,
          leg: cast.leg ?? null,
        })),
        ...cast.route,
      },
    ],
  })
/** Lets the clock come to a minute after the round's start. */
const until = (minutes: number) => scene.pass(start + (10 + minutes) * minute - scene.clock.now())
const tap = (n: number, badge = 'b-chen', readAt?: number) =>
  scene.tap('rd-1', uidOf(n), { badge, ...(readAt === undefined ? {} : { readAt: start + (10 + readAt) * minute }) })
const round = () => scene.happened.findLast(({ type }) => type.startsWith('round.'))!.data as Round
const states = () => round().visits.map(({ state }) => state)
const lost = async () => (await scene.incidents()).filter(({ rule }) => rule === 'guard-lost')
const timeline = async () => (await scene.incident((await lost())[0]!.id))!.timeline.map(({ type }) => type)

describe('a guard out of contact', () => {
  test('is called for once, by priority 2, and found by any tap', async () => {
    scene = await open({ leg: { max: 10 } })
    await until(5)
    await tap(1)
    await until(17)
    expect(await lost()).toEqual([])
    await until(18)
    expect(await lost()).toMatchObject([
      { priority: 2, active: true, subject: { type: 'user', id: 'chen' }, evidence: { checkpoint: 'cp-1' } },
    ])
    await scene.restart()
    await until(20)
    expect(await lost()).toMatchObject([{ trips: 1 }])
    await tap(1)
    expect(await lost()).toMatchObject([{ active: false }])
    expect(round()).toMatchObject({ lostAt: null, contactAt: new Date(scene.clock.now()).toISOString() })
  })

  test('was only offline when a late sync shows that he walked on', async () => {
    scene = await open({ leg: { max: 10 } })
    await until(5)
    await tap(1)
    await until(21)
    await tap(2, 'b-chen', 14)
    expect(await timeline()).toEqual(['opened', 'annotated', 'cleared'])
    expect((await scene.incident((await lost())[0]!.id))!.timeline[1]!.data).toMatchObject({ corrected: 'was_offline' })
  })

  test('is still to be found after his round has ended, by a call answered too, and by nobody else’s tap', async () => {
    scene = await open({ leg: { max: 10 } })
    await until(60)
    expect([round().state, round().lostAt === null]).toEqual(['incomplete', false])
    await tap(3, 'b-li')
    expect(await lost()).toMatchObject([{ active: true }])
    const heard = { user: 'chen', site: 'hq', data: {}, at: scene.clock.now(), cause: 'answer/c-1' }
    await scene.commits.commit(async (tx) => ({
      result: null,
      happenings: await noteHeard(tx, scene.pipeline.internals, heard),
    }))
    expect(await lost()).toMatchObject([{ active: false }])
    expect(round().lostAt).toBeNull()
  })

  test('is not one whose legs have no limit, or of whom the product could not hear', async () => {
    scene = await open()
    await until(60)
    expect(await lost()).toEqual([])
    await scene.end()
    scene = await open({ leg: { max: 10 } })
    await until(1)
    scene.clock.advance(25 * minute)
    for (const lane of ['urgent', 'bulk'] as const)
      await scene.journal.append(lane, { type: 'tick', at: scene.clock.now(), boot: true })
    await scene.pass(5 * minute)
    expect(await lost()).toEqual([])
  })
})

test('two roles are known by their badges', async () => {
  scene = await open({ checkpoint: (n) => ({ twoRoles: n === 1 }) })
  await until(2)
  await tap(1)
  expect(states()).toEqual(['due', 'due', 'due'])
  await until(5)
  await tap(1, 'b-li')
  expect(round().visits[0]).toMatchObject({ state: 'on_time', by: 'chen', roles: { technician: { by: 'li' } } })
})

describe('a sensor in the place of a tag', () => {
  const sensor = { device: 'door-1', sign: { event: 'opened' }, use: 'visit' as const }

  test('visits its checkpoint by its sign, and by no other', async () => {
    scene = await open({ checkpoint: (n) => (n === 2 ? { sensor } : {}) })
    await until(12)
    await scene.event('door-1', 'closed')
    expect(states()[1]).toBe('due')
    await scene.event('door-1', 'opened')
    await scene.pass(1000)
    expect(round().visits[1]).toMatchObject({ state: 'on_time', sensor: 'door-1', tap: null, by: null })
  })

  test('ends a miss of its checkpoint', async () => {
    scene = await open({ checkpoint: (n) => (n === 2 ? { sensor } : {}) })
    await until(23)
    expect(await scene.incidents()).toHaveLength(2)
    await scene.event('door-1', 'opened')
    await scene.pass(1000)
    const missed = (await scene.incidents()).map(({ subject, active }) => [subject.id, active])
    expect(missed).toEqual([
      ['cp-1', true],
      ['cp-2', false],
    ])
  })
})

test('a plan follows its route until it begins', async () => {
  scene = await open()
  const { db } = scene.database
  const change = async (over: object) => saveRoute(db, { ...(await findRoute(db, 'night'))!, ...over })
  const { stops } = (await findRoute(db, 'night'))!
  await scene.pass(minute)
  const { id } = round()
  const today = () => scene.happened.findLast((each) => each.id === id)!.data as Round
  await change({ stops: stops.slice(0, 2), guard: 'li' })
  await scene.pass(minute)
  expect([today().visits.length, today().guard]).toEqual([2, 'li'])
  await until(1)
  await change({ stops })
  await scene.pass(2 * minute)
  expect(today()).toMatchObject({ state: 'under_way', visits: [{}, {}] })
  // Tomorrow's has not begun
  expect(round().visits).toHaveLength(3)
})
