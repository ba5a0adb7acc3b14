// Lock-out and commands over HTTP: nothing is sent to a machine on which somebody works, and only that person ends it.
import type { Transaction } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Happening, NewHappening } from '../../core/contracts/live.ts'
import { expireCommands, takeAck } from '../command.ts'
import { putShipped } from '../shipped.ts'
import type { Records } from '../store/schema.ts'
import { at, cookieFrom, no, openHouse, word, type Answer, type House } from './testing/house.ts'

const password = 'correct horse battery'
const devices = ['l-1', 'fp-1', 'p-far']
let house: House
let admin: string
let presence: 'online' | 'offline'
let cookies: Map<string, string>
let told: Happening[]

beforeEach(async () => {
  presence = 'online'
  cookies = new Map()
  told = []
  const latest = (device: string) => ({
    ...{ device, presence, since: null, lastSeen: null, clockOffsetMs: null, metrics: {} },
  })
  const status = () => ({ ready: true, lagMs: 0, behind: { urgent: 0, bulk: 0 }, fault: null })
  const pipeline = { latest, presences: () => [], explain: () => Promise.resolve(null), status }
  house = await openHouse({ deps: { pipeline } })
  house.onCommitted((happenings) => void told.push(...happenings))
  await putShipped(house.commit)
  admin = await house.token('admin')
  const post = (path: string, body: object) => house.api('POST', path, { token: admin, body })
  for (const id of ['hq', 'far']) await post('/sites', { id, name: id })
  const kinds = ['lighting', 'fire_panel', 'pump']
  for (const [n, id] of devices.entries())
    await post('/devices', { id, site: id === 'p-far' ? 'far' : 'hq', kind: kinds[n], name: id })
  for (const [username, role] of [
    ['wang', 'technician'],
    ['zhao', 'technician'],
    ['desk', 'operator'],
    ['boss', 'admin'],
  ] as const) {
    await house.person(username, role, password, {
      sites: role === 'admin' ? null : ['hq'],
      ...(username === 'wang' && { name: '王强' }),
    })
    cookies.set(username, cookieFrom(await house.api('POST', '/session', { body: { username, password } })))
  }
  told = []
})
afterEach(() => house.close())

const ask = (who: string, method: string, path: string, body: object = {}): Promise<Answer> =>
  house.api(method, path, { cookie: cookies.get(who)!, ...(method === 'GET' ? {} : { body }) })
const lock = (who: string, device = 'l-1') => ask(who, 'POST', `/devices/${device}/lockout`, { note: '换灯带' })
const unlock = (who: string, body = {}) => ask(who, 'DELETE', '/devices/l-1/lockout', body)
const switchOn = (who: string, more: object = {}) =>
  ask(who, 'POST', '/devices/l-1/commands', { name: 'switch', args: { on: true }, ...more })
const types = () => told.map(({ type }) => type)
const run = (work: (tx: Transaction<Records>) => Promise<NewHappening[]>) =>
  house.commit(async (tx) => ({ result: null, happenings: await work(tx) }))

describe('a lock-out', () => {
  test('says who, since when and why, and refuses every command', async () => {
    const locked = await lock('wang')
    expect(at(locked, 'lockout')).toEqual({ by: 'wang', since: '2026-11-23T06:00:00.000Z', note: '换灯带' })
    for (const who of ['wang', 'desk', 'boss']) expect(no(await switchOn(who))).toEqual([409, 'device_locked'])
    expect(at(await switchOn('desk'), 'detail')).toContain('王强')
    expect((await ask('desk', 'GET', '/devices/l-1')).text).toContain('"lockout":{"by":"wang"')
    expect(types()).toEqual(['device.locked'])
  })

  test('is taken away by the same person alone, and then commands go again', async () => {
    await lock('wang')
    expect(no(await lock('zhao'))).toEqual([409, 'device_locked'])
    for (const who of ['zhao', 'desk']) {
      expect(no(await unlock(who, { reason: 'in my way' }))).toEqual([403, 'lockout_not_yours'])
    }
    expect(at(await unlock('wang'), 'lockout')).toBeNull()
    expect((await switchOn('desk')).status).toBe(201)
  })

  test('of somebody else ends by an administrator with a reason, which is on record', async () => {
    await lock('wang')
    expect(no(await unlock('boss'))).toEqual([422, 'lockout_reason'])
    expect(no(await unlock('boss', { reason: '  ' }))).toEqual([422, 'invalid'])
    expect((await unlock('boss', { reason: '人已下班，现场确认无人' })).status).toBe(200)
    const override = told.find(({ type }) => type === 'audit.lockout_overridden')
    expect(override).toMatchObject({ by: 'boss', id: 'l-1', site: 'hq' })
    expect(override?.data).toMatchObject({ by: 'wang', note: '换灯带', reason: '人已下班，现场确认无人' })
  })

  test('repeated changes nothing; a token holds none; another site has none', async () => {
    const first = await lock('wang')
    house.clock.at += 60_000
    expect(await lock('wang')).toMatchObject({ status: 200, body: first.body })
    await unlock('wang')
    expect((await unlock('wang')).status).toBe(200)
    expect(types()).toEqual(['device.locked', 'device.unlocked'])
    const token = await house.token('technician')
    expect(no(await house.api('POST', '/devices/l-1/lockout', { token, body: {} }))).toEqual([409, 'person_needed'])
    expect((await lock('wang', 'p-far')).status).toBe(404)
  })

  test('survives an edit, and its device cannot be removed', async () => {
    await lock('wang')
    await ask('boss', 'PATCH', '/devices/l-1', { name: 'L' })
    expect(no(await ask('boss', 'PATCH', '/devices/l-1', { lockout: null }))).toEqual([422, 'invalid'])
    expect(at(await ask('boss', 'GET', '/devices/l-1'), 'lockout.by')).toBe('wang')
    expect(no(await ask('boss', 'DELETE', '/devices/l-1'))).toEqual([409, 'device_locked'])
  })

  test('waits while a command may still be carried out', async () => {
    await switchOn('desk', { within: '20s' })
    house.clock.at += 20_000
    expect(no(await lock('wang'))).toEqual([409, 'command_under_way'])
    house.clock.at += 1
    expect((await lock('wang')).status).toBe(200)
  })
})

describe('a command', () => {
  const answer = (id: string, device = 'l-1', ok = true) =>
    run((tx) => takeAck(tx, { device, id, ok, data: { on: true }, at: house.clock.at }))
  const state = async () => at(await ask('desk', 'GET', '/devices/l-1/commands'), 'items.0')

  test('is told with its deadline, and answered once by the device it went to', async () => {
    const sent = await switchOn('wang')
    expect(sent.body).toMatchObject({ state: 'accepted', by: 'wang', expiresAt: '2026-11-23T06:00:30.000Z' })
    expect(types()).toEqual(['command.sent'])
    await answer(word(sent, 'id'), 'fp-1')
    expect(await state()).toMatchObject({ state: 'accepted' })
    house.clock.at += 2_000
    await answer(word(sent, 'id'))
    await answer(word(sent, 'id'), 'l-1', false)
    const answered = { answeredAt: '2026-11-23T06:00:02.000Z', answer: { on: true }, late: false }
    expect(await state()).toMatchObject({ state: 'ok', ...answered })
    expect(types()).toEqual(['command.sent', 'command.ok'])
  })

  test('expires without an answer; a late one still says what was done', async () => {
    const sent = await switchOn('desk')
    await run((tx) => expireCommands(tx, house.clock.at + 30_000))
    expect(await state()).toMatchObject({ state: 'accepted' })
    house.clock.at += 30_001
    await run((tx) => expireCommands(tx, house.clock.at))
    expect(await state()).toMatchObject({ state: 'expired', answeredAt: null })
    await answer(word(sent, 'id'), 'l-1', false)
    expect(await state()).toMatchObject({ state: 'failed', late: true })
  })

  test('to a fire panel does not exist, whatever is declared', async () => {
    const commands = ['reset', 'silence', 'disable'].map((name) => ({ name, label: name }))
    await ask('boss', 'PATCH', '/kinds/fire_panel', { commands, drawing: 'plain' })
    for (const { name } of commands)
      expect(no(await ask('boss', 'POST', '/devices/fp-1/commands', { name }))).toEqual([403, 'panel_command'])
    expect(types()).not.toContain('command.sent')
  })

  test.each([
    [{ name: 'explode' }, 'command_unknown', undefined],
    [{ args: {} }, 'invalid', { path: 'args.on', code: 'required' }],
    [{ args: { on: 'yes' } }, 'invalid', { path: 'args.on', code: 'invalid_type' }],
    [{ args: { on: true, off: true } }, 'invalid', { path: 'args.off', code: 'unrecognized_keys' }],
    [{ within: '10m' }, 'invalid', { path: 'within' }],
    [{ within: '301s' }, 'invalid', { path: 'within', code: 'command_within' }],
  ])('%j is refused', async (wrong, code, fault) => {
    const answer = await switchOn('desk', wrong)
    expect(no(answer)).toEqual([422, code])
    if (fault) expect(at(answer, 'errors')).toContainEqual(expect.objectContaining(fault))
  })

  test('is not sent to a device that is not connected', async () => {
    presence = 'offline'
    expect(no(await switchOn('desk'))).toEqual([409, 'device_unreachable'])
    expect(types()).toEqual([])
  })
})
