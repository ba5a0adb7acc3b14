// The figures of tickets over HTTP: of the span and the sites one sees, without drills, with the rolling rating.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TicketStats } from '../../core/contracts/ticket-stats.ts'
import { keepNewTicket, saveTicket } from '../ticket.ts'
import { actOnTicket } from '../../core/domain/ticket.ts'
import { isRefusal } from '../../core/contracts/refusal.ts'
import { NewTicket, type TicketAction } from '../../core/contracts/ticket.ts'
import { findTicket } from '../store/ticket.ts'
import { estateOf, no, openHouse, start, type House } from './testing/house.ts'

const minute = 60_000
const hour = 60 * minute
let house: House
let desk: string
beforeEach(async () => {
  house = await openHouse()
  const admin = await house.token('admin')
  await estateOf(house, admin)
  const drill = { id: 'p-1-drill', site: 'hq', kind: 'pump', name: 'Drill', drill: true }
  await house.api('POST', '/devices', { token: admin, body: drill })
  desk = await house.token('operator')
  await house.person('wang', 'technician', '', { name: '王电工' })
})
afterEach(() => house.close())

const rules = { tell: () => Promise.resolve([]) }
async function opened(id: string, device: string, site: string, at: number): Promise<void> {
  const title = { 'zh-CN': '坏', en: 'Broken' }
  const asked = NewTicket.parse({ site, type: 'fault', title, device })
  await house.commit(async (tx) => {
    const { next, happenings } = await keepNewTicket(tx, asked, { id, source: 'person', at, by: 'desk' })
    return { result: next, happenings }
  })
}
async function act(id: string, action: TicketAction, at: number): Promise<void> {
  await house.commit(async (tx) => {
    const ticket = (await findTicket(tx, id))!
    const actor = { name: 'wang', role: 'operator', sites: null, locale: 'en', type: 'user' } as const
    const decided = actOnTicket(ticket, action, actor, at)
    if (isRefusal(decided)) throw new Error(JSON.stringify(decided))
    return { result: null, happenings: await saveTicket(tx, rules, ticket, decided, at) }
  })
}
async function stats(query = '', token = desk): Promise<TicketStats> {
  const [from, to] = [start - hour, start + hour].map((at) => new Date(at).toISOString())
  const answer = await house.api('GET', `/tickets/stats?from=${from}&to=${to}${query}`, { token })
  expect(answer.status).toBe(200)
  return answer.body as TicketStats
}
async function worked(id: string, device: string, site: string, minutes: number): Promise<void> {
  await opened(id, device, site, start)
  await act(id, { action: 'dispatch', user: 'wang' }, start)
  await act(id, { action: 'accept' }, start + minutes * minute)
}

test('response times by device and person, of one site or all', async () => {
  await worked('t-1', 'p-1', 'hq', 10)
  await worked('t-2', 'p-1', 'hq', 50)
  await worked('t-3', 'p-2', 'far', 20)
  const all = await stats()
  expect(all.total.response).toEqual({ count: 3, median: 20 * minute, p90: 50 * minute, kept: 2 / 3 })
  expect(all.devices.map(({ id, name, tickets }) => [id, name.en, tickets])).toEqual([
    ['p-1', 'Pump 1', 2],
    ['p-2', 'Pump 2', 1],
  ])
  expect(all.people).toMatchObject([{ id: 'wang', name: { 'zh-CN': '王电工' }, response: { count: 3 } }])
  expect((await stats('&site=far')).total).toMatchObject({ tickets: 1, resolution: { count: 0, median: null } })
  const far = await house.token('operator', ['far'])
  expect((await stats('', far)).total.tickets).toBe(1)
  expect((await stats('&site=hq', far)).total.tickets).toBe(0)
})

test('drills and what was received at another time are left out', async () => {
  await worked('t-1', 'p-1-drill', 'hq', 10)
  await opened('t-2', 'p-1', 'hq', start - hour)
  await opened('t-3', 'p-1', 'hq', start - hour - 1)
  await opened('t-4', 'p-1', 'hq', start + hour)
  expect((await stats()).total.tickets).toBe(1)
})

test('others do not see the figures of a person', async () => {
  await worked('t-1', 'p-1', 'hq', 10)
  const seen = await stats('', await house.token('technician'))
  expect([seen.people, seen.total.tickets]).toEqual([[], 1])
})

test('the rating is rolling: of 30 days, whenever the work was', async () => {
  const done: TicketAction[] = [{ action: 'accept' }, { action: 'start' }]
  for (const [id, score] of [
    ['t-1', 5],
    ['t-2', 3],
  ] as const) {
    await opened(id, 'p-1', 'hq', start - 40 * 24 * hour)
    await act(id, { action: 'dispatch', user: 'wang' }, start - 40 * 24 * hour)
    for (const action of done) await act(id, action, start - 40 * 24 * hour)
    await house.commit(async (tx) => {
      const ticket = (await findTicket(tx, id))!
      const at = start - (score === 5 ? 1 : 31) * 24 * hour
      const actor = { name: 'desk', role: 'operator', sites: null, locale: 'en', type: 'user' } as const
      const rated = actOnTicket({ ...ticket, state: 'verified' }, { action: 'rate', score }, actor, at)
      if (isRefusal(rated)) throw new Error(rated.refused)
      return { result: null, happenings: await saveTicket(tx, rules, ticket, rated, at) }
    })
  }
  const { rating, total } = await stats()
  expect([rating, total.tickets]).toEqual([{ rate: 1, answers: 1, kept: true, target: 0.9 }, 0])
})

test('a span of more than a year, or none, is refused', async () => {
  const ask = (from: string, to: string) =>
    house.api('GET', `/tickets/stats?from=${from}&to=${to}`, { token: desk }).then(no)
  expect(await ask('2025-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z')).toEqual([422, 'invalid'])
  expect(await ask('2026-02-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z')).toEqual([422, 'invalid'])
})
