// A whole gateway on free ports for tests: a journal in memory whose disk is worked by hand, a directory that is a
// literal, a clock that is turned by hand, clients over real wires.
import { connect as connectTcp } from 'node:net'
import type { Socket } from 'node:net'
import { once } from 'node:events'
import { connectAsync } from 'mqtt'
import type { IClientOptions, MqttClient } from 'mqtt'
import { generate, parser } from 'mqtt-packet'
import type { Packet } from 'mqtt-packet'
import { Kind } from '../core/contracts/kind.ts'
import { createGateway } from './app.ts'
import type { Gateway, GatewayPorts } from './app.ts'
import type { Directory, Identity, KnownDevice } from './directory.ts'
import { lanes } from './journal/journal.ts'
import type { Entry, Journal, Lane, Recorded } from './journal/journal.ts'

export const startOfDay = Date.UTC(2026, 10, 23, 6, 0, 0)
export const silentLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

export type HandClock = { now(): number; every(ms: number, tick: () => void): () => void; turn(ms: number): void }
export function handClock(start = startOfDay): HandClock {
  let at = start
  const ticks = new Set<() => void>()
  return {
    now: () => at,
    every(_ms, tick) {
      ticks.add(tick)
      return () => ticks.delete(tick)
    },
    turn: (ms) => {
      at += ms
      ticks.forEach((tick) => tick())
    },
  }
}

/** A journal in memory. `hold()` keeps appends waiting until `flush()`; `fail()` makes the waiting ones fail. */
export function memoryJournal() {
  const records: Record<Lane, Recorded[]> = { urgent: [], bulk: [] }
  const waiting: { lane: Lane; entry: Entry; resolve(at: number): void; reject(error: Error): void }[] = []
  const watchers = new Set<() => void>()
  let held = false

  const commit = (lane: Lane, entry: Entry): number => {
    const position = records[lane].length + 1
    // Through JSON, as on disk.
    records[lane].push({ lane, position, entry: JSON.parse(JSON.stringify(entry)) as Entry })
    watchers.forEach((watch) => watch())
    return position
  }
  const journal: Journal = {
    epoch: 'test',
    append: (lane, entry) =>
      held
        ? new Promise((resolve, reject) => {
            waiting.push({ lane, entry, resolve, reject })
            watchers.forEach((watch) => watch())
          })
        : Promise.resolve(commit(lane, entry)),
    put: (lane, entry, done) =>
      void journal.append(lane, entry).then(
        (position) => done(null, position),
        (error: Error) => done(error, 0),
      ),
    head: (lane) => records[lane].length,
    follow(lane, from, take) {
      const batch = records[lane].slice(from)
      if (batch.length > 0) queueMicrotask(() => void take(batch))
      return { stop: async () => {} }
    },
    trim: async () => {},
    status: () => ({
      lanes: {
        urgent: { head: records.urgent.length, first: 1, bytes: 0, waiting: waiting.length },
        bulk: { head: records.bulk.length, first: 1, bytes: 0, waiting: waiting.length },
      },
      fault: null,
      damage: [],
    }),
    close: async () => {},
  }
  /** Resolves when `test` gives something other than undefined, looked at after every append. */
  const until = <T>(test: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const watch = () => {
        const found = test()
        if (found === undefined) return
        watchers.delete(watch)
        resolve(found)
      }
      watchers.add(watch)
      watch()
    })
  const entries = <K extends Entry['type']>(type: K): (Entry & { type: K })[] =>
    lanes
      .flatMap((lane) => records[lane])
      .flatMap(({ entry }) => (entry.type === type ? [entry as Entry & { type: K }] : []))
  return {
    journal,
    records,
    entries,
    waiting,
    until,
    untilEntry: <K extends Entry['type']>(type: K, test: (entry: Entry & { type: K }) => boolean = () => true) =>
      until(() => entries(type).find(test)),
    untilWaiting: (count: number) => until(() => (waiting.length >= count ? count : undefined)),
    hold: () => void (held = true),
    flush() {
      held = false
      for (const one of waiting.splice(0)) one.resolve(commit(one.lane, one.entry))
    },
    flushLane(lane: Lane) {
      for (const one of waiting.filter((w) => w.lane === lane)) {
        waiting.splice(waiting.indexOf(one), 1)
        one.resolve(commit(one.lane, one.entry))
      }
    },
    fail() {
      held = false
      for (const one of waiting.splice(0)) one.reject(new Error('EIO'))
    },
  }
}
export type MemoryJournal = ReturnType<typeof memoryJournal>

const name = (text: string) => ({ 'zh-CN': text, en: text })
const pump = Kind.parse({
  id: 'pump',
  name: name('pump'),
  metrics: [
    { name: 'current_a', label: name('current'), type: 'number' },
    { name: 'running', label: name('running'), type: 'boolean' },
    { name: 'mode', label: name('mode'), type: 'enum', values: [{ value: 'auto', label: name('auto') }] },
    { name: 'note', label: name('note'), type: 'text' },
  ],
  events: [{ type: 'trip', label: name('trip') }],
})
const open = Kind.parse({ id: 'generic', name: name('generic'), metrics: [], open: true })

/** An estate: p-1 and p-2 (pumps), gw (open kind) with child p-3, other site's x-1; accounts board and sim. */
export function literalDirectory() {
  const devices = new Map<string, KnownDevice>()
  const put = (id: string, site: string, kind: string, parent: string | null = null) =>
    void devices.set(id, { id, site, kind, parent })
  put('p-1', 'hq', 'pump')
  put('p-2', 'hq', 'pump')
  put('gw', 'hq', 'generic')
  put('p-3', 'hq', 'pump', 'gw')
  put('x-1', 'far', 'pump')
  const kinds = new Map([pump, open].map((kind) => [kind.id, kind]))
  const listeners = new Set<(username: string) => void>()
  const accounts = new Map<string, Identity>([
    ['board', { type: 'integration', id: 'board', sites: ['hq'] }],
    ['every', { type: 'integration', id: 'every', sites: null }],
    ['sim', { type: 'simulator', id: 'sim', sites: ['hq'], devices: new Set(['p-1', 'p-2']) }],
  ])
  const directory: Directory = {
    login(username, secret) {
      if (secret.toString() !== `secret-${username}`) return null
      const device = devices.get(username)
      if (device) return { type: 'device', id: username, site: device.site, kind: device.kind, children: new Set() }
      return accounts.get(username) ?? null
    },
    device: (id) => devices.get(id) ?? null,
    clockOffset: () => null,
    kind: (id) => kinds.get(id) ?? null,
    onRevoked: (listener) => void listeners.add(listener),
  }
  return { directory, devices, kinds, put, revoke: (username: string) => listeners.forEach((l) => l(username)) }
}

export const settings: GatewayPorts['settings'] = {
  WK_MQTT_HOST: '127.0.0.1',
  WK_MQTT_PORT: 0,
  WK_MQTTS_PORT: 0,
  WK_MQTT_PLAINTEXT: false,
}

/** Starts a gateway; everything opened through it is closed by `stop`. */
export async function startHouse(more: Partial<GatewayPorts> & { memory?: MemoryJournal } = {}) {
  const memory = more.memory ?? memoryJournal()
  const estate = literalDirectory()
  const clock = handClock()
  const gateway: Gateway = await createGateway({
    settings,
    directory: estate.directory,
    journal: memory.journal,
    clock,
    log: silentLog,
    ...more,
  })
  await gateway.listen()
  const port = gateway.mqttPort as number
  const clients: MqttClient[] = []
  const raws: Socket[] = []
  return {
    gateway,
    estate,
    clock,
    port,
    ...memory,
    /** A client that logged in; rejects with the CONNACK's refusal. */
    client: async (username: string, options: IClientOptions = {}): Promise<MqttClient> => {
      const login = { username, password: `secret-${username}`, reconnectPeriod: 0, protocolVersion: 4, ...options }
      const client = await connectAsync(`mqtt://127.0.0.1:${port}`, login as IClientOptions)
      client.on('error', () => {})
      clients.push(client)
      return client
    },
    raw: (): Promise<RawClient> => {
      const socket = connectTcp(port, '127.0.0.1')
      raws.push(socket)
      return rawClient(socket)
    },
    async stop() {
      await Promise.all(clients.map((client) => client.endAsync(true)))
      raws.forEach((socket) => socket.destroy())
      await gateway.stop()
    },
  }
}
export type House = Awaited<ReturnType<typeof startHouse>>

export type RawClient = {
  socket: Socket
  packets: Packet[]
  /** Sends all of them in one write. */
  send: (...packets: Packet[]) => void
  /** Resolves with the first packet, past or to come, that `test` likes. */
  got: (test: (packet: Packet) => boolean) => Promise<Packet>
  closed: Promise<void>
}
async function rawClient(socket: Socket): Promise<RawClient> {
  const packets: Packet[] = []
  const reader = parser({ protocolVersion: 4 })
  const watchers = new Set<() => void>()
  reader.on('packet', (packet) => {
    packets.push(packet)
    watchers.forEach((watch) => watch())
  })
  socket.on('data', (chunk: Buffer) => reader.parse(chunk))
  socket.on('error', () => {})
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await once(socket, 'connect')
  return {
    socket,
    packets,
    send: (...all) => void socket.write(Buffer.concat(all.map((packet) => generate(packet)))),
    got: (test) =>
      new Promise((resolve) => {
        const watch = () => {
          const found = packets.find(test)
          if (!found) return
          watchers.delete(watch)
          resolve(found)
        }
        watchers.add(watch)
        watch()
      }),
    closed,
  }
}

/** CONNECT of a login, for a raw client. */
export const connectPacket = (username: string, more: object = {}): Packet => ({
  cmd: 'connect',
  protocolId: 'MQTT',
  protocolVersion: 4,
  clean: true,
  clientId: `raw-${username}`,
  keepalive: 60,
  username,
  password: Buffer.from(`secret-${username}`),
  ...more,
})
/** PUBLISH of a JSON document. */
export const publishPacket = (topic: string, payload: unknown, more: object = {}): Packet => ({
  cmd: 'publish',
  topic,
  payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  qos: 1,
  dup: false,
  retain: false,
  messageId: 1,
  ...more,
})
