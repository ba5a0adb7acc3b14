import { once } from 'node:events'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { Aedes } from 'aedes'
import { afterEach, describe, expect, it } from 'vitest'
import { castOf } from './cast.ts'
import { demoEstate, type Estate } from './estate.ts'
import { startFleet } from './fleet.ts'
import { startPublisher, type Log, type Publisher } from './publisher.ts'
import { scenarios } from './scenarios/catalogue.ts'
import type { Message } from './world.ts'

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

type Heard = { topic: string; payload: Record<string, unknown>; retain: boolean }
/** A broker on a port; `heard` is what it acknowledged. `until` resolves when what it has heard satisfies. */
async function broker(port = 0) {
  const aedes = await Aedes.createBroker({ concurrency: 0 })
  const listened = once(aedes, 'subscribe')
  const heard: Heard[] = []
  const watchers = new Set<() => void>()
  aedes.authorizePublish = (_client, packet, callback) => {
    const payload = JSON.parse(packet.payload.toString()) as Record<string, unknown>
    heard.push({ topic: packet.topic, payload, retain: packet.retain })
    watchers.forEach((watch) => watch())
    callback(null)
  }
  const server: Server = createServer(aedes.handle)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    await new Promise<void>((resolve) => aedes.close(() => resolve()))
    await closed
  }
  const until = (satisfied: (list: Heard[]) => boolean): Promise<void> =>
    new Promise((resolve) => {
      const watch = () => {
        if (!satisfied(heard)) return
        watchers.delete(watch)
        resolve()
      }
      watchers.add(watch)
      watch()
    })
  return { aedes, listened, port: (server.address() as AddressInfo).port, heard, close, until }
}

const message = (device: string, serial: number): Message => ({
  at: serial,
  device,
  channel: 'telemetry',
  topic: `fm/v1/hq/pump/${device}/telemetry`,
  payload: { device, serial },
  retain: false,
})

describe('the publisher', () => {
  const start = (port: number): Publisher => {
    const publisher = startPublisher({
      url: `mqtt://127.0.0.1:${port}`,
      username: 'sim',
      secret: 'secret',
      clientId: 'test',
      log: silent,
      reconnectMs: 50,
    })
    cleanups.push(() => publisher.stop(0))
    return publisher
  }

  it('loses nothing and keeps the order of each device while the broker dies and comes back', async () => {
    const before = await broker()
    const publisher = start(before.port)
    const devices = ['p-1', 'p-2', 'p-3', 'p-4']
    let serial = 0
    const burst = (count: number) => {
      for (let i = 0; i < count; i++, serial++) for (const device of devices) publisher.publish(message(device, serial))
    }
    burst(500)
    await before.until((list) => list.length >= 700)
    // Dies with messages under way.
    await before.close()
    burst(500)
    const after = await broker(before.port)
    cleanups.push(() => after.close())
    burst(200)
    await publisher.drained()

    for (const device of devices) {
      const serials = [...before.heard, ...after.heard]
        .filter(({ payload }) => payload['device'] === device)
        .map(({ payload }) => payload['serial'] as number)
      // A message may come twice (it was heard, its acknowledgement was not), never late.
      const first = serials.filter((value, i) => serials.indexOf(value) === i)
      expect(first).toEqual(Array.from({ length: serial }, (_, i) => i))
      expect(serials).toEqual([...serials].sort((a, b) => a - b))
    }
    expect(publisher.status()).toMatchObject({ connected: true, waiting: 0, dropped: 0 })
  })

  it('sends again what MQTT.js gives up when the connection goes again and again', async () => {
    const cruel = await broker()
    cleanups.push(() => cruel.close())
    let cuts = 25
    cruel.aedes.authorizePublish = (client, packet, callback) => {
      cruel.heard.push({ topic: packet.topic, payload: JSON.parse(packet.payload.toString()) as never, retain: false })
      if (cuts > 0 && cruel.heard.length % 20 === 0 && cuts--) client!.conn.destroy()
      else callback(null)
    }
    const publisher = start(cruel.port)
    const devices = Array.from({ length: 100 }, (_, i) => `p-${i}`)
    for (let serial = 0; serial < 20; serial++) for (const device of devices) publisher.publish(message(device, serial))
    await publisher.drained()

    expect(cuts).toBe(0)
    for (const device of devices) {
      const serials = cruel.heard
        .filter(({ payload }) => payload['device'] === device)
        .map(({ payload }) => payload['serial'] as number)
      expect(serials.filter((value, i) => serials.indexOf(value) === i)).toEqual(
        Array.from({ length: 20 }, (_, i) => i),
      )
    }
  })

  it('keeps a bounded number while nobody listens', async () => {
    const gone = await broker()
    await gone.close()
    const publisher = startPublisher({
      url: `mqtt://127.0.0.1:${gone.port}`,
      username: 'sim',
      secret: 'secret',
      clientId: 'test',
      log: silent,
      limit: 100,
    })
    cleanups.push(() => publisher.stop(0))
    for (let i = 0; i < 1000; i++) publisher.publish(message('p-1', i))
    expect(publisher.status()).toEqual({ connected: false, waiting: 100, dropped: 900 })
  })
})

describe('the fleet', () => {
  const small: Estate = {
    ...demoEstate,
    devices: demoEstate.devices.filter(({ id }) => ['b3-lift-2', 'fp-1', 'gw-b3', 'sump-5'].includes(id)),
  }
  async function sail(estate: Estate) {
    const listener = await broker()
    cleanups.push(() => listener.close())
    let at = Date.parse('2026-11-23T06:00:00Z')
    let tick = () => {}
    const clock = {
      now: () => at,
      every: (_ms: number, call: () => void) => {
        tick = call
        return () => {}
      },
    }
    const url = `mqtt://127.0.0.1:${listener.port}`
    const fleet = await startFleet({ url, username: 'sim', secret: 's', estate, seed: 1, speed: 1, clock, log: silent })
    cleanups.push(() => fleet.stop())
    const turn = (seconds: number) => {
      for (let i = 0; i < seconds; i++) {
        at += 1000
        tick()
      }
    }
    return { fleet, listener, turn }
  }

  it('tells births retained, then readings with a sequence', async () => {
    const { listener, turn } = await sail(small)
    await listener.until((list) => list.filter(({ topic }) => topic.endsWith('/state')).length === 4)
    expect(listener.heard.every(({ retain, payload }) => retain && payload['online'] === true)).toBe(true)
    turn(60)
    const lift = 'fm/v1/binjiang/elevator/b3-lift-2/telemetry'
    await listener.until((list) => list.filter(({ topic }) => topic === lift).length >= 5)
    const readings = listener.heard.filter(({ topic }) => topic === lift)
    expect(readings.map(({ payload }) => payload['seq'])).toEqual(readings.map((_, i) => i))
    expect(readings.every(({ retain }) => !retain)).toBe(true)
  })

  it('starts a scenario by name, shows it running, and puts things right when it is stopped', async () => {
    const { fleet, listener, turn } = await sail(
      castOf(
        scenarios.find(({ id }) => id === 'fire-12f')!,
        demoEstate,
      ),
    )
    expect(fleet.startScenario('no-such')).toBe(false)
    // This estate has no gateway to lose.
    expect(fleet.startScenario('gateway-lost')).toBe(false)
    expect(fleet.startScenario('fire-12f')).toBe(true)
    expect(fleet.status().scenarios.find(({ id }) => id === 'fire-12f')).toMatchObject({ running: true })
    turn(40)
    const events = (type: string) => (list: Heard[]) => list.filter(({ payload }) => payload['type'] === type).length
    await listener.until((list) => events('alarm')(list) === 2)
    expect(fleet.stopScenario('fire-12f')).toBe(true)
    expect(fleet.status().scenarios.find(({ id }) => id === 'fire-12f')).toMatchObject({ running: false })
    turn(5)
    await listener.until((list) => events('restored')(list) === 2)
  })

  it('sends the history and then stops cleanly', async () => {
    const { fleet, listener } = await sail(small)
    expect(await fleet.backfill(1)).toBe(true)
    const arrays = listener.heard.filter(({ payload }) => Array.isArray(payload))
    expect(new Set(arrays.map(({ topic }) => topic)).size).toBe(4)
    expect(arrays.reduce((sum, { payload }) => sum + (payload as unknown as unknown[]).length, 0)).toBe(4 * 288)
  })

  it('says that a history broken off by the stop is not whole, so that it is sent again', async () => {
    const { fleet } = await sail(small)
    const history = fleet.backfill(7)
    await fleet.stop()
    expect(await history).toBe(false)
  })

  it('hears commands and answers them; what it cannot make out it leaves', async () => {
    const { fleet, listener, turn } = await sail({
      ...demoEstate,
      devices: demoEstate.devices.filter(({ id }) => id === 'light-garage-b1'),
    })
    await fleet.heard()
    await listener.listened
    const topic = 'fm/v1/binjiang/lighting/light-garage-b1/cmd'
    const say = (payload: string) =>
      new Promise<void>((resolve) =>
        listener.aedes.publish({ ...plain, topic, payload: Buffer.from(payload) }, () => resolve()),
      )
    await say('nonsense')
    await say('{"id":"c-0"}')
    const expiresAt = Date.parse('2026-11-24T06:00:00Z')
    await say(JSON.stringify({ id: 'c-1', name: 'switch', args: { on: false }, expiresAt }))
    await listener.until((list) => list.some(({ topic }) => topic.endsWith('/ack')))
    turn(1)
    const answers = listener.heard.filter(({ topic }) => topic.endsWith('/ack')).map(({ payload }) => payload)
    expect(answers).toEqual([{ id: 'c-1', ok: true, data: { on: false } }])
  })
})

const plain = { cmd: 'publish', qos: 1, dup: false, retain: false } as const
