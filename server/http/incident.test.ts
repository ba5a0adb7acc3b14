// Incidents and tickets over HTTP: what people do takes the road of the domain, is told once, and is kept.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Rule } from '../../core/contracts/rule.ts'
import type { Incident } from '../../core/contracts/incident.ts'
import { raise } from '../../core/domain/incident.ts'
import { findDevice } from '../store/device.ts'
import { insertIncident } from '../store/incident.ts'
import { at, cookieFrom, estateOf, no, openHouse, start, word, type House } from './testing/house.ts'

let house: House
let operator: string
let told: string[]
beforeEach(async () => {
  house = await openHouse()
  await estateOf(house, await house.token('admin'))
  await house.person('li', 'operator', 'correct horse battery')
  await house.person('qiang', 'technician', 'correct horse battery')
  operator = await cookieOf('li')
  told = []
  house.onCommitted((happenings) => void told.push(...happenings.map(({ type }) => type)))
})
afterEach(() => house.close())

const cookieOf = async (username: string) =>
  cookieFrom(await house.api('POST', '/session', { body: { username, password: 'correct horse battery' } }))

async function open(id: string, change: Partial<Rule> = {}, seconds = 0): Promise<Incident> {
  const rule = Rule.parse({
    ...{ id: `rule-${id}`, name: 'Hot', priority: 2, when: { metric: 'current_a', above: 1 }, raise: { title: 'Hot' } },
    ...change,
  })
  const signal = { type: 'raise', at: start, historic: false, latched: false, evidence: { current_a: 19 } } as const
  const facts = { rule, signal: { ...signal, subject: { type: 'device', id: 'p-1' } as const }, site: 'hq' }
  const device = await findDevice(house.db, 'p-1')
  const { next } = raise(null, { ...facts, id, device, at: start + seconds * 1000 })
  await house.commit(async (tx) => ({ result: await insertIncident(tx, next, `x/urgent/${id}/0`), happenings: [] }))
  return next
}
const act = (id: string, action: string, body: object = {}, cookie = operator) =>
  house.api('POST', `/incidents/${id}/${action}`, { cookie, body })
const get = (path: string) => house.api('GET', path, { cookie: operator })

describe('an incident', () => {
  test('is acknowledged once, told once, with who and when', async () => {
    await open('i-1')
    const first = await act('i-1', 'acknowledge', { note: '现场查看' })
    expect(first.body).toMatchObject({ acknowledged: true, acknowledgedBy: 'li', version: 2 })
    const again = await act('i-1', 'acknowledge')
    expect([again.status, at(again, 'version')]).toEqual([200, 2])
    expect(told).toEqual(['incident.acknowledged'])
    const types = (at(await get('/incidents/i-1'), 'timeline') as { type: string; by: string }[]).map(
      ({ type, by }) => `${type} ${by}`,
    )
    expect(types).toEqual(['opened null', 'acknowledged li'])
  })

  test('two people at once: one acknowledgement', async () => {
    await open('i-1')
    await house.person('wu', 'operator', 'correct horse battery')
    const other = await cookieOf('wu')
    told = []
    await Promise.all([act('i-1', 'acknowledge'), act('i-1', 'acknowledge', {}, other)])
    expect(told).toEqual(['incident.acknowledged'])
  })

  test('says no where the domain says no', async () => {
    await open('fire', { lifeSafety: true, priority: 1 })
    expect(no(await act('fire', 'shelve', { for: '15m', reason: '误报' }))).toEqual([409, 'life_safety_shelve'])
    expect(no(await act('fire', 'close'))).toEqual([409, 'incident_not_cleared'])
    expect(no(await act('fire', 'acknowledge', { version: 7 }))).toEqual([409, 'stale_version'])
    expect(no(await act('fire', 'assign', { user: 'nobody' }))).toEqual([422, 'unknown_user'])
    expect(no(await act('fire', 'shelve', { reason: 'x' }))).toEqual([422, 'invalid'])
    expect(told).toEqual([])
  })

  test('is shelved until its time and listed so', async () => {
    await open('i-1')
    await act('i-1', 'shelve', { for: '15m', reason: '已知' })
    expect(at(await get('/incidents?state=shelved'), 'items')).toMatchObject([{ id: 'i-1', timeline: [] }])
    house.clock.at = start + 16 * 60_000
    expect(at(await get('/incidents?state=shelved'), 'items')).toEqual([])
  })

  test('lists newest first, by page and by filter', async () => {
    for (const [n, priority] of ([1, 2, 3] as const).entries()) await open(`i-${n}`, { priority }, n)
    const page = await get('/incidents?limit=2')
    expect((at(page, 'items') as Incident[]).map(({ id }) => id)).toEqual(['i-2', 'i-1'])
    const rest = await get(`/incidents?limit=2&cursor=${word(page, 'nextCursor')}`)
    expect(rest.body).toMatchObject({ items: [{ id: 'i-0' }], nextCursor: null })
    expect(at(await get('/incidents?priority=3'), 'items')).toMatchObject([{ id: 'i-2' }])
    const from = new Date(start + 1000).toISOString()
    expect(at(await get(`/incidents?state=open&device=p-1&from=${from}`), 'items')).toHaveLength(2)
    expect(at(await get('/incidents?state=closed'), 'items')).toEqual([])
  })
})

describe('a ticket', () => {
  const caller = { reporter: { name: '陈', phone: '13800000000' }, readBack: true }
  const repair = { site: 'hq', type: 'repair', title: '2# 泵异响', ...caller }
  const make = (body: object = {}) => house.api('POST', '/tickets', { cookie: operator, body: { ...repair, ...body } })
  const step = (id: string, action: string, body: object = {}, cookie = operator) =>
    house.api('POST', `/tickets/${id}/${action}`, { cookie, body })

  test('gets the next number, two running clocks, and is told', async () => {
    const tickets = [await make(), await make()]
    expect(tickets.map((ticket) => at(ticket, 'number'))).toEqual([1, 2])
    expect(tickets[0]!.body).toMatchObject({
      ...{ state: 'new', source: 'person' },
      clocks: {
        response: { dueAt: new Date(start + 30 * 60_000).toISOString(), state: 'running' },
        resolution: { dueAt: new Date(start + 24 * 3_600_000).toISOString(), state: 'running' },
      },
    })
    expect(told).toEqual(['ticket.created', 'ticket.created'])
  })

  test('goes its way, and who did the work does not verify it', async () => {
    const id = word(await make(), 'id')
    const technician = await cookieOf('qiang')
    expect(no(await step(id, 'dispatch', { user: 'nobody' }))).toEqual([422, 'unknown_user'])
    expect(at(await step(id, 'dispatch', { user: 'qiang' }), 'state')).toBe('dispatched')
    expect(no(await step(id, 'verify'))).toEqual([409, 'ticket_transition'])
    expect(at(await step(id, 'accept', {}, technician), 'clocks.response.state')).toBe('stopped')
    expect(at(await step(id, 'start', {}, technician), 'state')).toBe('working')
    expect(at(await step(id, 'finish', { minutes: 40 }, technician), 'finishedBy')).toBe('qiang')
    expect(no(await step(id, 'verify', {}, technician))).toEqual([403, 'forbidden'])
    expect(at(await step(id, 'verify'), 'state')).toBe('verified')
    expect(at(await step(id, 'close'), 'state')).toBe('closed')
    expect(at(await get('/tickets?state=open'), 'items')).toEqual([])
    expect(at(await get(`/tickets/${id}`), 'timeline')).toHaveLength(7)
  })

  test('opened from an incident is joined to it, once', async () => {
    await open('i-1')
    const first = word(await make({ incident: 'i-1' }), 'id')
    await make({ incident: 'i-1' })
    expect(at(await get('/incidents/i-1'), 'ticket')).toBe(first)
  })

  test('lists the overdue, and refuses what it cannot refer to', async () => {
    await make()
    house.clock.at = start + 60_000
    expect(at(await get('/tickets?overdue=true'), 'items')).toEqual([])
    expect(at(await get('/tickets?overdue=false'), 'items')).toHaveLength(1)
    expect(no(await make({ zone: 'attic', incident: 'i-9' }))).toEqual([422, 'unknown_reference'])
  })
})
