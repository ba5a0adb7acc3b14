// The same trouble again and again becomes one rectification, linked both ways, whatever comes up meanwhile.
import { afterEach, expect, test } from 'vitest'
import { NewTicket, type Ticket } from '../core/contracts/ticket.ts'
import { openScene, pump, pumpKind, type Scene } from './testing/scene.ts'
import { findTicket, updateTicket } from './store/ticket.ts'
import { keepNewTicket } from './ticket.ts'

const day = 86_400_000
let scene: Scene
afterEach(() => scene.end())
const begin = async () => (scene = await openScene({ kinds: [pumpKind], devices: [pump] }))

const open = (id: string, type: Ticket['type'] = 'fault'): Promise<Ticket> =>
  scene.commits.commit(async (tx) => {
    const asked = NewTicket.parse({ site: 'hq', type, title: '跳闸', device: 'p-101' })
    const { next, happenings } = await keepNewTicket(tx, asked, {
      ...{ id, source: 'rule', at: scene.clock.now(), by: null },
    })
    return { result: next, happenings }
  })
const read = async (id: string): Promise<Ticket> => (await findTicket(scene.database.db, id))!
const rectifications = async () => (await scene.tickets()).filter(({ type }) => type === 'rectification')
/** Ends a ticket as if that had been decided. */
async function end(id: string, state: 'closed' | 'cancelled'): Promise<void> {
  const ticket = await read(id)
  const closedAt = new Date(scene.clock.now()).toISOString()
  await updateTicket(scene.database.db, ticket, { ...ticket, state, closedAt }, null)
}

test('the third within 30 days opens it, once, linked with what it follows from', async () => {
  await begin()
  await open('t-1')
  expect((await open('t-2')).rectification).toBeNull()
  const third = await open('t-3')
  const [made] = await rectifications()
  expect(made).toMatchObject({ source: 'recurrence', state: 'new', follows: ['t-1', 't-2', 't-3'], device: 'p-101' })
  expect(made!.title['zh-CN']).toBe('整改：Pump 1（设备故障，30 天内第 3 次）')
  expect(third).toMatchObject({ recurrence: 3, rectification: made!.id, version: 2 })
  for (const id of ['t-1', 't-2', 't-3'])
    expect((await read(id)).timeline.at(-1)).toMatchObject({
      type: 'rectification',
      data: { ticket: made!.id, number: 4 },
    })
  await open('t-4')
  expect(await rectifications()).toHaveLength(1)
  expect((await read(made!.id)).follows).toEqual(['t-1', 't-2', 't-3', 't-4'])
  expect((await read(made!.id)).timeline.at(-1)).toMatchObject({ type: 'followed', data: { ticket: 't-4' } })
  expect((await read('t-4')).rectification).toBe(made!.id)
})

test('once it is over, only what comes after it counts', async () => {
  await begin()
  for (const id of ['t-1', 't-2', 't-3']) await open(id)
  scene.clock.advance(day)
  await end((await rectifications())[0]!.id, 'closed')
  scene.clock.advance(day)
  for (const id of ['t-4', 't-5']) await open(id)
  expect(await rectifications()).toHaveLength(1)
  await open('t-6')
  expect((await read('r-t-6')).follows).toEqual(['t-4', 't-5', 't-6'])
})

test('what was called off, is planned, is of another kind or is long ago does not count', async () => {
  await begin()
  await open('t-1')
  scene.clock.advance(31 * day)
  for (const id of ['t-2', 't-3']) await open(id)
  await end('t-2', 'cancelled')
  await open('t-4')
  await open('t-5', 'repair')
  for (const id of ['i-1', 'i-2', 'i-3']) expect(await open(id, 'inspection')).toMatchObject({ recurrence: 1 })
  expect(await rectifications()).toEqual([])
  await open('t-6')
  expect(await rectifications()).toHaveLength(1)
})
