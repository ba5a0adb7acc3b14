// What is told of a ticket that somebody has, in virtual time: a limit that comes near or is over, a lease that ended. And a
// breach is an incident whose ladder comes to the supervisor.
import { afterEach, expect, test } from 'vitest'
import { iso } from '../core/contracts/instant.ts'
import { findTicket } from './store/ticket.ts'
import { crewCast, crewOf, desk, fixer, second, type Crew } from './testing/crew.ts'
import { openScene, type Scene } from './testing/scene.ts'

const minute = 60_000
const hour = 60 * minute
let scene: Scene
let crew: Crew
afterEach(() => scene.end())

async function working(): Promise<string> {
  scene = await openScene(crewCast)
  crew = crewOf(scene)
  const { ticket } = await crew.overload()
  await crew.work(ticket, { action: 'dispatch', user: 'fixer' }, desk)
  await crew.work(ticket, { action: 'accept' })
  await crew.work(ticket, { action: 'start' })
  return ticket
}
const words = async (id: string, who: string) => (await crew.told(id, who)).map(({ text }) => text)

test('a lease that ends unheard is told to whoever held it, once, and others may take the ticket', async () => {
  scene = await openScene(crewCast)
  crew = crewOf(scene)
  const { ticket: id } = await crew.overload()
  await crew.work(id, { action: 'dispatch', user: 'fixer' }, desk)
  await crew.work(id, { action: 'lease', hours: 2 }, second)
  const until = iso(scene.clock.now() + 2 * hour)
  await crew.later(2 * hour - 1000)
  expect(await words(id, 'second')).toEqual([])
  await scene.restart()
  await scene.pass(1000)
  const ticket = (await findTicket(scene.database.db, id))!
  expect(ticket.lease).toBeNull()
  expect(ticket.timeline.at(-1)).toMatchObject({ type: 'lease_ended', by: null, data: { user: 'second', until } })
  expect(scene.happened.filter(({ type }) => type === 'ticket.lease_ended')).toHaveLength(1)
  await scene.pass(3000)
  expect(await words(id, 'second')).toEqual([expect.stringMatching(/工单 #1 领走已于 16:00:\d\d \(UTC\+8\) 到期/)])
  expect(await crew.work(id, { action: 'accept' })).toMatchObject({ state: 'accepted', assignee: 'fixer' })
})

test('whoever has a ticket hears before its limit, and when it is over; a breach climbs to the supervisor', async () => {
  const id = await working()
  await crew.later(20 * hour)
  expect((await words(id, 'fixer')).filter((text) => text.includes('快到时限'))).toHaveLength(1)
  await crew.later(4 * hour)
  expect((await words(id, 'fixer')).filter((text) => text.includes('已超时'))).toHaveLength(1)
  const breach = (await scene.incidents()).find(({ rule }) => rule === 'urgent-ticket-breached')!
  expect(breach).toMatchObject({ subject: { type: 'ticket', id }, priority: 2, active: true })
  expect(await crew.told(breach.id, 'desk')).toHaveLength(1)
  expect(await crew.told(breach.id, 'lead')).toHaveLength(0)
  await scene.pass(5 * minute + 1000)
  expect(await crew.told(breach.id, 'lead')).toHaveLength(1)
})

test('an agreed visit to which nobody came is told to whoever has the ticket', async () => {
  scene = await openScene(crewCast)
  crew = crewOf(scene)
  const { ticket: id } = await crew.overload()
  await crew.work(id, { action: 'dispatch', user: 'fixer' }, desk)
  await crew.work(id, { action: 'accept' })
  await crew.work(id, { action: 'appoint', at: iso(scene.clock.now() + hour), confirmed: false })
  await crew.later(hour + 15 * minute)
  expect((await words(id, 'fixer')).filter((text) => text.includes('已过约定时间'))).toHaveLength(1)
})

test('work that comes back is told to whoever did it: the machine says no, the same fault is there again', async () => {
  const id = await working()
  const label = { tap: null, tag: null, code: true, telemetry: true }
  await crew.work(id, { action: 'finish' }, fixer, label)
  await scene.pass(10 * minute + 2000)
  expect((await words(id, 'fixer')).filter((text) => text.includes('没有通过'))).toEqual([
    expect.stringMatching(/工单 #1 没有通过，14:\d\d:\d\d \(UTC\+8\) 退回，请接着处理/),
  ])
  await crew.work(id, { action: 'finish' }, fixer, label)
  await crew.work(id, { action: 'reject', reason: '还在响' }, desk)
  expect((await words(id, 'fixer')).filter((text) => text.includes('没有通过'))).toHaveLength(2)
  await crew.work(id, { action: 'finish' }, fixer, label)
  await scene.reading('p-101', { current_a: 5 })
  await scene.pass(minute)
  await crew.overload()
  expect((await words(id, 'fixer')).filter((text) => text.includes('又出问题'))).toHaveLength(1)
})

test('who sends his own work back is not told of it', async () => {
  const id = await working()
  const label = { tap: null, tag: null, code: true, telemetry: true }
  await crew.work(id, { action: 'finish' }, fixer, label)
  await crew.work(id, { action: 'reject', reason: '还要再看' }, fixer)
  expect((await words(id, 'fixer')).filter((text) => text.includes('没有通过'))).toEqual([])
})
