// What somebody has taken and leaves lying, in virtual time: it lapses after the ladder's own time, people are told anew,
// and neither a restart nor the auditor forgets it.
import { afterEach, expect, test } from 'vitest'
import type { IncidentAction } from '../core/contracts/incident.ts'
import { iso } from '../core/contracts/instant.ts'
import type { Climb } from '../core/contracts/ladder.ts'
import { isRefusal } from '../core/contracts/refusal.ts'
import type { Ticket, TicketAction } from '../core/contracts/ticket.ts'
import type { Actor } from '../core/contracts/user.ts'
import { actOnIncident } from '../core/domain/incident.ts'
import { stuckLadders } from '../core/domain/ladder-audit.ts'
import { actOnTicket } from '../core/domain/ticket.ts'
import { shippedLadders } from '../core/kinds/ladders.ts'
import { climbOf, saveClimb, untaken } from './store/climb.ts'
import { findIncident, updateIncident } from './store/incident.ts'
import { listNotices } from './store/notice.ts'
import { findTicket } from './store/ticket.ts'
import { fireAlarm, openScene, overcurrent, panel, panelKind, pump, pumpKind, type Scene } from './testing/scene.ts'
import { writeTicket } from './ticket.ts'

const minute = 60_000
const hour = 60 * minute
const cast = {
  kinds: [pumpKind, panelKind],
  devices: [pump, panel],
  rules: [overcurrent, fireAlarm],
  users: [
    { username: 'desk', name: '王磊', role: 'operator' as const, email: 'desk@example.test' },
    { username: 'fixer', name: '王强', role: 'technician' as const, email: 'fixer@example.test' },
    { username: 'lead', name: '张宇', role: 'supervisor' as const, email: 'lead@example.test', phone: '13800000008' },
  ],
  shifts: [{ id: 'day', site: 'hq', name: 'Day', start: '00:00', end: '23:59', people: ['desk', 'fixer'] }],
  ladders: [...shippedLadders],
  channels: [
    {
      id: 'mail',
      name: 'Mail',
      config: { type: 'email' as const, host: 'localhost', port: 25, from: 'wk@example.test' },
    },
  ],
}
const desk: Actor = { name: 'desk', role: 'operator', sites: null, locale: 'zh-CN', type: 'user' }
const fixer: Actor = { ...desk, name: 'fixer', role: 'technician' }

let scene: Scene
afterEach(() => scene.end())

const climbFor = async (type: 'incident' | 'ticket', id: string): Promise<Climb> =>
  (await climbOf(scene.database.db, `${type}:${id}`))!
const told = async (id: string, who: string): Promise<number> =>
  (await listNotices(scene.database.db, { limit: 1000, sites: null })).items.filter(
    ({ about, to }) => about?.id === id && to === who,
  ).length
const stuck = async () => stuckLadders(await untaken(scene.database.db), scene.clock.now())

const handle = (id: string, action: IncidentAction): Promise<void> =>
  scene.commits.commit(async (tx) => {
    const incident = (await findIncident(tx, id))!
    const decided = actOnIncident(incident, action, desk, scene.clock.now())
    if (isRefusal(decided)) throw new Error(decided.refused)
    await updateIncident(tx, incident, decided.next)
    return { result: undefined, happenings: decided.happenings }
  })

const work = (id: string, action: TicketAction, actor: Actor = fixer): Promise<Ticket> =>
  scene.commits.commit(async (tx) => {
    const ticket = (await findTicket(tx, id))!
    const decided = actOnTicket(ticket, action, actor, scene.clock.now())
    if (isRefusal(decided)) throw new Error(decided.refused)
    await writeTicket(tx, ticket, decided)
    return { result: decided.next, happenings: decided.happenings }
  })

/** Time passes without a tick, and is made up for by one, as after a pause of the journal. */
async function later(ms: number): Promise<void> {
  scene.clock.advance(ms - 1000)
  await scene.pass(1000)
}

async function fire(): Promise<string> {
  await scene.event('fp-1', 'alarm', { point: 'L1-001' })
  const { id } = (await scene.incidents())[0]!
  await handle(id, { action: 'acknowledge' })
  return id
}

async function overload(): Promise<{ incident: string; ticket: string }> {
  await scene.reading('p-101', { current_a: 20 })
  await scene.pass(6000)
  const incident = (await scene.incidents()).find(({ rule }) => rule === overcurrent.id)!
  return { incident: incident.id, ticket: incident.ticket! }
}

test('an incident that was taken and left lying is nobody’s again, and its ladder begins anew', async () => {
  scene = await openScene(cast)
  const id = await fire()
  const takenAt = scene.clock.now()
  expect((await climbFor('incident', id)).resumeAt).toBe(iso(takenAt + 15 * minute))
  const before = await told(id, 'desk')
  await later(15 * minute - 1000)
  expect(await told(id, 'desk')).toBe(before)
  await scene.pass(1000)
  const incident = (await scene.incident(id))!
  expect(incident).toMatchObject({ acknowledged: false, acknowledgedBy: null, acknowledgedAt: null })
  expect(incident.timeline.at(-1)).toMatchObject({ type: 'lapsed', by: null, data: { user: 'desk' } })
  expect(await climbFor('incident', id)).toMatchObject({ state: 'climbing', run: 2, resumeAt: null })
  expect(await told(id, 'desk')).toBe(before + 1)
  await later(3 * minute)
  expect(await told(id, 'lead')).toBeGreaterThan(0)
})

test('whatever is done about it gives it its whole time again; what the system adds does not', async () => {
  scene = await openScene(cast)
  const id = await fire()
  await later(10 * minute)
  await scene.event('fp-1', 'alarm', { point: 'L1-001' })
  const kept = (await climbFor('incident', id)).resumeAt
  await handle(id, { action: 'comment', text: '已派人去看' })
  const moved = (await climbFor('incident', id)).resumeAt
  expect(Date.parse(moved!) - Date.parse(kept!)).toBe(10 * minute)
  await later(14 * minute)
  expect(await scene.incident(id)).toMatchObject({ acknowledged: true })
  await later(2 * minute)
  expect(await scene.incident(id)).toMatchObject({ acknowledged: false })
})

test('a restart forgets none of it, nor does the time that nobody was there', async () => {
  scene = await openScene(cast)
  const id = await fire()
  await later(minute)
  await scene.restart()
  await later(hour)
  expect(await climbFor('incident', id)).toMatchObject({ state: 'climbing', run: 2 })
})

test('what has cleared, or is on the shelf, does not lapse', async () => {
  scene = await openScene(cast)
  const fired = await fire()
  await scene.event('fp-1', 'restored', { point: 'L1-001' })
  const { incident, ticket } = await overload()
  await work(ticket, { action: 'cancel', reason: '误报' }, desk)
  await handle(incident, { action: 'acknowledge' })
  await handle(incident, { action: 'shelve', for: '6h', reason: '等厂家' })
  expect((await climbFor('incident', fired)).resumeAt).toBeNull()
  expect((await climbFor('incident', incident)).resumeAt).toBeNull()
  await later(5 * hour)
  expect(await scene.incident(incident)).toMatchObject({ acknowledged: true })
  await later(2 * hour)
  await later(30 * minute)
  expect((await scene.incident(incident))!.timeline.map(({ type }) => type).slice(-2)).toEqual(['unshelved', 'lapsed'])
})

test('an incident whose ticket is worked on is not left lying', async () => {
  scene = await openScene(cast)
  const { incident, ticket } = await overload()
  await handle(incident, { action: 'acknowledge' })
  await work(ticket, { action: 'dispatch', user: 'fixer' }, desk)
  await work(ticket, { action: 'accept' })
  await work(ticket, { action: 'start' })
  await later(3 * hour)
  expect(await scene.incident(incident)).toMatchObject({ acknowledged: true })
  await work(ticket, { action: 'cancel', reason: '误派' }, desk)
  await later(hour)
  expect(await scene.incident(incident)).toMatchObject({ acknowledged: false })
})

test('a ticket that was accepted and not gone to is told of again, with its clock going on', async () => {
  scene = await openScene(cast)
  const { ticket: id } = await overload()
  await work(id, { action: 'dispatch', user: 'fixer' }, desk)
  const taken = await work(id, { action: 'accept' })
  expect(taken.clocks.response.state).toBe('stopped')
  const before = await told(id, 'fixer')
  await later(hour)
  const ticket = (await findTicket(scene.database.db, id))!
  expect(ticket).toMatchObject({ state: 'dispatched', assignee: 'fixer', clocks: { response: { state: 'running' } } })
  expect(ticket.timeline.at(-1)).toMatchObject({ type: 'lapsed', data: { user: 'fixer' } })
  expect(await told(id, 'fixer')).toBe(before + 1)
  await later(11 * minute)
  expect(await told(id, 'lead')).toBe(1)
  await work(id, { action: 'accept' })
  expect(await climbFor('ticket', id)).toMatchObject({ state: 'stopped', stopped: 'accepted' })
})

test('a lease and an agreed visit keep an acceptance until they are over; whoever is at work keeps it', async () => {
  scene = await openScene(cast)
  const { ticket: id } = await overload()
  const state = async () => (await findTicket(scene.database.db, id))!.state
  await work(id, { action: 'dispatch', user: 'fixer' }, desk)
  await work(id, { action: 'accept' })
  await work(id, { action: 'lease', hours: 2 })
  await later(2 * hour - 1000)
  expect(await state()).toBe('accepted')
  await scene.pass(1000)
  expect(await state()).toBe('dispatched')
  await work(id, { action: 'accept' })
  const at = iso(scene.clock.now() + 3 * hour)
  await work(id, { action: 'appoint', at, confirmed: false })
  await later(3 * hour + 14 * minute)
  expect(await state()).toBe('accepted')
  await work(id, { action: 'start' })
  await later(2 * hour)
  expect(await state()).toBe('working')
})

test('the auditor sees what would never lapse, and gives it a time', async () => {
  scene = await openScene(cast)
  const id = await fire()
  const climb = await climbFor('incident', id)
  await saveClimb(scene.database.db, { ...climb, resumeAt: null })
  expect(await stuck()).toMatchObject([{ of: { id }, why: 'no_step' }])
  await scene.pass(61_000)
  expect(await stuck()).toEqual([])
  expect((await climbFor('incident', id)).resumeAt).not.toBeNull()
})

test('a ladder without such a time leaves what was taken with whoever has it', async () => {
  const ladders = shippedLadders.map((ladder) => ({ ...ladder, resumeAfter: null }))
  scene = await openScene({ ...cast, ladders })
  const id = await fire()
  await later(3 * hour)
  expect(await scene.incident(id)).toMatchObject({ acknowledged: true })
  expect(await stuck()).toEqual([])
})
