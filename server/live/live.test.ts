import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket as Wire } from 'node:net'
import { io, type Socket } from 'socket.io-client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { iso } from '../../core/contracts/instant.ts'
import type {
  ClientToServer,
  Happening,
  Head,
  LiveEvent,
  LiveReading,
  ServerToClient,
  Snapshot,
} from '../../core/contracts/live.ts'
import type { Reading } from '../../core/contracts/reading.ts'
import type { Actor } from '../../core/contracts/user.ts'
import { handClock, type HandClock } from '../testing/clock.ts'
import { startLive, type Live } from './live.ts'

type Screen = Socket<ServerToClient, ClientToServer>
const people: Record<string, Actor> = {
  all: { name: 'all', role: 'operator', sites: null, locale: 'en', type: 'user' },
  one: { name: 'one', role: 'viewer', sites: ['s1'], locale: 'en', type: 'user' },
}
const empty = { sites: [], zones: [], kinds: [], devices: [], latest: [], points: [], incidents: [], tickets: [] }
const nothing = {
  ...empty,
  rounds: [],
  shifts: [],
  duties: [],
  calls: [],
  errands: [],
  people: {},
  checkpoints: {},
  demo: false,
}

let server: Server
let live: Live
let clock: HandClock
let head: number
let revoke: (name: string) => void
let beforeSnapshot: () => Promise<void>
const screens: Screen[] = []

beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  clock = handClock(0)
  head = 10
  beforeSnapshot = async () => {}
  live = startLive({
    ...{ server, clock, head: () => head, lagMs: () => 7, log: { warn() {} } },
    authenticate: ({ headers }) =>
      Promise.resolve(people[headers.authorization?.slice('Bearer '.length) ?? ''] ?? null),
    onRevoked: (listener) => {
      revoke = listener
      return () => {}
    },
    fromHere: ({ origin }) => origin === undefined,
    snapshot: async () => {
      const seq = head
      await beforeSnapshot()
      return { seq, at: iso(0), ...nothing }
    },
  })
})
afterEach(async () => {
  for (const screen of screens.splice(0)) screen.disconnect()
  await live.stop()
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
})

const dial = (token: string, headers: Record<string, string> = {}): Screen => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const screen: Screen = io(url, {
    ...{ auth: { token }, reconnection: false, transports: ['websocket'], forceNew: true, extraHeaders: headers },
  })
  screens.push(screen)
  return screen
}
const next = <T>(screen: Screen, event: string) =>
  new Promise<T>((resolve) => screen.once(event as never, resolve as never))
async function open(token: string): Promise<Screen> {
  const screen = dial(token)
  await next<Snapshot>(screen, 'snapshot')
  return screen
}
const happening = (type: string, site: string | null): Happening => ({
  ...{ seq: ++head, type, at: iso(0), site, by: null, id: 'x', data: { subject: { type: 'device', id: 'd' } } },
})
/** What a screen is told, up to an event of this type, which is told to everybody last. */
function until(screen: Screen, type: string): Promise<LiveEvent[]> {
  const heard: LiveEvent[] = []
  return new Promise((resolve) => {
    screen.on('event', (event) => {
      heard.push(event)
      if (event.type === type) resolve(heard)
    })
  })
}

test('nobody unknown, and no page of another origin, is let in', async () => {
  const error = await next<Error>(dial('nobody'), 'connect_error')
  expect(error.message).toBe('unauthenticated')
  await next(dial('all', { origin: 'http://evil.example' }), 'connect_error')
  expect(live.clients()).toBe(0)
})

test('each screen hears what its person may, in order, with no gap of its own', async () => {
  const [all, one] = await Promise.all([open('all'), open('one')])
  const heard = Promise.all([until(all, 'rule.changed'), until(one, 'rule.changed')])
  live.tell([happening('incident.opened', 's1'), happening('incident.opened', 's2')])
  live.tell([happening('tap.accepted', 's1'), happening('audit.signed_in', null), happening('rule.changed', null)])
  const [toAll, toOne] = await heard
  expect(toAll.map(({ seq, prev, type }) => [prev, seq, type])).toEqual([
    [10, 11, 'incident.opened'],
    [11, 12, 'incident.opened'],
    [12, 13, 'tap.accepted'],
    [13, 15, 'rule.changed'],
  ])
  // A viewer of one site: no other site, no taps, no audit.
  expect(toOne.map(({ seq, prev }) => [prev, seq])).toEqual([
    [10, 11],
    [11, 15],
  ])
})

test('the number of a reporter reaches the desk and nobody who has no call to make, also from memory', async () => {
  const [all, one] = await Promise.all([open('all'), open('one')])
  const heard = Promise.all([until(all, 'rule.changed'), until(one, 'rule.changed')])
  const reporter = { name: '业主', phone: '13922220002' }
  const ticket = { ...happening('ticket.created', 's1'), data: { site: 's1', assignee: null, vendor: null, reporter } }
  live.tell([ticket])
  live.tellUnrecorded(ticket)
  live.tell([happening('rule.changed', null)])
  const numbers = (events: LiveEvent[]) =>
    events.flatMap(({ data }) => (data as { reporter?: typeof reporter }).reporter?.phone ?? [])
  expect((await heard).map(numbers)).toEqual([
    ['13922220002', '13922220002'],
    ['', ''],
  ])
})

test('what happens while the snapshot is gathered is told after it, once', async () => {
  let go = () => {}
  const asked = new Promise<void>((resolve) => {
    beforeSnapshot = () => {
      resolve()
      return new Promise((done) => (go = done))
    }
  })
  const screen = dial('all')
  const order: string[] = []
  screen.on('snapshot', ({ seq }) => order.push(`snapshot ${seq}`))
  const heard = until(screen, 'rule.changed')
  await asked
  live.tell([happening('rule.changed', null)])
  go()
  expect((await heard).map(({ seq, prev }) => [prev, seq])).toEqual([[10, 11]])
  expect(order).toEqual(['snapshot 10'])
})

test('the heart beats every two seconds with the last event this screen was sent', async () => {
  const one = await open('one')
  const heard = next<LiveEvent>(one, 'event')
  live.tell([happening('incident.opened', 's1'), happening('incident.opened', 's2')])
  await heard
  const beat = next<Head>(one, 'head')
  clock.advance(2000)
  expect(await beat).toEqual({ seq: 12, prev: 11, at: iso(2000), lagMs: 7 })
})

test('readings are conflated: the newest of each device, of the sites that are seen and watched', async () => {
  const [all, one] = await Promise.all([open('all'), open('one')])
  const reading = (device: string, metrics: Reading['metrics'], at: number): Reading => ({
    ...{ device, ts: at, ordinal: 0, seq: null, at, timed: 'device', judged: at, late: false, metrics },
  })
  live.reading('s1', reading('d1', { a: 1, b: 1 }, 1000))
  live.reading('s1', reading('d1', { a: 2 }, 2000))
  live.reading('s2', reading('d2', { a: 3 }, 1000))
  const both = Promise.all([next<LiveReading[]>(all, 'readings'), next<LiveReading[]>(one, 'readings')])
  clock.advance(200)
  const [toAll, toOne] = await both
  expect(toAll.map((r) => r.device)).toEqual(['d1', 'd2'])
  expect(toOne).toEqual([{ device: 'd1', ts: iso(2000), metrics: { a: 2, b: 1 } }])

  one.emit('watch', { sites: ['s2'] })
  all.emit('watch', { devices: ['d2'] })
  one.on('readings', (readings) => {
    if (readings.some(({ device }) => device === 'd2')) expect.unreachable('a watch of another site widens nothing')
  })
  // Nobody answers a watch, so readings are sent until it has taken effect.
  for (let heard: LiveReading[] = []; heard.length !== 1;) {
    live.reading('s1', reading('d1', { a: 4 }, 3000))
    live.reading('s2', reading('d2', { a: 4 }, 3000))
    const narrowed = next<LiveReading[]>(all, 'readings')
    clock.advance(200)
    heard = await narrowed
    expect(heard.map((r) => r.device)).toContain('d2')
  }
})

test('a person whose rights change or whose session ends is cut off', async () => {
  const [all, one] = await Promise.all([open('all'), open('one')])
  const first = next(all, 'disconnect')
  revoke('all')
  await first
  const kept = people.one!
  people.one = { ...kept, sites: ['s2'] }
  const second = next(one, 'disconnect')
  clock.advance(60_000)
  await second
  people.one = kept
  expect(live.clients()).toBe(0)
})

test('a screen that reads nothing is cut off, and what waited for it is let go; the others hear on', async () => {
  const wires: Wire[] = []
  server.on('connection', (wire) => wires.push(wire))
  const stuck = await open('all')
  const other = await open('one')
  const gone = new Promise((resolve) => wires[0]!.once('close', resolve))
  const { ws } = stuck.io.engine.transport as unknown as { ws: { _socket: Wire } }
  ws._socket.pause()
  const big = 'x'.repeat(256 * 1024)
  // More than the buffers of two sockets hold.
  for (let i = 0; i < 64; i++) live.tell([{ ...happening('incident.opened', 's2'), data: big }])
  const beat = next<Head>(other, 'head')
  clock.advance(2000)
  await gone
  expect((await beat).at).toBe(iso(2000))
  expect(live.clients()).toBe(1)
})

test('what could not be recorded is shown, marked, and takes no place in the order', async () => {
  const all = await open('all')
  const heard = until(all, 'rule.changed')
  live.tellUnrecorded({ type: 'incident.opened', at: iso(0), site: 's1', by: null, id: 'i', data: {} })
  live.tell([happening('rule.changed', null)])
  expect((await heard).map(({ seq, prev, unrecorded }) => [prev, seq, unrecorded])).toEqual([
    [10, 10, true],
    [10, 11, undefined],
  ])
})
