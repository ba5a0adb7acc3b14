// A ticket that is sent out without a name: to whom the system proposes, or refused in words.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { at, cookieFrom, estateOf, no, openHouse, word, type House } from './testing/house.ts'

const password = 'correct horse battery'
let house: House
let admin: string
let desk: string
beforeEach(async () => {
  house = await openHouse()
  admin = await house.token('admin')
  await estateOf(house, admin)
  for (const who of ['qiang', 'gang']) await house.person(who, 'technician', password)
  await house.person('li', 'operator', password)
  desk = cookieFrom(await house.api('POST', '/session', { body: { username: 'li', password } }))
})
afterEach(() => house.close())

const ask = (path: string, body: object) => house.api('POST', path, { cookie: desk, body })
const make = async () => word(await ask('/tickets', { site: 'hq', type: 'fault', title: '跳闸', device: 'p-1' }), 'id')

test('nobody is on duty: refused, and the ticket stays as it was; then it goes to who is', async () => {
  const id = await make()
  const refused = await ask(`/tickets/${id}/dispatch`, {})
  expect(no(refused)).toEqual([409, 'nobody_to_dispatch'])
  expect(word(refused, 'detail')).toContain('没有可以派的人')
  const shift = { id: 'day', site: 'hq', name: '白班', start: '08:00', end: '20:00', people: ['gang'] }
  expect((await house.api('POST', '/shifts', { token: admin, body: shift })).status).toBe(201)
  const sent = await ask(`/tickets/${id}/dispatch`, {})
  expect(sent.body).toMatchObject({ state: 'dispatched', assignee: 'gang', version: 2 })
  expect((await ask(`/tickets/${id}/dispatch`, {})).body).toMatchObject({ version: 2 })
  expect(at(sent, 'timeline')).toMatchObject([
    { type: 'created' },
    { type: 'dispatched', data: { user: 'gang', proposed: true } },
  ])
})

test('what goes where the system would have it go says so, and what a person decides otherwise does not', async () => {
  const shift = { id: 'day', site: 'hq', name: '白班', start: '08:00', end: '20:00', people: ['gang'] }
  await house.api('POST', '/shifts', { token: admin, body: shift })
  await house.api('POST', '/vendors', { token: admin, body: { id: 'anhua', name: '安华', kinds: ['pump'] } })
  const sent = async (to: object) =>
    (at(await ask(`/tickets/${await make()}/dispatch`, to), 'timeline') as { data: object }[]).at(-1)!.data
  expect(await sent({ user: 'gang' })).toEqual({ user: 'gang', proposed: true })
  expect(await sent({ user: 'qiang' })).toEqual({ user: 'qiang' })
  expect(await sent({ vendor: 'anhua' })).toEqual({ vendor: 'anhua' })
  expect((await ask(`/tickets/${await make()}/dispatch`, { user: 'qiang', proposed: true })).status).toBe(422)
})

test('both a person and a firm is one too many', async () => {
  const refused = await ask(`/tickets/${await make()}/dispatch`, { user: 'qiang', vendor: 'anhua' })
  expect(no(refused)).toEqual([422, 'invalid'])
})
