// Who cannot be told anything is known beforehand: without a channel, or with none that gets through.
import { expect, test } from 'vitest'
import { Channel } from '../contracts/channel.ts'
import { Ladder } from '../contracts/ladder.ts'
import { User } from '../contracts/user.ts'
import { unreachable } from './reachable.ts'

const user = (username: string, more: object = {}): User => ({
  ...User.parse({ username, name: username, role: 'technician' }),
  ...more,
})
const mail = (more: object = {}): Channel =>
  Channel.parse({
    ...{ id: 'mail', name: 'mail', config: { type: 'email', host: 'h', port: 25, from: 'a@b.cn' }, ...more },
  })
const phoned = { who: { role: 'supervisor' }, does: 'phone' }
const ladder = (who: object, more: object = {}): Ladder =>
  Ladder.parse({ id: 'l', name: 'l', priorities: [1], steps: [{ who }, phoned], ...more })
const facts = (more: object = {}) => ({
  ...{ ladders: [ladder({ duty: 'technician' })], sites: ['hq', 'east'], channels: [mail()] },
  ...{ pushed: new Set<string>(), ...more },
})
const named = (users: User[], given = facts()) =>
  unreachable(users, given).map(({ user: { username }, sites, why }) => [username, sites, why])

test('a person without an address is named, with the sites and why', () => {
  expect(named([user('li'), user('wang', { email: 'w@x.cn' })])).toEqual([['li', ['hq', 'east'], 'none']])
})

test('a phone that takes messages is a way like any other', () => {
  const push = Channel.parse({ id: 'push', name: 'push', config: { type: 'web_push' } })
  expect(named([user('li')], facts({ channels: [push], pushed: new Set(['li']) }))).toEqual([])
})

test('the only channel fails: the person is as good as without one', () => {
  const failing = mail({ failingSince: '2026-11-23T06:00:00.000Z' })
  const li = user('li', { email: 'l@x.cn' })
  expect(named([li], facts({ channels: [failing] }))).toEqual([['li', ['hq', 'east'], 'failing']])
  expect(named([li], facts({ channels: [failing, mail({ id: 'other' })] }))).toEqual([])
})

test('a channel that is off, or of another site, reaches nobody here', () => {
  const li = user('li', { email: 'l@x.cn', sites: ['hq'] })
  expect(named([li], facts({ channels: [mail({ enabled: false })] }))).toEqual([['li', ['hq'], 'none']])
  expect(named([li], facts({ channels: [mail({ site: 'east' })] }))).toEqual([['li', ['hq'], 'none']])
  expect(named([li], facts({ channels: [mail({ site: 'hq' })] }))).toEqual([])
})

test.each<[string, object, object, boolean]>([
  ['by duty', { duty: 'technician' }, {}, true],
  ['by role', { role: 'technician' }, {}, true],
  ['by name', { user: 'li' }, {}, true],
  ['whoever has the ticket', { assignee: true }, {}, true],
  ['another role', { role: 'supervisor' }, {}, false],
  ['another person', { user: 'wang' }, {}, false],
  ['a group', { channel: 'mail' }, {}, false],
  ['a ladder that is off', { duty: 'technician' }, { enabled: false }, false],
  ['only by telephone', { duty: 'technician' }, { steps: [{ who: { duty: 'technician' }, does: 'phone' }] }, false],
])('who is meant %s', (_what, who, more, isNamed) => {
  expect(named([user('li')], facts({ ladders: [ladder(who, more)] })).length > 0).toBe(isNamed)
})

test('whoever was switched off, sits at the desk, or is of a firm that a role does not mean, is not named', () => {
  const ladders = [ladder({ role: 'operator' }), ladder({ role: 'technician' })]
  const others = [user('a', { enabled: false }), user('b', { role: 'operator' }), user('c', { vendor: 'otis' })]
  expect(named(others, facts({ ladders }))).toEqual([])
})
