// Access over real wires: mqtt.js, raw sockets, Debian's mosquitto clients.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { MqttClient } from 'mqtt'
import { generate } from 'mqtt-packet'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectPacket, publishPacket, startHouse } from './gateway.fixture.ts'
import type { House } from './gateway.fixture.ts'

const run = promisify(execFile)
const telemetry = 'fm/v1/hq/pump/p-1/telemetry'
const cmd = 'fm/v1/hq/pump/p-1/cmd'
const reading = { metrics: { current_a: 12.4 } }

let house: House
beforeEach(async () => void (house = await startHouse()))
afterEach(() => house.stop())

const granted = async (client: MqttClient, filter: string) => {
  const [grant] = await client.subscribeAsync(filter, { qos: 1 }).catch(() => [{ qos: 128 }])
  return grant?.qos !== 128
}
const closing = (client: MqttClient) => new Promise<void>((resolve) => client.once('close', () => resolve()))
/** What a client hears, in order, until `count` messages have come. */
function hearing(client: MqttClient, count: number): Promise<string[]> {
  const heard: string[] = []
  return new Promise((resolve) => {
    client.on('message', (topic, payload, packet) => {
      heard.push(`${topic} ${payload.toString()}${packet.retain ? ' retained' : ''}`)
      if (heard.length === count) resolve(heard)
    })
  })
}
async function connack(packet: Parameters<typeof connectPacket>[1]) {
  const raw = await house.raw()
  raw.send(connectPacket('p-1', packet))
  return (await raw.got((answer) => answer.cmd === 'connack')) as { returnCode: number }
}
const mosquittoPub = (...more: string[]) =>
  run('mosquitto_pub', ['-h', '127.0.0.1', '-p', `${house.port}`, '-q', '1', ...more]).then(
    () => '',
    (error: { stderr: string }) => error.stderr,
  )

describe('login', () => {
  it('is needed', async () => {
    expect(await connack({ username: undefined, password: undefined })).toMatchObject({ returnCode: 5 })
    expect(await connack({ password: Buffer.from('wrong') })).toMatchObject({ returnCode: 4 })
    expect(await connack({ username: 'nobody' })).toMatchObject({ returnCode: 4 })
    expect(await connack({})).toMatchObject({ returnCode: 0 })
  })

  it('is needed of mosquitto_pub too', async () => {
    const message = ['-t', telemetry, '-m', JSON.stringify(reading)]
    expect(await mosquittoPub(...message)).toContain('not authorised')
    expect(await mosquittoPub('-u', 'p-1', '-P', 'wrong', ...message)).toContain('bad user name or password')
    expect(await mosquittoPub('-u', 'p-1', '-P', 'secret-p-1', ...message)).toBe('')
    expect(house.entries('readings')).toMatchObject([{ device: 'p-1', readings: [reading] }])
  })

  it('that was guessed too often is audited once and refused unseen', async () => {
    for (let i = 0; i < 5; i++) await connack({ password: Buffer.from('wrong') })
    expect(await connack({})).toMatchObject({ returnCode: 4 })
    expect(house.entries('refused')).toMatchObject([{ user: 'p-1', what: 'connect', reason: 'wrong_password' }])
  })

  it.each([
    ['another topic', 'fm/v1/hq/pump/p-2/state', 5],
    ['no topic of ours', 'lwt', 5],
    ['$SYS', '$SYS/x/new/clients', 5],
    ['201 levels', 'a/'.repeat(200), 5],
    ['its own state', 'fm/v1/hq/pump/p-1/state', 0],
  ])('with a will on %s gets %i', async (_name, topic, returnCode) => {
    const will = { topic, payload: Buffer.from('{"online":false}'), qos: 1, retain: true }
    expect(await connack({ will })).toMatchObject({ returnCode })
  })

  it.each([
    ['a control character', { clientId: 'a\u001b[2J' }, 2],
    ['200 characters', { clientId: 'x'.repeat(200) }, 2],
    ['the name of a prototype', { clientId: '__proto__' }, 0],
    ['no id', { clientId: '' }, 0],
  ])('with a client id of %s', async (_name, packet, returnCode) => {
    expect(await connack(packet)).toMatchObject({ returnCode })
  })

  it('without a client id cannot ask for a lasting session', async () => {
    const raw = await house.raw()
    const packet = generate(connectPacket('p-1', { clientId: '' }))
    const cleanSession = 0b10
    packet[9] = (packet[9] as number) & ~cleanSession
    raw.socket.write(packet)
    expect(await raw.got((answer) => answer.cmd === 'connack')).toMatchObject({ returnCode: 2 })
  })

  it('of MQTT 5 is refused cleanly', async () => {
    await expect(house.client('p-1', { protocolVersion: 5 })).rejects.toThrow()
    expect(house.gateway.status().clients).toBe(0)
  })
})

describe('a session', () => {
  it('is nobody else’s: the same client id under another name disturbs no one', async () => {
    const first = await house.client('p-1', { clientId: 'same' })
    const closed = closing(first)
    await house.client('p-2', { clientId: 'same' })
    expect(house.gateway.status().clients).toBe(2)
    await first.publishAsync(telemetry, JSON.stringify(reading), { qos: 1 })
    await house.client('p-1', { clientId: 'same' })
    await closed
    expect(house.gateway.status().clients).toBe(2)
  })

  it('that lasts gets what was said while its client was away, unless it may no longer hear it', async () => {
    const login = { clientId: 'lasting', clean: false }
    const before = await house.client('gw', login)
    expect(await granted(before, 'fm/v1/hq/pump/p-3/cmd')).toBe(true)
    expect(await granted(before, 'fm/v1/hq/generic/gw/cmd')).toBe(true)
    await before.endAsync()
    house.estate.put('p-3', 'hq', 'pump', null)
    await house.gateway.publish('fm/v1/hq/pump/p-3/cmd', { id: 'c-1' }, { retain: false })
    await house.gateway.publish('fm/v1/hq/generic/gw/cmd', { id: 'c-2' }, { retain: false })
    const after = await house.client('gw', login)
    expect(await hearing(after, 1)).toEqual(['fm/v1/hq/generic/gw/cmd {"id":"c-2"}'])
  })

  it('ends when its login is revoked', async () => {
    const client = await house.client('p-1')
    const other = await house.client('p-2')
    const closed = closing(client)
    house.estate.revoke('p-1')
    await closed
    expect(other.connected).toBe(true)
  })

  it('that was revoked while its client was away is gone', async () => {
    const login = { clientId: 'lasting', clean: false }
    const before = await house.client('p-1', login)
    await granted(before, cmd)
    await before.endAsync()
    await house.gateway.publish(cmd, { id: 'c-1' }, { retain: false })
    house.estate.revoke('p-1')
    const after = await house.client('p-1', login)
    const heard = hearing(after, 1)
    await granted(after, cmd)
    await house.gateway.publish(cmd, { id: 'c-2' }, { retain: false })
    expect(await heard).toEqual([`${cmd} {"id":"c-2"}`])
  })

  it('is told of by number, and ends with its last connection', async () => {
    const first = await house.client('p-1', { clientId: 'a' })
    const second = await house.client('p-1', { clientId: 'b' })
    await first.endAsync()
    await second.endAsync()
    await house.untilEntry('presence', (entry) => entry.cause === 'left')
    const told = house.entries('presence').map(({ device, cause, epoch }) => [device, cause, epoch] as const)
    const epochs = told.map(([, , epoch]) => epoch)
    expect(told.map(([device, cause]) => `${device} ${cause}`)).toEqual(['p-1 connect', 'p-1 connect', 'p-1 left'])
    expect(epochs[1]).toBeGreaterThan(epochs[0] as number)
    expect(epochs[2]).toBe(epochs[1])
  })

  it('that breaks is told from one that the device ends', async () => {
    const raw = await house.raw()
    raw.send(connectPacket('p-1'))
    await raw.got((packet) => packet.cmd === 'connack')
    raw.socket.resetAndDestroy()
    const told = await house.untilEntry('presence', (entry) => entry.device === 'p-1' && !entry.online)
    expect(told.cause).toBe('disconnect')
  })

  it('that breaks before it is ready leaves no trace: the next one is told of as if it were the first', async () => {
    for (let n = 0; n < 40; n++) {
      const raw = await house.raw()
      raw.send(connectPacket('p-1'))
      // As early as can be: while the broker is still at work on the login.
      if (n % 2 === 0) await raw.got((packet) => packet.cmd === 'connack')
      raw.socket.resetAndDestroy()
    }
    const last = await house.raw()
    last.send(connectPacket('p-1'))
    await last.got((packet) => packet.cmd === 'connack')
    const born = await house.client('p-1')
    await born.publishAsync('fm/v1/hq/pump/p-1/state', '{"online":true}', { qos: 1 })
    last.socket.resetAndDestroy()
    await born.endAsync()
    const told = await house.untilEntry('presence', (entry) => entry.cause === 'left')
    expect(told.device).toBe('p-1')
  })

  it('leaves a will, recorded as such', async () => {
    const raw = await house.raw()
    const will = { topic: 'fm/v1/hq/pump/p-1/state', payload: Buffer.from('{"online":false}'), qos: 1, retain: true }
    raw.send(connectPacket('p-1', { will }))
    await raw.got((packet) => packet.cmd === 'connack')
    raw.socket.resetAndDestroy()
    await house.untilEntry('presence', (entry) => entry.device === 'p-1' && entry.cause === 'will' && !entry.online)
    const board = await house.client('board')
    const heard = hearing(board, 1)
    await board.subscribeAsync('fm/v1/hq/+/+/state')
    expect(await heard).toEqual(['fm/v1/hq/pump/p-1/state {"online":false} retained'])
  })

  it('taken over: the old will does not overwrite the new birth', async () => {
    const login = {
      clientId: 'same',
      will: {
        topic: 'fm/v1/hq/pump/p-1/state',
        payload: Buffer.from('{"online":false}'),
        qos: 1 as const,
        retain: true,
      },
    }
    await house.client('p-1', login)
    const second = await house.client('p-1', login)
    await second.publishAsync('fm/v1/hq/pump/p-1/state', '{"online":true}', { qos: 1 })
    const [old, born] = await Promise.all([
      house.untilEntry('presence', (entry) => entry.cause === 'will'),
      house.untilEntry('presence', (entry) => entry.cause === 'birth'),
    ])
    expect(old.epoch).toBeLessThan(born.epoch)
    const board = await house.client('board')
    const heard = hearing(board, 1)
    await board.subscribeAsync('fm/v1/hq/+/+/state')
    expect(await heard).toEqual(['fm/v1/hq/pump/p-1/state {"online":true} retained'])
  })
})

describe('subscriptions', () => {
  it.each(['#', '+/+', '$SYS/#', '$share/g/fm/v1/hq/#', 'fm/v1/hq/#', 'a#', 'ab/+e', 'fm/v1/hq/pump/p-2/cmd'])(
    'of a device to %s are refused and the connection stays',
    async (filter) => {
      const raw = await house.raw()
      raw.send(connectPacket('p-1'))
      await raw.got((packet) => packet.cmd === 'connack')
      raw.send({ cmd: 'subscribe', messageId: 3, subscriptions: [{ topic: filter, qos: 0 }] } as never)
      expect(await raw.got((packet) => packet.cmd === 'suback')).toMatchObject({ granted: [128] })
      raw.send({ cmd: 'pingreq' })
      await raw.got((packet) => packet.cmd === 'pingresp')
    },
  )

  it('are audited, not without end', async () => {
    const client = await house.client('p-1')
    for (let i = 0; i < 20; i++) await granted(client, `fm/v1/hq/pump/p-2/cmd`)
    expect(house.entries('refused')).toHaveLength(5)
    expect(house.entries('refused')[0]).toMatchObject({
      what: 'subscribe',
      user: 'p-1',
      topic: 'fm/v1/hq/pump/p-2/cmd',
    })
  })

  it('of an integration hear its site, without taps and without another site', async () => {
    const board = await house.client('board')
    const every = await house.client('every')
    await board.subscribeAsync('fm/v1/hq/#')
    await every.subscribeAsync('fm/v1/#')
    const heard = hearing(board, 2)
    const all = hearing(every, 3)
    const device = await house.client('p-1')
    const far = await house.client('x-1')
    await far.publishAsync('fm/v1/far/pump/x-1/telemetry', JSON.stringify(reading), { qos: 1 })
    await device.publishAsync('fm/v1/hq/pump/p-1/tap', '{"tag":"04"}', { qos: 1 })
    await device.publishAsync(telemetry, JSON.stringify(reading), { qos: 1, retain: true })
    await device.publishAsync('fm/v1/hq/pump/p-1/event', '{"type":"trip"}', { qos: 1 })
    const said = [`${telemetry} ${JSON.stringify(reading)}`, 'fm/v1/hq/pump/p-1/event {"type":"trip"}']
    expect(await heard).toEqual(said)
    expect(await all).toEqual([`fm/v1/far/pump/x-1/telemetry ${JSON.stringify(reading)}`, ...said])
  })

  it('to telemetry find nothing retained', async () => {
    const device = await house.client('p-1')
    await device.publishAsync(telemetry, JSON.stringify(reading), { qos: 1, retain: true })
    await device.publishAsync('fm/v1/hq/pump/p-1/meta', '{"maker":"x"}', { qos: 1 })
    const board = await house.client('board')
    const heard = hearing(board, 1)
    await board.subscribeAsync('fm/v1/hq/#')
    expect(await heard).toEqual(['fm/v1/hq/pump/p-1/meta {"maker":"x"} retained'])
  })

  it('get what is quarantined or repeated not at all', async () => {
    const board = await house.client('board')
    await board.subscribeAsync('fm/v1/hq/#')
    const heard = hearing(board, 2)
    const device = await house.client('p-1')
    const once = JSON.stringify({ seq: 1, ts: house.clock.now(), ...reading })
    for (const payload of [once, '{', once]) await device.publishAsync(telemetry, payload, { qos: 1 })
    await device.publishAsync(telemetry, JSON.stringify(reading), { qos: 1 })
    expect(await heard).toEqual([`${telemetry} ${once}`, `${telemetry} ${JSON.stringify(reading)}`])
  })

  it('of mosquitto_sub to everything hear nothing', async () => {
    const to = ['-h', '127.0.0.1', '-p', `${house.port}`, '-u', 'p-1', '-P', 'secret-p-1']
    const answer = await run('mosquitto_sub', [...to, '-t', '#', '-t', '$SYS/#', '-t', '+/+', '-E'])
    expect(answer).toEqual({ stdout: '', stderr: 'All subscription requests were denied.\n' })
  })

  it('carry commands and presence to the device alone', async () => {
    const device = await house.client('p-1')
    expect(await granted(device, cmd)).toBe(true)
    const heard = hearing(device, 2)
    await house.gateway.publish('fm/v1/hq/pump/p-1/presence', { presence: 'online' }, { retain: true })
    await device.subscribeAsync('fm/v1/hq/pump/p-1/presence')
    await house.gateway.publish('fm/v1/hq/pump/p-2/cmd', { id: 'c-0' }, { retain: false })
    await house.gateway.publish(cmd, { id: 'c-1' }, { retain: false })
    expect(await heard).toEqual(['fm/v1/hq/pump/p-1/presence {"presence":"online"} retained', `${cmd} {"id":"c-1"}`])
  })
})

describe('publications', () => {
  it('that are forbidden are acknowledged; the third ends the connection after its PUBACK', async () => {
    const raw = await house.raw()
    raw.send(connectPacket('p-1'))
    await raw.got((packet) => packet.cmd === 'connack')
    const forbidden = (messageId: number) => publishPacket('$SYS/x/new/clients', 'p-2', { messageId })
    raw.send(forbidden(1), forbidden(2), forbidden(3))
    await raw.closed
    expect(raw.packets.filter((packet) => packet.cmd === 'puback').map((packet) => packet.messageId)).toEqual([1, 2, 3])
    expect(house.entries('refused')).toHaveLength(3)
  })

  it('that cannot be understood are acknowledged and the connection stays', async () => {
    const device = await house.client('p-1')
    for (const payload of ['{', '', '{"metrics":{"__proto__":{"admin":1}}}', 'x'.repeat(200_000)]) {
      await device.publishAsync(telemetry, payload, { qos: 1 })
    }
    await device.publishAsync('fm/v1/hq/pump/p-1/__proto__', '{}', { qos: 1 })
    expect(device.connected).toBe(true)
    expect(house.entries('quarantine')).toHaveLength(5)
  })

  it('of QoS 0 are recorded too', async () => {
    const device = await house.client('p-1')
    await device.publishAsync(telemetry, JSON.stringify(reading), { qos: 0 })
    expect(await house.untilEntry('readings')).toMatchObject({ readings: [reading] })
  })
})
