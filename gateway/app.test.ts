// The promise of PUBACK over real wires: on disk first, in order, never for what was not written.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectPacket, publishPacket, startHouse } from './gateway.fixture.ts'
import type { House, RawClient } from './gateway.fixture.ts'

const telemetry = 'fm/v1/hq/pump/p-1/telemetry'
const event = 'fm/v1/hq/pump/p-1/event'
const isPuback = (id: number) => (packet: { cmd?: string; messageId?: number }) =>
  packet.cmd === 'puback' && packet.messageId === id

let house: House
beforeEach(async () => void (house = await startHouse()))
afterEach(() => house.stop())

async function loggedIn(username = 'p-1'): Promise<RawClient> {
  const raw = await house.raw()
  raw.send(connectPacket(username))
  await raw.got((packet) => packet.cmd === 'connack')
  await house.untilEntry('presence', (entry) => entry.device === username && entry.cause === 'connect')
  return raw
}
const reading = (seq: number) => ({ ts: house.clock.now(), seq, metrics: { current_a: 12.4 } })

describe('PUBACK', () => {
  it('comes only after the append is durable', async () => {
    const raw = await loggedIn()
    house.hold()
    raw.send(publishPacket(telemetry, reading(1), { messageId: 7 }))
    await house.untilWaiting(1)
    raw.send({ cmd: 'pingreq' })
    await raw.got((packet) => packet.cmd === 'pingresp')
    expect(raw.packets.some(isPuback(7))).toBe(false)
    house.flush()
    await raw.got(isPuback(7))
    expect(house.entries('readings')).toHaveLength(1)
  })

  it('keeps the order of arrival when the lanes become durable out of order', async () => {
    const raw = await loggedIn()
    const other = await loggedIn('p-2')
    house.hold()
    raw.send(
      publishPacket(telemetry, reading(1), { messageId: 1 }),
      publishPacket(event, { type: 'trip', id: 'e-1' }, { messageId: 2 }),
      publishPacket(telemetry, reading(2), { messageId: 3 }),
    )
    await house.untilWaiting(3)
    house.flushLane('urgent')
    other.send({ cmd: 'pingreq' })
    await other.got((packet) => packet.cmd === 'pingresp')
    expect(raw.packets.filter((packet) => packet.cmd === 'puback')).toEqual([])
    house.flush()
    await raw.got(isPuback(3))
    const acknowledged = raw.packets.flatMap((packet) => (packet.cmd === 'puback' ? [packet.messageId] : []))
    expect(acknowledged).toEqual([1, 2, 3])
  })

  it('is not given when the append fails, and the message may come again', async () => {
    const raw = await loggedIn()
    house.hold()
    raw.send(publishPacket(telemetry, reading(1)))
    await house.untilWaiting(1)
    house.fail()
    await raw.closed
    expect(raw.packets.some((packet) => packet.cmd === 'puback')).toBe(false)

    const again = await loggedIn()
    again.send(publishPacket(telemetry, reading(1), { dup: true }))
    await again.got(isPuback(1))
    expect(house.entries('readings')).toHaveLength(1)
  })

  it('of a repeat waits for the first one, and is refused with it', async () => {
    const raw = await loggedIn()
    house.hold()
    raw.send(
      publishPacket(telemetry, reading(1), { messageId: 1 }),
      publishPacket(telemetry, reading(1), { messageId: 2, dup: true }),
    )
    await house.untilWaiting(1)
    house.fail()
    await raw.closed
    expect(raw.packets.some((packet) => packet.cmd === 'puback')).toBe(false)
  })

  it.each([
    ['QoS 1', 1 as const, 'puback'],
    ['QoS 2', 2 as const, 'pubrec'],
  ])('for %s says that it is recorded once', async (_name, qos, answer) => {
    const raw = await loggedIn()
    raw.send(
      publishPacket(telemetry, reading(5), { qos, messageId: 9 }),
      publishPacket(telemetry, reading(5), { qos, messageId: 9, dup: true }),
    )
    await raw.got((packet) => packet.cmd === answer)
    raw.send({ cmd: 'pingreq' })
    await raw.got((packet) => packet.cmd === 'pingresp')
    expect(house.entries('readings')).toHaveLength(1)
  })
})
