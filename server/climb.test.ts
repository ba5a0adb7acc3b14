// Ladders in the whole pipeline, in virtual time: begun by the incident's own transaction, stopped by whoever takes it,
// moved by ticks, unharmed by a restart.
import { afterEach, expect, test } from 'vitest'
import type { Climb } from '../core/contracts/ladder.ts'
import type { Notice } from '../core/contracts/notice.ts'
import { isRefusal } from '../core/contracts/refusal.ts'
import type { TicketAction } from '../core/contracts/ticket.ts'
import type { Actor } from '../core/contracts/user.ts'
import { actOnIncident } from '../core/domain/incident.ts'
import { actOnTicket } from '../core/domain/ticket.ts'
import { nextDue } from '../core/domain/ticket-system.ts'
import { stuckLadders } from '../core/domain/ladder-audit.ts'
import { shippedLadders } from '../core/kinds/ladders.ts'
import { climbOf, laddered } from './store/climb.ts'
import { findIncident, updateIncident } from './store/incident.ts'
import { saveLadder } from './store/ladder.ts'
import { listNotices } from './store/notice.ts'
import { findTicket, updateTicket } from './store/ticket.ts'
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

const minute = 60_000
const daily = { site: 'hq', start: '08:00', end: '20:00' }
const cast = {
  kinds: [pumpKind, panelKind],
  devices: [pump, panel],
  rules: [overcurrent, fireAlarm],
  users: [
    { username: 'desk', name: '王磊', role: 'operator' as const, email: 'desk@example.test' },
    { username: 'off', name: '李倩', role: 'operator' as const, email: 'off@example.test' },
    {
      username: 'fixer',
      name: '王强',
      role: 'technician' as const,
      email: 'fixer@example.test',
      skills: [{ id: 'electrical' }],
    },
    { username: 'plumber', name: '周平', role: 'technician' as const, email: 'plumber@example.test' },
    {
      username: 'lead',
      name: 'Zhang Yu',
      role: 'supervisor' as const,
      phone: '13800000008',
      email: 'lead@example.test',
      locale: 'en' as const,
    },
  ],
  shifts: [{ ...daily, id: 'day', name: 'Day', people: ['desk', 'fixer', 'plumber'] }],
  ladders: [...shippedLadders],
  channels: [
    {
      id: 'mail',
      name: 'Mail',
      config: { type: 'email' as const, host: 'localhost', port: 25, from: 'wk@example.test' },
    },
    { id: 'robot', name: 'Robot', config: { type: 'dingtalk' as const } },
  ],
}

let scene: Scene
afterEach(() => scene.end())

const notices = async (): Promise<Notice[]> =>
  (await listNotices(scene.database.db, { limit: 1000, sites: null })).items.reverse()
const to = (told: Notice[]) => told.map((notice) => `${notice.to ?? notice.channel}`)
const climbFor = async (type: 'incident' | 'ticket', id: string): Promise<Climb> =>
  (await climbOf(scene.database.db, `${type}:${id}`))!
const operator: Actor = { name: 'desk', role: 'operator', sites: null, locale: 'zh-CN', type: 'user' }

async function acknowledge(id: string): Promise<void> {
  await scene.commits.commit(async (tx) => {
    const incident = (await findIncident(tx, id))!
    const decided = actOnIncident(incident, { action: 'acknowledge' }, operator, scene.clock.now())
    if (isRefusal(decided)) throw new Error(decided.refused)
    await updateIncident(tx, incident, decided.next)
    return { result: null, happenings: decided.happenings }
  })
}

async function work(id: string, action: TicketAction, actor: Actor): Promise<void> {
  await scene.commits.commit(async (tx) => {
    const ticket = (await findTicket(tx, id))!
    const decided = actOnTicket(ticket, action, actor, scene.clock.now())
    if (isRefusal(decided)) throw new Error(decided.refused)
    await updateTicket(tx, ticket, decided.next, nextDue(decided.next))
    return { result: null, happenings: decided.happenings }
  })
}

async function fire(): Promise<string> {
  await scene.event('fp-1', 'alarm', { point: 'L1-001' })
  return (await scene.incidents())[0]!.id
}

test('the incident and its first notices become true together; then the ladder climbs to the telephone', async () => {
  scene = await openScene(cast)
  const id = await fire()
  const opened = scene.happened.findIndex(({ type }) => type === 'incident.opened')
  expect(scene.happened.slice(opened).map(({ type }) => type)).toEqual(['incident.opened', 'climb.climbed'])
  expect(to(await notices()).sort()).toEqual(['desk', 'robot'])
  const first = (await notices()).find((notice) => notice.to === 'desk')!
  expect(first).toMatchObject({
    about: { type: 'incident', id },
    priority: 1,
    link: `/incidents/${id}`,
    state: 'waiting',
  })
  expect(first.title).toBe('【危急】Fire alarm')
  expect(first.text).toBe('L1-001 Fire alarm，14:00:01 (UTC+8) 起，未接警')
  await scene.pass(7 * minute)
  const climb = await climbFor('incident', id)
  expect(climb).toMatchObject({ state: 'done', nextAt: null })
  expect(climb.log.at(-1)).toMatchObject({ what: 'phone', to: 'lead' })
  expect((await notices()).find((notice) => notice.to === 'lead')!.text).toBe(
    'Still unacknowledged, notice 3, 2 min: L1-001: Fire alarm, since 14:00:01 (UTC+8)',
  )
})

test('whoever takes it ends the telling in the same transaction', async () => {
  scene = await openScene(cast)
  const id = await fire()
  await acknowledge(id)
  expect(scene.happened.slice(-2).map(({ type }) => type)).toEqual(['incident.acknowledged', 'climb.stopped'])
  const before = (await notices()).length
  await scene.pass(10 * minute)
  expect(await climbFor('incident', id)).toMatchObject({ state: 'stopped', stopped: 'acknowledged' })
  expect(await notices()).toHaveLength(before)
})

test('who has no working channel is on record with the reason, and the ladder goes on to who has one', async () => {
  const [desk, ...others] = cast.users
  scene = await openScene({
    ...cast,
    users: [{ ...desk!, email: null }, ...others],
    channels: cast.channels.slice(0, 1),
  })
  const id = await fire()
  expect(await notices()).toEqual([])
  const { log, nextAt } = await climbFor('incident', id)
  expect(log.filter(({ to: whom }) => whom === 'desk')).toMatchObject([{ what: 'nobody', note: 'no_channel' }])
  expect(nextAt).not.toBeNull()
  await scene.pass(3 * minute)
  expect(to(await notices())[0]).toBe('lead')
  await scene.pass(5 * minute)
  expect(await climbFor('incident', id)).toMatchObject({ state: 'done' })
  expect((await climbFor('incident', id)).log.at(-1)).toMatchObject({ what: 'phone', to: 'lead' })
})

test('a restart forgets no step and repeats no notice', async () => {
  scene = await openScene(cast)
  const id = await fire()
  await scene.pass(90_000)
  await scene.restart()
  await scene.pass(6 * minute)
  const log = (await climbFor('incident', id)).log.filter(({ what }) => what !== 'nobody')
  expect(log.at(-1)).toMatchObject({ what: 'phone' })
  const keys = (await notices()).map(({ key }) => key)
  expect(new Set(keys).size).toBe(keys.length)
  expect(to(await notices()).filter((name) => name === 'lead').length).toBeGreaterThan(0)
  expect(log.filter(({ step, to: who }) => step === 1 && who === 'desk')).toHaveLength(2)
})

test('an incident that trips again after it was taken and had cleared begins anew', async () => {
  scene = await openScene({ ...cast, rules: [{ ...overcurrent, raise: { title: 'Current high', latched: true } }] })
  await scene.reading('p-101', { current_a: 20 })
  await scene.pass(6000)
  const { id } = (await scene.incidents())[0]!
  await acknowledge(id)
  await scene.reading('p-101', { current_a: 10 })
  await scene.pass(12_000)
  await scene.reading('p-101', { current_a: 21 })
  await scene.pass(6000)
  expect(await climbFor('incident', id)).toMatchObject({ state: 'climbing', run: 2, stopped: null })
})

test('a ticket goes to the technician on duty with the skill, climbs, and stops when he accepts', async () => {
  scene = await openScene(cast)
  await scene.reading('p-101', { current_a: 20 })
  await scene.pass(6000)
  const ticket = (await scene.tickets())[0]!
  const about = async () => (await notices()).filter((notice) => notice.about?.id === ticket.id)
  expect(to(await about())).toContain('fixer')
  expect(to(await about())).not.toContain('plumber')
  await scene.pass(11 * minute)
  expect(to(await about())).toContain('lead')
  await work(ticket.id, { action: 'dispatch', user: 'plumber' }, operator)
  expect(to(await about())).toContain('plumber')
  expect(await climbFor('ticket', ticket.id)).toMatchObject({ state: 'climbing', run: 2, next: 1 })
  const plumber: Actor = { ...operator, name: 'plumber', role: 'technician' }
  await work(ticket.id, { action: 'accept' }, plumber)
  expect(await climbFor('ticket', ticket.id)).toMatchObject({ state: 'stopped', stopped: 'accepted' })
})

test('whoever has a ticket hears once that a limit comes near, and no group does', async () => {
  scene = await openScene(cast)
  await scene.reading('p-101', { current_a: 20 })
  await scene.pass(6000)
  const { id } = (await scene.tickets())[0]!
  await work(id, { action: 'dispatch', user: 'plumber' }, operator)
  const plumber: Actor = { ...operator, name: 'plumber', role: 'technician' }
  await work(id, { action: 'accept' }, plumber)
  await work(id, { action: 'start' }, plumber)
  scene.clock.advance(20 * 60 * minute)
  await scene.pass(1000)
  const warned = (await notices()).filter(({ text }) => text.includes('快到时限'))
  expect(to(warned)).toEqual(['plumber'])
  expect(warned[0]!.text).toMatch(/工单 #1 快到时限：.*14:00:0\d \(UTC\+8\) 前要修好$/)
})

test('a declined ticket is told of again at once', async () => {
  scene = await openScene(cast)
  await scene.reading('p-101', { current_a: 20 })
  await scene.pass(6000)
  const ticket = (await scene.tickets())[0]!
  await work(ticket.id, { action: 'dispatch', user: 'plumber' }, operator)
  await work(
    ticket.id,
    { action: 'decline', reason: '不在岗' },
    {
      ...operator,
      name: 'plumber',
      role: 'technician',
    },
  )
  expect(await climbFor('ticket', ticket.id)).toMatchObject({ state: 'climbing', run: 3 })
})

test('what was open before there was a ladder for it gets one within the minute', async () => {
  scene = await openScene({ ...cast, ladders: [] })
  const id = await fire()
  expect(await climbOf(scene.database.db, `incident:${id}`)).toBeNull()
  expect(stuckLadders(await laddered(scene.database.db), scene.clock.now())).toMatchObject([
    { of: { id }, why: 'none' },
  ])
  for (const ladder of shippedLadders) await saveLadder(scene.database.db, ladder)
  await scene.pass(61_000)
  expect(await climbFor('incident', id)).toMatchObject({ state: 'climbing', run: 1 })
  expect(stuckLadders(await laddered(scene.database.db), scene.clock.now())).toEqual([])
})

test('two hundred incidents in one minute: each has its climb, its notices and a next instant', async () => {
  scene = await openScene(cast)
  for (let n = 0; n < 200; n++) await scene.event('fp-1', 'alarm', { point: `L1-${n}` })
  const incidents = await scene.incidents()
  expect(incidents).toHaveLength(200)
  for (const { id } of incidents) expect((await climbFor('incident', id)).nextAt).not.toBeNull()
  const told = (await notices()).filter((notice) => notice.to === 'desk')
  expect(told).toHaveLength(200)
  expect(told.every(({ createdAt }) => Date.parse(createdAt) >= start)).toBe(true)
})
