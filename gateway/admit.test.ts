import { describe, expect, it } from 'vitest'
import { mayHear, mayPublish, maySubscribe, openLogins } from './admit.ts'
import type { Identity } from './directory.ts'
import { literalDirectory, startOfDay } from './gateway.fixture.ts'

const { directory } = literalDirectory()
const device = (id: string): Identity => ({ type: 'device', id, site: 'hq', kind: 'pump', children: new Set() })
const sim: Identity = { type: 'simulator', id: 'sim', sites: ['hq'], devices: new Set(['p-1', 'p-2', 'new-1']) }
const board: Identity = { type: 'integration', id: 'board', sites: ['hq'] }
const every: Identity = { type: 'integration', id: 'every', sites: null }

describe('mayPublish', () => {
  it.each([
    ['own telemetry', device('p-1'), 'fm/v1/hq/pump/p-1/telemetry', 'allowed'],
    ['own event', device('p-1'), 'fm/v1/hq/pump/p-1/event', 'allowed'],
    ['own tap', device('p-1'), 'fm/v1/hq/pump/p-1/tap', 'allowed'],
    ['own state', device('p-1'), 'fm/v1/hq/pump/p-1/state', 'allowed'],
    ['own meta', device('p-1'), 'fm/v1/hq/pump/p-1/meta', 'allowed'],
    ['own ack', device('p-1'), 'fm/v1/hq/pump/p-1/ack', 'allowed'],
    ['own cmd', device('p-1'), 'fm/v1/hq/pump/p-1/cmd', 'server_channel'],
    ['own presence', device('p-1'), 'fm/v1/hq/pump/p-1/presence', 'server_channel'],
    ['a neighbour', device('p-1'), 'fm/v1/hq/pump/p-2/telemetry', 'not_yours'],
    ['a child', device('gw'), 'fm/v1/hq/pump/p-3/telemetry', 'allowed'],
    ['its parent', device('p-3'), 'fm/v1/hq/generic/gw/telemetry', 'not_yours'],
    ["somebody else's child", device('p-1'), 'fm/v1/hq/pump/p-3/telemetry', 'not_yours'],
    ['an unregistered child', device('gw'), 'fm/v1/hq/pump/new-1/telemetry', 'unregistered_device'],
    ['a wrong site', device('p-1'), 'fm/v1/far/pump/p-1/telemetry', 'topic_mismatch'],
    ['a wrong kind', device('p-1'), 'fm/v1/hq/lift/p-1/telemetry', 'topic_mismatch'],
    ['an unknown channel', device('p-1'), 'fm/v1/hq/pump/p-1/gossip', 'unknown_channel'],
    ['an unknown topic', device('p-1'), 'tele/p-1', 'unknown_topic'],
    ['$SYS', device('p-1'), '$SYS/x/new/clients', 'reserved_topic'],
    ['NUL', device('p-1'), 'fm/v1/hq/pump/p-1/telemetry\0', 'unknown_topic'],
    ['ten thousand levels', device('p-1'), 'a/'.repeat(200), 'unknown_topic'],
    ['a prototype name', device('p-1'), 'fm/v1/hq/pump/__proto__/telemetry', 'unknown_topic'],
    ['an inherited name', device('p-1'), 'fm/v1/hq/pump/constructor/telemetry', 'unregistered_device'],
    ['a given device', sim, 'fm/v1/hq/pump/p-2/event', 'allowed'],
    ['a device not given', sim, 'fm/v1/hq/pump/p-3/event', 'not_yours'],
    ['a device of another site', sim, 'fm/v1/far/pump/x-1/event', 'not_yours'],
    ['by an integration', board, 'fm/v1/hq/pump/p-1/telemetry', 'read_only'],
  ])('%s', (_name, identity, topic, verdict) => {
    const permit = mayPublish(directory, identity, topic)
    expect(permit.verdict === 'allowed' ? 'allowed' : permit.reason).toBe(verdict)
  })

  it('knows a child that was registered after the login', () => {
    const estate = literalDirectory()
    expect(mayPublish(estate.directory, device('gw'), 'fm/v1/hq/pump/p-9/event').verdict).toBe('strange')
    estate.put('p-9', 'hq', 'pump', 'gw')
    expect(mayPublish(estate.directory, device('gw'), 'fm/v1/hq/pump/p-9/event').verdict).toBe('allowed')
  })
})

describe('maySubscribe and mayHear', () => {
  it.each([
    ['own cmd', device('p-1'), 'fm/v1/hq/pump/p-1/cmd', true],
    ['own presence', device('p-1'), 'fm/v1/hq/pump/p-1/presence', true],
    ['own telemetry', device('p-1'), 'fm/v1/hq/pump/p-1/telemetry', false],
    ["a neighbour's cmd", device('p-1'), 'fm/v1/hq/pump/p-2/cmd', false],
    ["a child's cmd", device('gw'), 'fm/v1/hq/pump/p-3/cmd', true],
    ['cmd under a wrong site', device('p-1'), 'fm/v1/far/pump/p-1/cmd', false],
    ['a wildcard', device('p-1'), 'fm/v1/hq/pump/+/cmd', false],
    ['everything', device('p-1'), '#', false],
    ['one site', board, 'fm/v1/hq/#', true],
    ['one channel of a site', board, 'fm/v1/hq/+/+/telemetry', true],
    ['one topic of a site', board, 'fm/v1/hq/pump/p-1/event', true],
    ['taps', board, 'fm/v1/hq/+/+/tap', false],
    ['one tap topic', board, 'fm/v1/hq/patrol_reader/r-1/tap', false],
    ['another site', board, 'fm/v1/far/#', false],
    ['every site', board, 'fm/v1/#', false],
    ['any site', board, 'fm/v1/+/pump/+/telemetry', false],
    ['a leading wildcard', board, '+/v1/hq/#', false],
    ['everything there is', board, '#', false],
    ['$SYS', board, '$SYS/#', false],
    ['a shared subscription', board, '$share/g/fm/v1/hq/#', false],
    ['every site, unscoped', every, 'fm/v1/#', true],
    ['a leading wildcard, unscoped', every, '#', false],
    ['cmd of given devices', sim, 'fm/v1/hq/+/+/cmd', true],
    ['telemetry as a simulator', sim, 'fm/v1/hq/+/+/telemetry', false],
    ['all as a simulator', sim, 'fm/v1/hq/#', false],
  ])('%s', (_name, identity, filter, granted) => {
    expect(maySubscribe(directory, identity, filter)).toBe(granted)
  })

  it.each([
    ['tap through a wildcard', board, 'fm/v1/hq/pump/p-1/tap', false],
    ['telemetry', board, 'fm/v1/hq/pump/p-1/telemetry', true],
    ['another site', board, 'fm/v1/far/pump/x-1/telemetry', false],
    ["a device's cmd not given", sim, 'fm/v1/hq/pump/p-3/cmd', false],
    ["a given device's cmd", sim, 'fm/v1/hq/pump/p-1/cmd', true],
    ['a topic of no shape', every, '$SYS/x/heartbeat', false],
  ])('holds back %s on delivery', (_name, identity, topic, heard) => {
    expect(mayHear(directory, identity, topic)).toBe(heard)
  })
})

describe('logins', () => {
  const at = startOfDay
  const given = (username: string, secret: string, address = '10.0.0.1') => ({
    username,
    secret: Buffer.from(secret),
    address,
    certified: null,
  })

  it('makes a guesser wait, longer each time, at his address alone', () => {
    const login = openLogins(directory)
    for (let i = 0; i < 5; i++) expect(login(given('p-1', 'wrong'), at)).toHaveProperty('refusal', 'wrong_password')
    expect(login(given('p-1', 'secret-p-1'), at + 999)).toHaveProperty('refusal', 'too_many_attempts')
    expect(login(given('p-1', 'secret-p-1', '10.0.0.2'), at)).toHaveProperty('id', 'p-1')
    expect(login(given('p-1', 'wrong'), at + 1000)).toHaveProperty('refusal', 'wrong_password')
    expect(login(given('p-1', 'secret-p-1'), at + 2999)).toHaveProperty('refusal', 'too_many_attempts')
    expect(login(given('p-1', 'secret-p-1'), at + 3000)).toHaveProperty('id', 'p-1')
  })

  it('takes a certificate for the name in it and for no other', () => {
    const login = openLogins(directory)
    const certified = { address: '', secret: undefined, certified: 'p-1' }
    expect(login({ ...certified, username: '' }, at)).toHaveProperty('id', 'p-1')
    expect(login({ ...certified, username: 'p-2' }, at)).toHaveProperty('refusal', 'anonymous')
    expect(login({ ...certified, username: '', certified: 'nobody' }, at)).toHaveProperty('refusal', 'anonymous')
  })
})
