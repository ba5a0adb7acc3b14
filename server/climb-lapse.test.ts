// What somebody has taken and leaves lying, in virtual time: it lapses after the ladder's own time, people are told anew,
// and neither a restart nor the auditor forgets it.
import { afterEach, expect, test } from 'vitest'
import { iso } from '../core/contracts/instant.ts'
import type { Climb } from '../core/contracts/ladder.ts'
import { stuckLadders } from '../core/domain/ladder-audit.ts'
import { shippedLadders } from '../core/kinds/ladders.ts'
import { climbOf, saveClimb, laddered } from './store/climb.ts'
import { findTicket } from './store/ticket.ts'
import { crewCast, crewOf, desk, type Crew } from './testing/crew.ts'
import { openScene, type Scene } from './testing/scene.ts'

const minute = 60_000
const hour = 60 * minute
let scene: Scene
let crew: Crew
afterEach(() => scene.end())
async function begin(ladders = crewCast.ladders): Promise<void> {
  scene = await openScene({ ...crewCast, ladders })
  crew = crewOf(scene)
}

const climbFor = async (type: 'incident' | 'ticket', id: string): Promise<Climb> =>
  (await climbOf(scene.database.db, `${type}:${id}`))!
const told = async (id: string, who: string): Promise<number> => (await crew.told(id, who)).length
const stuck = async () => stuckLadders(await laddered(scene.database.db), scene.clock.now())

async function fire(): Promise<string> {
  await scene.event('fp-1', 'alarm', { point: 'L1-001' })
  const { id } = (await scene.incidents())[0]!
  await crew.handle(id, { action: 'acknowledge' })
  return id
}

test('an incident that was taken and left lying is nobody’s again, and its ladder begins anew', async () => {
  await begin()
  const id = await fire()
  const takenAt = scene.clock.now()
  expect((await climbFor('incident', id)).resumeAt).toBe(iso(takenAt + 15 * minute))
  const before = await told(id, 'desk')
  await crew.later(15 * minute - 1000)
  expect(await told(id, 'desk')).toBe(before)
  await scene.pass(1000)
  const incident = (await scene.incident(id))!
  expect(incident).toMatchObject({ acknowledged: false, acknowledgedBy: null, acknowledgedAt: null })
  expect(incident.timeline.at(-1)).toMatchObject({ type: 'lapsed', by: null, data: { user: 'desk' } })
  expect(await climbFor('incident', id)).toMatchObject({ state: 'climbing', run: 2, resumeAt: null })
  expect(await told(id, 'desk')).toBe(before + 1)
  await crew.later(3 * minute)
  expect(await told(id, 'lead')).toBeGreaterThan(0)
})

test('whatever is done about it gives it its whole time again; what the system adds does not', async () => {
  await begin()
  const id = await fire()
  await crew.later(10 * minute)
  await scene.event('fp-1', 'alarm', { point: 'L1-001' })
  const kept = (await climbFor('incident', id)).resumeAt
  await crew.handle(id, { action: 'comment', text: '已派人去看' })
  const moved = (await climbFor('incident', id)).resumeAt
  expect(Date.parse(moved!) - Date.parse(kept!)).toBe(10 * minute)
  await crew.later(14 * minute)
  expect(await scene.incident(id)).toMatchObject({ acknowledged: true })
  await crew.later(2 * minute)
  expect(await scene.incident(id)).toMatchObject({ acknowledged: false })
})

test('a restart forgets none of it, nor does the time that nobody was there', async () => {
  await begin()
  const id = await fire()
  await crew.later(minute)
  await scene.restart()
  await crew.later(hour)
  expect(await climbFor('incident', id)).toMatchObject({ state: 'climbing', run: 2 })
})

test('what has cleared, or is on the shelf, does not lapse', async () => {
  await begin()
  const fired = await fire()
  await scene.event('fp-1', 'restored', { point: 'L1-001' })
  const { incident, ticket } = await crew.overload()
  await crew.work(ticket, { action: 'cancel', reason: '误报' }, desk)
  await crew.handle(incident, { action: 'acknowledge' })
  await crew.handle(incident, { action: 'shelve', for: '6h', reason: '等厂家' })
  expect((await climbFor('incident', fired)).resumeAt).toBeNull()
  expect((await climbFor('incident', incident)).resumeAt).toBeNull()
  await crew.later(5 * hour)
  expect(await scene.incident(incident)).toMatchObject({ acknowledged: true })
  await crew.later(2 * hour)
  await crew.later(30 * minute)
  expect((await scene.incident(incident))!.timeline.map(({ type }) => type).slice(-2)).toEqual(['unshelved', 'lapsed'])
})

test('an incident whose ticket is worked on is not left lying', async () => {
  await begin()
  const { incident, ticket } = await crew.overload()
  await crew.handle(incident, { action: 'acknowledge' })
  await crew.work(ticket, { action: 'dispatch', user: 'fixer' }, desk)
  await crew.work(ticket, { action: 'accept' })
  await crew.work(ticket, { action: 'start' })
  await crew.later(3 * hour)
  expect(await scene.incident(incident)).toMatchObject({ acknowledged: true })
  await crew.work(ticket, { action: 'cancel', reason: '误派' }, desk)
  await crew.later(hour)
  expect(await scene.incident(incident)).toMatchObject({ acknowledged: false })
})

test('a ticket that was accepted and not gone to is told of again, with its clock going on', async () => {
  await begin()
  const { ticket: id } = await crew.overload()
  await crew.work(id, { action: 'dispatch', user: 'fixer' }, desk)
  const taken = await crew.work(id, { action: 'accept' })
  expect(taken.clocks.response.state).toBe('stopped')
  const before = await told(id, 'fixer')
  await crew.later(hour)
  const ticket = (await findTicket(scene.database.db, id))!
  expect(ticket).toMatchObject({ state: 'dispatched', assignee: 'fixer', clocks: { response: { state: 'running' } } })
  expect(ticket.timeline.at(-1)).toMatchObject({ type: 'lapsed', data: { user: 'fixer' } })
  expect(await told(id, 'fixer')).toBe(before + 1)
  await crew.later(11 * minute)
  expect(await told(id, 'lead')).toBe(1)
  await crew.work(id, { action: 'accept' })
  expect(await climbFor('ticket', id)).toMatchObject({ state: 'stopped', stopped: 'accepted' })
})

test('a lease and an agreed visit keep an acceptance until they are over; whoever is at work keeps it', async () => {
  await begin()
  const { ticket: id } = await crew.overload()
  const state = async () => (await findTicket(scene.database.db, id))!.state
  await crew.work(id, { action: 'dispatch', user: 'fixer' }, desk)
  await crew.work(id, { action: 'accept' })
  await crew.work(id, { action: 'lease', hours: 2 })
  await crew.later(2 * hour - 1000)
  expect(await state()).toBe('accepted')
  await scene.pass(1000)
  expect(await state()).toBe('dispatched')
  await crew.work(id, { action: 'accept' })
  const at = iso(scene.clock.now() + 3 * hour)
  await crew.work(id, { action: 'appoint', at, confirmed: false })
  await crew.later(3 * hour + 14 * minute)
  expect(await state()).toBe('accepted')
  await crew.work(id, { action: 'start' })
  await crew.later(2 * hour)
  expect(await state()).toBe('working')
})

test('the auditor sees what would never lapse, and gives it a time', async () => {
  await begin()
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
  await begin(ladders)
  const id = await fire()
  await crew.later(3 * hour)
  expect(await scene.incident(id)).toMatchObject({ acknowledged: true })
  expect(await stuck()).toEqual([])
})
