// The machine has the last word: in virtual time, with the pipeline, the journal and the records.
import { afterEach, describe, expect, test } from 'vitest'
import { iso } from '../core/contracts/instant.ts'
import { isRefusal } from '../core/contracts/refusal.ts'
import { Rule } from '../core/contracts/rule.ts'
import { Tap } from '../core/contracts/tap.ts'
import type { Ticket, TicketAction } from '../core/contracts/ticket.ts'
import type { Actor } from '../core/contracts/user.ts'
import { actOnTicket } from '../core/domain/ticket.ts'
import { actOnIncident } from '../core/domain/incident.ts'
import { shippedRules } from '../core/kinds/shipped.ts'
import { findIncident, updateIncident } from './store/incident.ts'
import { findTicket } from './store/ticket.ts'
import { openScene, overcurrent, pump, pumpKind, type Scene } from './testing/scene.ts'
import { saveTicket } from './ticket.ts'

const minute = 60_000
let scene: Scene
afterEach(() => scene.end())

const overdue = shippedRules.filter(({ id }) => id.endsWith('ticket-breached'))
const open = async () => {
  scene = await openScene({ kinds: [pumpKind], devices: [pump], rules: [Rule.parse(overcurrent), ...overdue] })
}
const fitter: Actor = { name: 'wangqiang', role: 'technician', sites: null, locale: 'zh-CN', type: 'user' }
const chief: Actor = { ...fitter, name: 'zhangyu', role: 'supervisor' }

/** The pump speaks every 30 s, as loud as `say` gives it. */
async function run(ms: number, say: (n: number) => number | null): Promise<void> {
  for (let n = 0; n * 30_000 < ms; n++) {
    const current = say(n)
    if (current !== null) await scene.reading('p-101', { current_a: current })
    await scene.pass(30_000)
  }
}
const trip = () => run(minute, () => 20)
const runWell = (ms: number) => run(ms, (n) => 12 + (n % 3) / 10)
const ticket = async (): Promise<Ticket> => (await scene.tickets())[0]!

/** Steps of people, each told to the records as HTTP would. */
async function act(action: TicketAction, by: Actor = fitter): Promise<Ticket> {
  const at = scene.clock.now()
  const { id } = await ticket()
  return scene.commits.commit(async (tx) => {
    const before = (await findTicket(tx, id))!
    const decided = actOnTicket(before, action, by, at, { tap: tapNow(), tag: 'cp-pump', code: false, telemetry: true })
    if (isRefusal(decided)) throw new Error(decided.refused)
    return { result: decided.next, happenings: await saveTicket(tx, scene.pipeline.internals, before, decided, at) }
  })
}
const tapNow = (): Tap =>
  Tap.parse({
    ...{ id: 't', status: 'accepted', place: 'signed', time: 'live', person: 'session', grade: 'A', by: 'wangqiang' },
    ...{ checkpoint: 'cp-pump', site: 'hq', uid: 'x', counter: 1, reader: null, round: null, flags: [], reason: null },
    ...{ at: iso(scene.clock.now()), receivedAt: iso(scene.clock.now()) },
  })
async function repair(): Promise<void> {
  await act({ action: 'dispatch', user: 'wangqiang' }, chief)
  await act({ action: 'accept' })
  await act({ action: 'start' })
  await act({ action: 'finish' })
}

describe('a repair', () => {
  test('that holds is proposed as fixed after the hold time, with its figures, and verified by another', async () => {
    await open()
    await trip()
    await run(minute, () => 12)
    await repair()
    await runWell(9 * minute)
    expect((await ticket()).verdict?.state).toBe('watching')
    await runWell(2 * minute)
    const proposed = await ticket()
    expect(proposed).toMatchObject({ state: 'done', verdict: { state: 'proposed_good' } })
    expect(proposed.verdict!.readings).toBeGreaterThan(15)
    expect((await act({ action: 'verify' }, chief)).state).toBe('verified')
  })

  test('that changed nothing goes back to work by the system, and its incident stays the same one', async () => {
    await open()
    await trip()
    await repair()
    await run(11 * minute, () => 20)
    expect(await ticket()).toMatchObject({ state: 'working', verdict: { state: 'not_healthy' }, bounces: 0 })
    expect(scene.happened.filter(({ type }) => type === 'ticket.rejected')).toHaveLength(1)
    expect(await scene.incidents()).toHaveLength(1)
    expect(await scene.tickets()).toHaveLength(1)
  })

  test('of which the sensor is stuck, or silent, is no proof until it moves', async () => {
    await open()
    await trip()
    await run(minute, () => 12)
    await repair()
    await run(11 * minute, () => 12)
    expect((await ticket()).verdict?.state).toBe('not_moving')
    await run(3 * minute, () => null)
    expect((await ticket()).verdict?.state).toBe('silent')
    await runWell(3 * minute)
    expect((await ticket()).verdict?.state).toBe('proposed_good')
  })

  test('is watched on after a restart, and what was counted is not lost', async () => {
    await open()
    await trip()
    await run(minute, () => 12)
    await repair()
    await runWell(6 * minute)
    await scene.restart()
    await runWell(5 * minute)
    expect(await ticket()).toMatchObject({ verdict: { state: 'proposed_good' } })
    expect((await ticket()).verdict!.readings).toBeGreaterThan(15)
  })
})

describe('a repair whose hold time ends while the system itself is away', () => {
  const away = async (say: (n: number) => number) => {
    await open()
    await trip()
    await run(minute, () => 12)
    await repair()
    await runWell(minute)
    await scene.restart(20 * minute)
    expect((await ticket()).verdict?.state).toBe('watching')
    await run(9 * minute, say)
    expect((await ticket()).verdict?.state).toBe('watching')
    await run(2 * minute, say)
    return (await ticket()).verdict?.state
  }
  test('is held against nobody: the hold time begins anew', async () => {
    expect(await away((n) => 12 + (n % 3) / 10)).toBe('proposed_good')
    expect(scene.happened.filter(({ type }) => type === 'ticket.judged')).toHaveLength(1)
  })
  test('is no proof either', async () => {
    expect(await away(() => 12)).toBe('not_moving')
  })
})

describe('the same fault again', () => {
  test('within a day of the repair is a bounce of the same ticket, whether its incident was closed or not', async () => {
    await open()
    await trip()
    await run(minute, () => 12)
    await repair()
    await runWell(11 * minute)
    await act({ action: 'verify' }, chief)
    await act({ action: 'close' }, chief)
    for (let n = 0; n < 100; n++) await scene.reading('p-101', { current_a: 20 + (n % 2) })
    await trip()
    const again = await scene.tickets()
    expect(again).toHaveLength(1)
    expect(again[0]).toMatchObject({ state: 'working', bounces: 1, closedAt: null, number: 1 })
    expect(scene.happened.filter(({ type }) => type === 'ticket.bounced')).toHaveLength(1)
  })

  test('after more than a day is another ticket, also of an incident that nobody closed', async () => {
    await open()
    await trip()
    await run(minute, () => 12)
    await repair()
    await runWell(11 * minute)
    await act({ action: 'verify' }, chief)
    await act({ action: 'close' }, chief)
    await scene.pass(0)
    scene.clock.advance(25 * 60 * minute)
    await scene.pass(1000)
    await trip()
    const both = await scene.tickets()
    expect(both.map(({ number }) => number).sort()).toEqual([1, 2])
    expect(both.find(({ number }) => number === 2)).toMatchObject({ state: 'new', bounces: 0, recurrence: 2 })
  })
})

test('a ticket that nobody accepts warns, then is an incident of its own, which ends when somebody does', async () => {
  await open()
  await trip()
  await scene.pass(23 * minute)
  expect(scene.happened.filter(({ type }) => type === 'ticket.warned')).toEqual([])
  await scene.pass(2 * minute)
  expect(scene.happened.filter(({ type }) => type === 'ticket.warned')).toHaveLength(1)
  await scene.pass(6 * minute)
  const late = (await scene.incidents()).find(({ rule }) => rule === 'urgent-ticket-breached')
  expect(late).toMatchObject({ active: true, priority: 2, subject: { type: 'ticket', id: (await ticket()).id } })
  expect((await scene.incidents()).map(({ rule }) => rule)).not.toContain('ticket-breached')
  await act({ action: 'dispatch', user: 'wangqiang' }, chief)
  await act({ action: 'accept' })
  await scene.pass(1000)
  expect((await scene.incidents()).find(({ id }) => id === late!.id)).toMatchObject({ active: false })
})

describe('a fault that has no end of its own', () => {
  const dry = Rule.parse({
    ...{ id: 'dry-run', name: 'Ran dry', scope: { kind: pumpKind.id }, priority: 2, when: { event: 'dry_run' } },
    raise: { title: 'Ran dry', ticket: { type: 'fault' } },
  })
  test('does not send the work back; it is watched once somebody has unlatched it', async () => {
    scene = await openScene({ kinds: [pumpKind], devices: [pump], rules: [dry] })
    await scene.event('p-101', 'dry_run')
    await scene.pass(2000)
    await repair()
    await runWell(15 * minute)
    expect(await ticket()).toMatchObject({ state: 'done', verdict: { state: 'watching' } })
    await unlatch()
    await runWell(12 * minute)
    expect(await ticket()).toMatchObject({ state: 'done', verdict: { state: 'proposed_good' } })
  })
})

async function unlatch(): Promise<void> {
  const { incident: id } = await ticket()
  await scene.commits.commit(async (tx) => {
    const incident = (await findIncident(tx, id!))!
    const decided = actOnIncident(incident, { action: 'reset' }, chief, scene.clock.now())
    if (isRefusal(decided)) throw new Error(decided.refused)
    await updateIncident(tx, incident, decided.next)
    return { result: undefined, happenings: decided.happenings }
  })
}
