import { sql } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import { Device } from '../core/contracts/device.ts'
import type { Incident, IncidentAction } from '../core/contracts/incident.ts'
import { iso } from '../core/contracts/instant.ts'
import type { Round } from '../core/contracts/round.ts'
import { isRefusal } from '../core/contracts/refusal.ts'
import { Rule } from '../core/contracts/rule.ts'
import { actOnIncident } from '../core/domain/incident.ts'
import { shippedRules } from '../core/kinds/shipped.ts'
import { updateIncident } from './store/incident.ts'
import { findRoute, saveRoute } from './store/route.ts'
import {
  fireAlarm,
  openScene,
  overcurrent,
  panel,
  panelKind,
  pump,
  pumpKind,
  start,
  type Scene,
} from './testing/scene.ts'

let scene: Scene
afterEach(() => scene.end())
const pumps = () => openScene({ kinds: [pumpKind], devices: [pump], rules: [overcurrent] })
async function act(incident: Incident, action: IncidentAction): Promise<void> {
  const actor = { name: 'op', role: 'operator', sites: null, locale: 'en', type: 'user' } as const
  const decided = actOnIncident(incident, action, actor, scene.clock.now())
  if (isRefusal(decided)) throw new Error(decided.refused)
  await scene.commits.commit(async (tx) => {
    await updateIncident(tx, incident, decided.next)
    return { result: null, happenings: decided.happenings }
  })
}

describe('one fault', () => {
  test('is one incident and one ticket, however often it is repeated; recovery clears it', async () => {
    scene = await pumps()
    for (let i = 0; i < 30; i++) {
      await scene.reading('p-101', { current_a: 19 + (i % 2) })
      await scene.pass(1000)
    }
    const [incident, ...others] = await scene.incidents()
    expect(others).toEqual([])
    expect(incident).toMatchObject({ rule: 'pump-overcurrent', active: true, acknowledged: false, device: 'p-101' })
    const tickets = await scene.tickets()
    expect(tickets).toEqual([expect.objectContaining({ id: incident!.ticket, number: 1, incident: incident!.id })])

    await scene.reading('p-101', { current_a: 12 })
    await scene.pass(15_000)
    expect((await scene.incidents())[0]).toMatchObject({ active: false, closedAt: null })
    expect((await scene.incident(incident!.id))!.timeline.map((e) => e.type)).toEqual(['opened', 'ticket', 'cleared'])
  })

  test('raises when it has held for its time by the ticks of the journal, not before', async () => {
    scene = await pumps()
    await scene.reading('p-101', { current_a: 20 })
    await scene.pass(4000)
    expect(await scene.incidents()).toEqual([])
    await scene.pass(2000)
    expect(await scene.incidents()).toHaveLength(1)
  })

  test('is the same after a restart in the middle, wherever it falls', async () => {
    for (let stopAt = 0; stopAt < 20; stopAt += 3) {
      scene = await pumps()
      for (let second = 0; second < 20; second++) {
        if (second === stopAt) await scene.restart()
        await scene.reading('p-101', { current_a: second < 10 ? 20 : 10 })
        await scene.pass(1000)
      }
      await scene.pass(10_000)
      const incidents = await scene.incidents()
      expect(incidents, `restarted at ${stopAt}`).toHaveLength(1)
      expect(incidents[0]).toMatchObject({ active: false, trips: 1 })
      expect(await scene.tickets()).toHaveLength(1)
      if (stopAt < 18) await scene.end()
    }
  })

  test('of a device in service work is kept quiet, and raised when the work ends and it still holds', async () => {
    scene = await pumps()
    const device = Device.parse(pump)
    const service = { mode: 'service' as const, reason: 'x', since: new Date(start).toISOString(), by: 'admin' }
    await scene.change('device', { ...device, service })
    await scene.reading('p-101', { current_a: 20 })
    await scene.pass(20_000)
    expect(await scene.incidents()).toEqual([])
    await scene.restart()
    await scene.change('device', { ...device, service: null })
    await scene.pass(1000)
    expect(await scene.incidents()).toEqual([expect.objectContaining({ active: true, service: false })])
  })

  test('takes a changed rule at once, and leaves nothing open when the rule goes', async () => {
    scene = await pumps()
    await scene.reading('p-101', { current_a: 17 })
    await scene.pass(10_000)
    expect(await scene.incidents()).toEqual([])
    const rule = Rule.parse({ ...overcurrent, when: { metric: 'current_a', above: 15 } })
    await scene.changeRule(rule, rule.id)
    await scene.pass(10_000)
    expect(await scene.incidents()).toEqual([expect.objectContaining({ active: true })])
    await scene.changeRule(null, rule.id)
    await scene.pass(1000)
    expect(await scene.incidents()).toEqual([expect.objectContaining({ active: false })])
  })
})

describe('a fire panel', () => {
  const panels = () => openScene({ kinds: [panelKind], devices: [panel], rules: [fireAlarm] })

  test('with a second detector makes a second incident that sounds again', async () => {
    scene = await panels()
    await scene.event('fp-1', 'alarm', { point: 'l2-034' })
    await scene.pass(10_000)
    await scene.event('fp-1', 'alarm', { point: 'l2-035' })
    const incidents = await scene.incidents()
    expect(incidents.map((i) => i.subject.id)).toEqual(['fp-1:l2-034', 'fp-1:l2-035'])
    expect(incidents.every((i) => !i.acknowledged && !i.historic && i.active)).toBe(true)
    expect(scene.happened.filter((h) => h.type === 'incident.opened')).toHaveLength(2)
    expect(scene.happened.filter((h) => h.type === 'point.changed').map((h) => h.id)).toEqual([
      'fp-1:l2-034',
      'fp-1:l2-035',
    ])
  })

  test('whose clock is an hour slow sounds just the same', async () => {
    scene = await panels()
    const slow = { ts: scene.clock.now() - 3_600_000, judged: scene.clock.now() }
    await scene.event('fp-1', 'alarm', { point: 'l2-034', ...slow })
    expect(await scene.incidents()).toEqual([expect.objectContaining({ historic: false, active: true })])
  })

  test('in service work still raises and carries the badge', async () => {
    scene = await panels()
    const service = { mode: 'service' as const, reason: 'x', since: new Date(start).toISOString(), by: 'admin' }
    await scene.change('device', { ...Device.parse(panel), service })
    await scene.event('fp-1', 'alarm', { point: 'l2-034' })
    await scene.event('fp-1', 'alarm', { point: 'l2-035' })
    expect((await scene.incidents()).map((i) => i.service)).toEqual([true, true])
  })

  test('makes its points normal again by a reset', async () => {
    scene = await panels()
    await scene.event('fp-1', 'alarm', { point: 'l2-034' })
    await scene.event('fp-1', 'fault', { point: 'l1-001' })
    await scene.pass(2000)
    await scene.event('fp-1', 'reset')
    const states = scene.happened
      .filter((h) => h.type === 'point.changed')
      .map((h) => (h.data as { state: string }).state)
    expect(states).toEqual(['alarm', 'fault', 'normal', 'normal'])
  })
})

describe('silence', () => {
  const child = { ...pump, parent: 'gw-1' }
  const gateway = { id: 'gw-1', site: 'hq', kind: 'generic', name: 'Gateway' }
  const kinds = [pumpKind, { id: 'generic', name: 'Generic', metrics: [], open: true, interval: '30s' }]
  const silent = (id: string, kind: string, times: number) => ({
    ...{ id, name: id, scope: { kind }, priority: 3 as const, when: { silent: times }, raise: { title: 'Silent' } },
  })
  const rules = [silent('pump-silent', 'pump', 3), silent('generic-silent', 'generic', 3)]

  test('of a parent is one incident; its children make none, and show as silent', async () => {
    scene = await openScene({ kinds, devices: [gateway, child], rules })
    await scene.reading('gw-1', { cpu: 1 })
    await scene.reading('p-101', { current_a: 10 })
    await scene.pass(200_000)
    expect((await scene.incidents()).map((i) => i.rule)).toEqual(['generic-silent'])
    expect(scene.pipeline.latest('p-101')!.presence).toBe('silent')
  })

  test('of a child whose parent speaks is its own; it clears when it is heard again, restart or not', async () => {
    scene = await openScene({ kinds, devices: [gateway, child], rules })
    await scene.reading('p-101', { current_a: 10 })
    for (let i = 0; i < 10; i++) {
      await scene.reading('gw-1', { cpu: 1 })
      await scene.pass(20_000)
    }
    expect(await scene.incidents()).toEqual([expect.objectContaining({ rule: 'pump-silent', active: true })])
    await scene.restart()
    await scene.pass(5000)
    expect(await scene.incidents()).toEqual([expect.objectContaining({ rule: 'pump-silent', active: true })])
    await scene.reading('p-101', { current_a: 10 })
    await scene.pass(5000)
    expect(await scene.incidents()).toEqual([expect.objectContaining({ rule: 'pump-silent', active: false })])
    expect(scene.pipeline.latest('p-101')!.presence).toBe('online')
  })

  test('an open incident stays open while its device is not heard, and says so', async () => {
    scene = await openScene({ kinds, devices: [{ ...pump }], rules: [overcurrent] })
    await scene.reading('p-101', { current_a: 20 })
    await scene.pass(10_000)
    await scene.pass(100_000)
    expect(await scene.incidents()).toEqual([expect.objectContaining({ active: true, silent: true })])
  })
})

describe('presence', () => {
  test('is shown at the first message, not at the next tick, and told once', async () => {
    scene = await pumps()
    expect(scene.pipeline.latest('p-101')!.presence).toBe('unknown')
    await scene.reading('p-101', { current_a: 1 })
    await scene.reading('p-101', { current_a: 1 })
    expect(scene.pipeline.latest('p-101')!.presence).toBe('online')
    await scene.pass(3000)
    expect(scene.happened.filter((h) => h.type === 'presence.changed')).toHaveLength(1)
  })

  test('ends with the will of the newest connection, and an older will says nothing', async () => {
    scene = await pumps()
    const says = (online: boolean, epoch: number) =>
      scene.journal.append('urgent', {
        ...{ type: 'presence', at: scene.clock.now(), device: 'p-101', online, epoch },
        cause: online ? 'connect' : 'will',
      })
    await says(true, 2)
    await says(false, 1)
    await scene.pass(2000)
    expect(scene.pipeline.latest('p-101')!.presence).toBe('online')
    await says(false, 2)
    await scene.pass(2000)
    expect(scene.pipeline.latest('p-101')!.presence).toBe('offline')
  })
})

describe('a connection', () => {
  const ends = (cause: 'left' | 'disconnect') =>
    scene.journal.append('urgent', {
      ...{ type: 'presence', at: scene.clock.now(), device: 'p-101', online: false, epoch: 1 },
      cause,
    })

  test('that breaks shows the device as offline at the next tick', async () => {
    scene = await pumps()
    await scene.reading('p-101', { current_a: 1 })
    await ends('disconnect')
    await scene.pass(1000)
    expect(scene.pipeline.latest('p-101')!.presence).toBe('offline')
  })

  test('that the device ends itself shows nothing until its next message is overdue', async () => {
    scene = await pumps()
    await scene.reading('p-101', { current_a: 1 })
    await ends('left')
    await scene.pass(60_000)
    expect(scene.pipeline.latest('p-101')!.presence).toBe('online')
    await scene.pass(1000)
    expect(scene.pipeline.latest('p-101')!.presence).toBe('silent')
  })
})

describe('a clock', () => {
  test.each([
    ['an hour ahead', 3_600_000],
    ['in 1970', -start],
  ])('%s is wrong until it is set, though its readings count as of now', async (_, ahead) => {
    const rules = [overcurrent, ...shippedRules.filter(({ id }) => id === 'clock-wrong')]
    scene = await openScene({ kinds: [pumpKind], devices: [pump], rules })
    await scene.reading('p-101', { current_a: 12 }, { claimed: scene.clock.now() + ahead })
    const [wrong] = await scene.incidents()
    expect(wrong).toMatchObject({ rule: 'clock-wrong', subject: { type: 'device', id: 'p-101' }, active: true })
    expect(scene.pipeline.latest('p-101')).toMatchObject({ clockOffsetMs: -ahead })
    await scene.pass(1000)
    await scene.reading('p-101', { current_a: 12 })
    expect(await scene.incidents()).toEqual([expect.objectContaining({ id: wrong!.id, active: false })])
  })
})

describe('the records', () => {
  test('hold the newest value and its time; late data does not overwrite it', async () => {
    scene = await pumps()
    await scene.reading('p-101', { current_a: 12 })
    await scene.reading('p-101', { current_a: 99 }, { ts: start - 600_000 })
    expect(scene.pipeline.latest('p-101')!.metrics.current_a).toMatchObject({ value: 12 })
    await scene.pass(20_000)
    await scene.restart()
    await scene.pipeline.caughtUp()
    expect(scene.pipeline.latest('p-101')!.metrics.current_a).toMatchObject({ value: 12 })
  })

  test('are left alone while nothing happens, but for a mark every five seconds', async () => {
    scene = await pumps()
    const changes = () => sql<{ n: number }>`select total_changes() as n`.execute(scene.database.db)
    const busy: boolean[] = []
    for (let second = 0; second < 30; second++) {
      const before = (await changes()).rows[0]!.n
      await scene.pass(1000)
      busy.push((await changes()).rows[0]!.n > before)
    }
    expect(busy.filter(Boolean)).toHaveLength(6)
    await scene.reading('p-101', { current_a: 20 })
    await scene.pass(3000)
    await scene.restart()
    await scene.pass(3000)
    expect(await scene.incidents()).toHaveLength(1)
  })

  test('are written again as soon as they can be, and alarms are shown from memory meanwhile', async () => {
    scene = await pumps()
    await scene.reading('p-101', { current_a: 20 })
    await scene.pass(1000)
    const { db } = scene.database
    const full = Object.assign(new Error('database or disk is full'), { errcode: 13 })
    const begin = db.transaction.bind(db)
    db.transaction = () => {
      throw full
    }
    scene.clock.advance(9000)
    await scene.journal.append('bulk', { type: 'tick', at: scene.clock.now(), boot: false })
    while (scene.unrecorded === 0) await new Promise(setImmediate)
    expect(scene.pipeline.status().fault).toContain('full')
    db.transaction = begin
    scene.clock.advance(10_000)
    await scene.pipeline.caughtUp()
    expect(await scene.incidents()).toHaveLength(1)
    expect(scene.pipeline.status().fault).toBeNull()
  })
})

describe('a patrol', () => {
  const checkpoint = (id: string, uid: string, key = false) => ({
    ...{ id, site: 'hq', name: id, key, uid, code: id === 'cp-1' ? 'AAAAAA' : 'BBBBBB' },
  })
  const inside = shippedRules.filter(({ scope }) => scope.subject !== 'device')
  const patrol = () =>
    openScene({
      kinds: [{ id: 'patrol_reader', name: 'Reader', metrics: [], open: true, interval: '10m' }],
      devices: [{ id: 'rd-1', site: 'hq', kind: 'patrol_reader', name: 'Reader' }],
      rules: inside,
      checkpoints: [checkpoint('cp-1', '04AAAAAAAAAAAA'), checkpoint('cp-2', '04BBBBBBBBBBBB', true)],
      users: [{ username: 'chenhao', name: '陈浩', role: 'guard', badge: 'b-1' }],
      routes: [
        {
          ...{ id: 'r-a', site: 'hq', name: 'A', graceMinutes: 1, schedule: { starts: ['14:05', '15:05'] } },
          stops: [
            { checkpoint: 'cp-1', from: 0, until: 5 },
            { checkpoint: 'cp-2', from: 5, until: 10 },
          ],
        },
      ],
    })
  const minute = 60_000

  test('that skips a key place raises higher; the next visit ends it', async () => {
    scene = await patrol()
    await scene.pass(7 * minute)
    await scene.tap('rd-1', '04AAAAAAAAAAAA', { badge: 'b-1' })
    await scene.pass(10 * minute)
    expect(await scene.incidents()).toEqual([
      expect.objectContaining({
        rule: 'key-checkpoint-missed',
        priority: 2,
        subject: { type: 'checkpoint', id: 'cp-2' },
      }),
    ])
    await scene.tap('rd-1', '04BBBBBBBBBBBB', { badge: 'b-1' })
    await scene.pass(1000)
    expect(await scene.incidents()).toEqual([expect.objectContaining({ active: false })])
  })

  test('that was walked in a basement is corrected by a late sync, and the incident says so', async () => {
    scene = await patrol()
    const at = scene.clock.now()
    await scene.pass(20 * minute)
    expect((await scene.incidents()).map((i) => i.raisedAt)).toEqual([
      '2026-11-23T06:11:01.000Z',
      '2026-11-23T06:16:01.000Z',
    ])
    await scene.tap('rd-1', '04AAAAAAAAAAAA', { badge: 'b-1', readAt: at + 6 * minute })
    const [incident] = await scene.incidents()
    const timeline = (await scene.incident(incident!.id))!.timeline.map((entry) => entry.type)
    expect(timeline).toEqual(['opened', 'annotated', 'cleared'])
    expect(scene.happened.filter((h) => h.type === 'round.corrected')).toHaveLength(1)
  })

  test('blames nobody for what passed while the product was down, and the next deadline again', async () => {
    scene = await patrol()
    await scene.pass(minute)
    scene.clock.advance(12 * minute)
    for (const lane of ['urgent', 'bulk'] as const)
      await scene.journal.append(lane, { type: 'tick', at: scene.clock.now(), boot: true })
    await scene.pass(1000)
    await scene.restart()
    await scene.pass(minute)
    expect(await scene.incidents()).toEqual([])
    await scene.pass(10 * minute)
    expect((await scene.incidents()).map(({ rule }) => rule)).toEqual(['key-checkpoint-missed'])
    const round = scene.happened.findLast(({ type }) => type === 'round.incomplete')!.data as Round
    expect(round.visits.map(({ state, unwatched }) => [state, unwatched])).toEqual([
      ['missed', true],
      ['missed', undefined],
    ])
  })

  test('knows after a restart of the evaluator alone that the gateway has listened all the time', async () => {
    scene = await patrol()
    await scene.pass(10 * minute + 59_000)
    await scene.restart()
    await scene.pass(1000)
    expect((await scene.incidents()).map(({ rule }) => rule)).toEqual(['checkpoint-missed'])
  })

  test('closes by itself what was taken, when somebody walks there; an older walk proves nothing of it', async () => {
    scene = await patrol()
    const at = scene.clock.now()
    await scene.pass(12 * minute)
    const [missed] = await scene.incidents()
    expect(missed).toMatchObject({ rule: 'checkpoint-missed', active: true, latched: false })
    await act(missed!, { action: 'acknowledge' })
    await scene.tap('rd-1', '04AAAAAAAAAAAA', { badge: 'b-1', readAt: at - 30 * minute })
    expect(await scene.incident(missed!.id)).toMatchObject({ active: true, closedAt: null })
    await scene.tap('rd-1', '04AAAAAAAAAAAA', { badge: 'b-1' })
    expect(await scene.incident(missed!.id)).toMatchObject({ active: false, closedAt: iso(scene.clock.now()) })
  })

  test('is explained by checkpoint, a wrong clock by its device', async () => {
    scene = await patrol()
    const ask = (rule: string, subject: string) => scene.pipeline.explain(rule, subject, scene.clock.now())
    expect(await ask('checkpoint-missed', 'checkpoint:cp-1')).toMatchObject({ state: 'idle', since: null })
    await scene.pass(12 * minute)
    expect(await ask('checkpoint-missed', 'checkpoint:cp-1')).toMatchObject({
      ...{ state: 'active', since: '2026-11-23T06:11:01.000Z' },
      leaves: [{ value: { on: true, from: '2026-11-23T06:11:01.000Z', ended: null }, holds: true }],
    })
    expect(await ask('clock-wrong', 'device:rd-1')).toMatchObject({ state: 'idle' })
    for (const subject of ['checkpoint:nowhere', 'device:rd-1', 'nothing'])
      expect(await ask('checkpoint-missed', subject)).toBeNull()
  })

  test('counts a tap once, however often it is sent', async () => {
    scene = await patrol()
    await scene.pass(6 * minute)
    for (let i = 0; i < 3; i++) await scene.tap('rd-1', '04AAAAAAAAAAAA', { id: 'same', badge: 'b-1' })
    expect(scene.happened.filter((h) => h.type.startsWith('tap.'))).toHaveLength(1)
    expect(scene.happened.filter((h) => h.type === 'round.visited')).toHaveLength(1)
  })

  test('is planned once for each start, also after restarts, and taken back when the schedule changes', async () => {
    scene = await patrol()
    await scene.restart()
    await scene.pass(2 * minute)
    expect(scene.happened.filter((h) => h.type === 'round.planned')).toHaveLength(2)
    const route = (await findRoute(scene.database.db, 'r-a'))!
    await saveRoute(scene.database.db, { ...route, schedule: { ...route.schedule!, starts: ['14:05'] } })
    await scene.pass(2 * minute)
    expect(scene.happened.filter((h) => h.type === 'round.removed')).toHaveLength(1)
  })
})

describe('time', () => {
  test('brings an incident back from its shelf and marks a breached ticket, once', async () => {
    scene = await pumps()
    await scene.reading('p-101', { current_a: 20 })
    await scene.pass(10_000)
    const before = (await scene.incidents())[0]!
    const until = scene.clock.now() + 900_000
    await act(before, { action: 'shelve', until: iso(until), reason: 'x' })
    await scene.pass(1_900_000)
    expect((await scene.incidents())[0]).toMatchObject({ shelvedUntil: null })
    const timeline = (await scene.incident(before.id))!.timeline.map((entry) => entry.type)
    expect(timeline.filter((type) => type === 'unshelved')).toHaveLength(1)
    expect((await scene.tickets())[0]!.clocks.response.breached).toBe(true)
    expect(scene.happened.filter((h) => h.type === 'ticket.breached')).toHaveLength(1)
  })
})

describe('what cannot be performed', () => {
  test('is set aside alone; everything beside it is kept, and the pipeline goes on', async () => {
    scene = await openScene({ kinds: [pumpKind, panelKind], devices: [pump, panel], rules: [overcurrent, fireAlarm] })
    const poison = { type: 'discovered', at: 0, device: null, what: 'device', name: Symbol('x'), data: {} } as never
    await scene.journal.append('urgent', poison)
    await scene.event('fp-1', 'alarm', { point: 'l1-001' })
    await scene.pass(2000)
    expect(await scene.incidents()).toHaveLength(1)
    const aside = await scene.database.db.selectFrom('quarantine').selectAll().execute()
    expect(aside).toHaveLength(1)
    expect(aside[0]!.reason).toMatch(/^discover:/)
  })
})
