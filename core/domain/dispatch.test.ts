// Whom a ticket should go to: warranty, contract, duty, skill, load, and urgency.
import { expect, test } from 'vitest'
import type { Ticket } from '../contracts/ticket.ts'
import { User } from '../contracts/user.ts'
import { Vendor } from '../contracts/vendor.ts'
import { chosenOf, propose, type DispatchFacts } from './dispatch.ts'

const user = (username: string, more: Partial<User> = {}) =>
  User.parse({ username, name: username, role: 'technician', ...more })
const able = user('able', { skills: [{ id: 'lift' }] })
const plain = user('plain')
const asleep = user('asleep', { skills: [{ id: 'lift' }] })
const makers = Vendor.parse({ id: 'makers', name: '厂家', kinds: ['elevator'] })
const ticket = (more: Partial<Ticket> = {}) =>
  ({ ...{ site: 'hq', type: 'fault', priority: 2, assignee: null, warranty: null }, ...more }) as Ticket
const facts = (more: Partial<DispatchFacts> = {}): DispatchFacts => ({
  ...{ at: Date.parse('2026-11-23T06:00:00.000Z'), users: [asleep, plain, able], vendors: [makers], kind: 'elevator' },
  ...{ onDuty: new Set(['able', 'plain']), onPost: new Set<string>(), load: new Map<string, number>(), skill: 'lift' },
  ...more,
})
const order = (of: Ticket, on = facts()) => propose(of, on).candidates.map(({ user: one, vendor }) => one ?? vendor)

test('on duty with the skill, then on duty, then the firm with a contract, then who is off duty', () => {
  expect(order(ticket())).toEqual(['able', 'plain', 'makers', 'asleep'])
})
test('within the warranty the firm comes first, but not while somebody is trapped', () => {
  const warranty = { vendor: 'makers', until: '2027-01-01' }
  expect(order(ticket({ warranty }))[0]).toBe('makers')
  expect(propose(ticket({ warranty }), facts()).candidates[0]?.why).toEqual(['warranty'])
  expect(order(ticket({ warranty, type: 'entrapment' }))[0]).toBe('able')
})
test('of two alike, the one with fewer tickets', () => {
  const twin = user('twin', { skills: [{ id: 'lift' }] })
  const on = facts({ users: [able, twin], onDuty: new Set(['able', 'twin']), load: new Map([['able', 2]]) })
  expect(order(ticket(), on).slice(0, 2)).toEqual(['twin', 'able'])
})
test('people of a firm are sent by their firm; nobody at all is said so', () => {
  expect(order(ticket(), facts({ users: [{ ...able, vendor: 'makers' }], vendors: [] }))).toEqual([])
  expect(propose(ticket(), facts({ users: [], vendors: [] })).whyNone).toBe('nobody')
})

test('without a name it goes to the first who is here, or to a firm; not again to who declined or let it lie', () => {
  const timeline = (...entries: [string, string | null, object?][]) =>
    entries.map(([type, by, data = {}]) => ({ at: '2026-11-23T05:00:00.000Z', type, by, data: { ...data } }))
  const chosen = (on: DispatchFacts, entries = timeline()) => chosenOf(propose(ticket(), on), { timeline: entries })
  expect(chosen(facts())).toEqual({ user: 'able' })
  expect(chosen(facts(), timeline(['declined', 'able']))).toEqual({ user: 'plain' })
  expect(chosen(facts(), timeline(['declined', 'able'], ['lapsed', null, { user: 'plain' }]))).toEqual({
    vendor: 'makers',
  })
  expect(chosen(facts({ onDuty: new Set(), vendors: [] }))).toMatchObject({ refused: 'nobody_to_dispatch' })
})
