// Who hears what, who manages what, and who meets whom: small tables.
import { expect, test } from 'vitest'
import type { Actor, Role, User } from '../contracts/user.ts'
import { manages, meets, onlySite } from './grant.ts'
import { hears } from './hearing.ts'
import { readAt } from './tap-time.ts'
import { changeUser } from './user.ts'

const actor = (role: Role, sites: string[] | null): Actor => ({ name: 'a', role, sites, locale: 'en', type: 'user' })

test.each<[Role, string[] | null, string, string | null, boolean]>([
  ['viewer', null, 'incident.opened', 'a', true],
  ['viewer', ['a'], 'incident.opened', 'a', true],
  ['viewer', ['b'], 'incident.opened', 'a', false],
  ['viewer', ['b'], 'kind.changed', null, true],
  ['viewer', null, 'tap.accepted', 'a', false],
  ['operator', ['a'], 'tap.accepted', 'a', true],
  ['guard', ['a'], 'tap.accepted', 'a', false],
  ['guard', ['b'], 'tap.accepted', 'a', false],
  ['viewer', null, 'duty.started', 'a', false],
  ['viewer', null, 'call.made', 'a', false],
  ['viewer', null, 'errand.sent', 'a', false],
  ['guard', ['a'], 'duty.started', 'a', true],
  ['guard', ['a'], 'call.made', 'a', true],
  ['guard', ['a'], 'errand.sent', 'a', true],
  ['guard', ['a'], 'incident.sent', 'a', true],
  ['guard', ['b'], 'call.made', 'a', false],
  ['operator', null, 'audit.signed_in', null, false],
  ['supervisor', null, 'audit.signed_in', null, true],
  ['supervisor', ['a'], 'audit.signed_in', null, false],
  ['supervisor', ['a'], 'audit.user_changed', 'a', true],
  ['supervisor', ['b'], 'audit.user_changed', 'a', false],
])('%s of %j hears %s of %j: %s', (role, sites, type, site, expected) => {
  expect(hears(actor(role, sites), { type, site })).toBe(expected)
})

test.each<[string[] | null, string[] | null, boolean, boolean]>([
  [null, null, true, true],
  [null, ['a'], true, true],
  [['a'], null, false, true],
  [['a'], ['a'], true, true],
  [['a'], ['a', 'b'], false, true],
  [['a'], ['b'], false, false],
  [['a'], [], true, false],
])('somebody of %j manages what is of %j: %s, meets who is of it: %s', (own, sites, managed, met) => {
  expect([manages({ sites: own }, sites), meets({ sites: own }, sites)]).toEqual([managed, met])
})

test('only one site is a site', () => {
  expect([onlySite(null), onlySite([]), onlySite(['a']), onlySite(['a', 'b'])]).toEqual([null, null, 'a', null])
})

test('an administrator of one site does not change one of all sites, nor make one', () => {
  const user = { username: 'u', role: 'viewer', sites: ['a'], enabled: true, version: 1 } as User
  const scoped = actor('admin', ['a'])
  expect(changeUser(user, { role: 'admin' }, scoped, [])).toMatchObject({ role: 'admin', version: 2 })
  expect(changeUser(user, { sites: null }, scoped, [])).toMatchObject({ refused: 'forbidden' })
  expect(changeUser({ ...user, sites: null }, { role: 'guard' }, scoped, [])).toMatchObject({ refused: 'forbidden' })
})

test('a tap was read when its sender says, unless that cannot be', () => {
  const now = Date.UTC(2026, 10, 23)
  const told = [now - 8 * 3_600_000, '2026-11-22T23:59:00+08:00', now + 60_000]
  expect(told.map((ts) => readAt(ts, now))).toEqual([told[0], Date.UTC(2026, 10, 22, 15, 59), told[2]])
  for (const ts of [undefined, NaN, -1, 0, now + 600_000, Infinity, '', 'soon', '1999-01-01'])
    expect([ts, readAt(ts, now)]).toEqual([ts, now])
})
