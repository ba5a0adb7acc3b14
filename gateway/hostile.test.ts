// Subscribers that freeze, packets that overtake each other, bytes that are no MQTT: nobody else may notice.
import fc from 'fast-check'
import { generate } from 'mqtt-packet'
import type { MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectPacket, publishPacket, startHouse } from './gateway.fixture.ts'
import type { House } from './gateway.fixture.ts'

let house: House
beforeEach(async () => void (house = await startHouse()))
afterEach(() => house.stop())

const telemetry = 'fm/v1/hq/generic/gw/telemetry'
/** 160 kB that an open kind takes. */
const bulky = (seq: number) => {
  const metrics = Object.fromEntries(Array.from({ length: 64 }, (_, i) => [`m${i}`, 'x'.repeat(250)]))
  return JSON.stringify(Array.from({ length: 9 }, (_, i) => ({ ts: house.clock.now() + i, seq: seq * 9 + i, metrics })))
}

async function frozenSubscriber(qos: 0 | 1) {
  const frozen = await house.raw()
  frozen.send(connectPacket('board'))
  await frozen.got((packet) => packet.cmd === 'connack')
  frozen.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'fm/v1/hq/#', qos }] } as never)
  await frozen.got((packet) => packet.cmd === 'suback')
  frozen.socket.pause()
  return frozen
}
function count(client: MqttClient, enough: number): Promise<void> {
  let heard = 0
  return new Promise((resolve) => {
    client.on('message', () => {
      if (++heard === enough) resolve()
    })
  })
}

describe('a frozen subscriber', () => {
  it('of QoS 0 is left out of what it does not take; the others hear all', async () => {
    await frozenSubscriber(0)
    const healthy = await house.client('board', { clientId: 'healthy' })
    await healthy.subscribeAsync('fm/v1/hq/#', { qos: 0 })
    const all = count(healthy, 120)
    const device = await house.client('gw')
    for (let i = 0; i < 120; i++) await device.publishAsync(telemetry, bulky(i), { qos: 1 })
    await all
    expect(house.gateway.status().withheld).toBeGreaterThan(0)
  })

  it('of QoS 1 is cut off; the others hear all', async () => {
    const frozen = await frozenSubscriber(1)
    const healthy = await house.client('board', { clientId: 'healthy' })
    await healthy.subscribeAsync('fm/v1/hq/#', { qos: 1 })
    const all = count(healthy, 150)
    const device = await house.client('gw')
    for (let i = 0; i < 150; i++) await device.publishAsync(telemetry, bulky(i), { qos: 1 })
    await all
    expect(house.gateway.status().clients).toBe(2)
    frozen.socket.resume()
    await frozen.closed
  })
})

describe('what is published in one breath', () => {
  it('arrives whole and in order, whatever the QoS', async () => {
    const board = await house.client('board', { clean: false, clientId: 'lasting' })
    await board.subscribeAsync('fm/v1/hq/#', { qos: 1 })
    const heard: number[] = []
    const all = new Promise<void>((resolve) => {
      board.on('message', (_topic, payload) => {
        heard.push((JSON.parse(payload.toString()) as { seq: number }).seq)
        if (heard.length === 40) resolve()
      })
    })
    const device = await house.raw()
    device.send(connectPacket('gw'))
    await device.got((packet) => packet.cmd === 'connack')
    const messages = Array.from({ length: 40 }, (_, seq) => {
      const qos = seq % 2 === 0 ? 1 : 0
      return publishPacket(telemetry, { seq, metrics: { a: seq } }, { qos, messageId: qos ? seq + 1 : undefined })
    })
    device.send(...messages)
    await all
    const byQos = (rest: number) => heard.filter((seq) => seq % 2 === rest)
    expect(byQos(0)).toEqual(Array.from({ length: 20 }, (_, i) => i * 2))
    expect(byQos(1)).toEqual(Array.from({ length: 20 }, (_, i) => i * 2 + 1))
  })
})

describe('bytes that are no MQTT', () => {
  it('end their own connection at most', async () => {
    const valid = [
      generate(connectPacket('p-1')),
      generate(publishPacket('fm/v1/hq/pump/p-1/telemetry', { metrics: { current_a: 1 } })),
      generate({
        cmd: 'subscribe',
        messageId: 4,
        subscriptions: [{ topic: 'fm/v1/hq/pump/p-1/cmd', qos: 1 }],
      } as never),
      generate({ cmd: 'unsubscribe', messageId: 5, unsubscriptions: ['a/'.repeat(200)] } as never),
      generate({ cmd: 'pubrel', messageId: 9 }),
      generate({ cmd: 'puback', messageId: 9 }),
    ]
    const bent = fc
      .tuple(fc.constantFrom(...valid), fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }))))
      .map(([packet, changes]) => {
        const bytes = Buffer.from(packet)
        for (const [where, byte] of changes.slice(0, 3)) bytes[where % bytes.length] = byte
        return bytes
      })
    const noise = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes))
    const dialogue = fc.tuple(fc.boolean(), fc.array(fc.oneof(bent, noise), { maxLength: 6 }))
    const witness = await house.client('p-2')
    await fc.assert(
      fc.asyncProperty(dialogue, async ([logsIn, chunks]) => {
        const raw = await house.raw()
        if (logsIn) raw.send(connectPacket('p-1'))
        raw.socket.write(Buffer.concat([Buffer.alloc(0), ...chunks]))
        raw.socket.end()
        await raw.closed
      }),
      { numRuns: 300 },
    )
    await witness.publishAsync('fm/v1/hq/pump/p-2/telemetry', '{"metrics":{"current_a":1}}', { qos: 1 })
    expect(house.entries('quarantine').filter((entry) => entry.reason.startsWith('internal'))).toEqual([])
  })
})
