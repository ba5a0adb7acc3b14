import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Happening } from '../../core/contracts/live.ts'
import { findOpenIncident } from '../store/incident.ts'
import { usesOfFile } from '../store/file.ts'
import { findTicket, openTickets } from '../store/ticket.ts'
import { at, estateOf, no, openHouse, word, type House } from './testing/house.ts'

let house: House
let admin: string
let guard: string
let desk: string
const told: Happening[] = []
beforeAll(async () => {
  house = await openHouse()
  house.onCommitted((happenings) => void told.push(...happenings))
  admin = await house.token('admin')
  guard = await house.token('guard', ['hq'])
  desk = await house.token('operator', ['hq'])
  await estateOf(house, admin)
  await house.person('li', 'technician')
  const checks = [
    { id: 'valve', name: { 'zh-CN': '阀门', en: 'Valve' } },
    { id: 'gauge', name: 'Gauge', type: 'number', min: 1, max: 2 },
  ]
  const name = { 'zh-CN': 'B2 配电房', en: 'B2 switch room' }
  const body = { id: 'cp-1', site: 'hq', name, key: true, zone: 'room', code: 'ABCDEF', checks }
  await house.api('POST', '/checkpoints', { token: admin, body })
})
afterAll(() => house.close())

const post = (path: string, body: object, token = desk) => house.api('POST', path, { token, body })
const report = (id: string, more: object = {}, token = guard) =>
  post('/findings', { id, checkpoint: 'cp-1', text: 'Water on the floor', ...more }, token)
const typesOf = (id: string) => told.filter((each) => each.id === id).map(({ type }) => type)

test('what a guard reports is a finding with a deadline; sent again it is the same one', async () => {
  const sent = { ts: house.clock.at - 120_000, sentAt: house.clock.at - 60_000, photos: ['photo-00001'] }
  const first = await report('finding-0001', sent)
  expect(first.status).toBe(201)
  expect(first.body).toMatchObject({ site: 'hq', state: 'open', checkpoint: 'cp-1', overdue: false, owner: null })
  // The phone's clock was a minute slow.
  expect(Date.parse(word(first, 'at'))).toBe(house.clock.at - 60_000)
  expect(Date.parse(word(first, 'dueAt'))).toBe(house.clock.at + 86_400_000)
  house.clock.at += 1000
  expect((await report('finding-0001', { text: 'other' })).body).toEqual(first.body)
  expect(typesOf('finding-0001')).toEqual(['finding.reported'])
  expect(no(await report('finding-0001', {}, desk))).toEqual([409, 'id_taken'])
})

test('it must say something, and of a place that is there', async () => {
  expect(no(await post('/findings', { id: 'finding-0002', site: 'hq' }, guard))).toEqual([422, 'invalid'])
  expect(no(await report('finding-0002', { checkpoint: 'cp-9' }))).toEqual([422, 'unknown_reference'])
  expect(no(await report('finding-0002', { checkpoint: undefined, site: 'far' }))).toEqual([422, 'unknown_reference'])
  const plain = await report('finding-0003', { checkpoint: undefined })
  expect(plain.body).toMatchObject({ site: 'hq', checkpoint: null })
})

test('from report to re-check: owner, fix by one, re-check by another, each on the timeline', async () => {
  await report('finding-life')
  expect(no(await post('/findings/finding-life/assign', { owner: 'nobody' }))).toEqual([422, 'unknown_user'])
  await post('/findings/finding-life/assign', { owner: 'li' })
  await post('/findings/finding-life/comment', { text: 'on my way' }, guard)
  const tech = await house.token('technician', ['hq'])
  expect(no(await post('/findings/finding-life/recheck', { ok: true }))).toEqual([409, 'finding_transition'])
  await post('/findings/finding-life/fix', { note: 'dry', photos: ['photo-00002'] }, tech)
  await post('/findings/finding-life/recheck', { ok: true, note: 'seen' })
  const done = await house.api('GET', '/findings/finding-life', { token: guard })
  expect(done.body).toMatchObject({ state: 'closed', photos: ['photo-00002'], owner: 'li' })
  const entries = at(done, 'timeline') as { type: string }[]
  expect(entries.map(({ type }) => type)).toEqual(['reported', 'assigned', 'commented', 'fixed', 'passed'])
  expect(typesOf('finding-life')).toHaveLength(5)
})

test('a finding becomes one ticket, named after what and where, with what was photographed and said', async () => {
  const seen = { photos: ['photo-lamp-1'], voice: 'voice-lamp-1' }
  await report('finding-tick', { text: 'Lamp out\nby the door', ...seen })
  const first = await post('/findings/finding-tick/ticket', {})
  expect((await post('/findings/finding-tick/ticket', {})).body).toMatchObject({ ticket: word(first, 'ticket') })
  const tickets = (await openTickets(house.db, null)).filter(({ source }) => source === 'finding')
  expect(tickets).toMatchObject([
    { id: word(first, 'ticket'), priority: 2, zone: 'room', title: { 'zh-CN': 'B2 配电房：Lamp out' } },
  ])
  const ticket = await findTicket(house.db, word(first, 'ticket'))
  expect(ticket?.timeline.at(-1)).toMatchObject({ type: 'found', data: { ...seen, finding: 'finding-tick' } })
  for (const file of ['photo-lamp-1', 'voice-lamp-1'])
    expect(await usesOfFile(house.db, file)).toContainEqual({ noun: 'ticket', thing: ticket?.id, site: 'hq' })
})

test('lists: unsettled ones by their deadline, narrowed by owner and by being late; another site’s are not there', async () => {
  const ids = async (query: string, token = desk) => {
    const answer = await house.api('GET', `/findings?${query}`, { token })
    return (at(answer, 'items') as { id: string }[]).map(({ id }) => id)
  }
  await post('/findings/finding-0003/assign', { owner: 'li', dueAt: new Date(house.clock.at + 1000).toISOString() })
  expect(await ids('state=unsettled')).toEqual(['finding-0003', 'finding-0001', 'finding-tick'])
  expect(await ids('owner=li&state=assigned')).toEqual(['finding-0003'])
  expect(await ids('overdue=true')).toEqual([])
  house.clock.at += 2000
  expect(await ids('overdue=true')).toEqual(['finding-0003'])
  expect(await ids('state=closed')).toEqual(['finding-life'])
  const all = await ids('')
  const first = await house.api('GET', '/findings?limit=2', { token: desk })
  const rest = await ids(`cursor=${encodeURIComponent(word(first, 'nextCursor'))}`)
  expect([...(at(first, 'items') as { id: string }[]).map(({ id }) => id), ...rest]).toEqual(all)
  expect(await ids('', await house.token('operator', ['far']))).toEqual([])
  const far = await house.token('operator', ['far'])
  expect(no(await house.api('GET', '/findings/finding-0001', { token: far }))).toEqual([404, 'not_found'])
})

const tap = (id: string, checks: object[], token: string) =>
  house.api('POST', '/taps', { token, body: [{ id, code: 'ABCDEF', ts: house.clock.at, checks }] })

test('a failed check is one finding however often it fails, and passes when another person finds it in order', async () => {
  await house.person('zhao', 'guard', 'a long password', { sites: ['hq'] })
  const session = { username: 'zhao', password: 'a long password' }
  const signedIn = await house.api('POST', '/session', { body: session })
  const cookie = (signedIn.headers.get('Set-Cookie') ?? '').split(';')[0]!
  const byZhao = (id: string, checks: object[]) =>
    house.api('POST', '/taps', { cookie, body: [{ id, code: 'ABCDEF', ts: house.clock.at, checks }] })
  const failed = [{ id: 'valve', ok: false, note: 'stuck', photos: ['photo-valve'] }]
  await byZhao('tap-check-1', failed)
  await byZhao('tap-check-1', failed)
  house.clock.at += 60_000
  await byZhao('tap-check-2', [...failed, { id: 'gauge', ok: false, value: 3 }])
  const open = (await house.api('GET', '/findings?checkpoint=cp-1&state=open', { token: desk })).body as {
    items: { check: string | null; seen: number; id: string; by: string; text: string }[]
  }
  const ofChecks = open.items.filter(({ check }) => check !== null)
  expect(ofChecks.map(({ check, seen }) => [check, seen]).sort()).toEqual([
    ['gauge', 1],
    ['valve', 2],
  ])
  const { id } = ofChecks.find(({ check }) => check === 'valve')!
  await post(`/findings/${id}/fix`, {}, await house.token('technician', ['hq']))
  await byZhao('tap-check-3', [{ id: 'valve', ok: true }])
  const settled = await house.api('GET', `/findings/${id}`, { token: desk })
  expect(settled.body).toMatchObject({ state: 'closed', by: 'zhao', checkName: { en: 'Valve' }, tap: 'tap-check-1' })
  expect(told.filter(({ type }) => type === 'finding.reported').map((each) => each.id)).toContain(id)
})

test('checks of a token that is nobody are findings all the same', async () => {
  await tap('tap-token', [{ id: 'valve', ok: false }], guard)
  const open = await house.api('GET', '/findings?checkpoint=cp-1&state=open', { token: desk })
  const items = at(open, 'items') as { check: string | null; tap: string }[]
  expect(items.filter((each) => each.tap === 'tap-token')).toHaveLength(1)
})

test('nothing broke on the way', async () => {
  expect(house.errors).toEqual([])
  expect(await findOpenIncident(house.db, 'finding-overdue', { type: 'finding', id: 'finding-0003' })).toBeNull()
})
