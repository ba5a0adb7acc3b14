// What strangers, fuzzers and broken firmware send: all of it is acknowledged or refused as promised, shows where people
// look for it, and takes nothing away from the good message that comes next.
import mqtt, { type MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Caller } from '../support/caller.ts'
import { adminPassword, openHouse, type House } from '../support/house.ts'
import { connectDevice, register, watchScreen, type Credentials } from '../support/wires.ts'

let house: House
let pump: Credentials
let gateway: Credentials
let idle: Credentials
let device: Awaited<ReturnType<typeof connectDevice>>
/** What was acknowledged as good, by sequence; all of it must be found again at the end. */
const good = new Map<number, Record<string, unknown>>()
let seq = 1000

beforeAll(async () => {
  house = await openHouse()
  await house.admin.create('/sites', { id: 'hq', name: '总部', timezone: 'Asia/Shanghai' })
  pump = await register(house.admin, { id: 'p-1', site: 'hq', kind: 'pump' })
  gateway = await register(house.admin, { id: 'gw-1', site: 'hq', kind: 'generic' })
  idle = await register(house.admin, { id: 'p-2', site: 'hq', kind: 'pump' })
  device = await connectDevice(house, pump)
})
afterAll(async () => {
  await device?.end()
  await house?.leave()
})

/** Publishes a reading of which something is good; remembers what. */
async function publishGood(metrics: Record<string, unknown>, bad: Record<string, unknown> = {}, ts = Date.now()) {
  seq += 1
  await device.publish('telemetry', { ts, seq, metrics: { ...metrics, ...bad } })
  good.set(seq, metrics)
  return seq
}

/** The newest message set aside of a device whose reason begins so. */
async function aside(id: string, reason: string): Promise<any> {
  const find = async () =>
    (await house.admin.get(`/devices/${id}/quarantine?limit=500`)).items.find((one: any) =>
      one.reason.startsWith(reason),
    )
  await expect.poll(find, { timeout: 20_000 }).toBeDefined()
  return find()
}

const stored = async (): Promise<any[]> => (await house.admin.get('/devices/p-1/readings?limit=10000')).items
const readingOf = async (which: number): Promise<any> => {
  const find = async () => (await stored()).find((reading) => reading.seq === which)
  await expect.poll(find, { timeout: 20_000 }).toBeDefined()
  return find()
}
const audited = async (user: string, topic: string): Promise<any> => {
  const find = async () =>
    (await house.admin.get('/audit?limit=500')).items.find(
      (entry: any) => entry.type === 'audit.mqtt_refused' && entry.id === user && entry.data.topic === topic,
    )
  await expect.poll(find, { timeout: 20_000 }).toBeDefined()
  return find()
}

describe('a payload that is no reading is acknowledged and set aside', () => {
  test.each([
    ['malformed JSON', '{"metrics":{"current_a":', 'malformed_json'],
    ['NaN', '{"metrics":{"current_a":NaN}}', 'malformed_json'],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 'not_utf8'],
    ['another shape', '{"current_a":12}', 'wrong_shape'],
    ['no metrics', '{"metrics":{}}', 'no_metrics'],
    ['an empty list', '[]', 'empty'],
    [
      '65 metrics',
      { metrics: Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`m${n}`, n])) },
      'too_many_metrics',
    ],
    ['1,001 readings', Array.from({ length: 1001 }, () => ({ metrics: { current_a: 1 } })), 'too_many_readings'],
    ['100,000 brackets', '['.repeat(100_000) + ']'.repeat(100_000), 'wrong_shape'],
    ['a number beyond all numbers', '{"metrics":{"current_a":1e400}}', 'metric_type: current_a'],
    ['a word for a number', { metrics: { current_a: 'twelve' } }, 'metric_type: current_a'],
    ['a deep value', { metrics: { current_a: { a: { b: { c: 1 } } } } }, 'metric_type: current_a'],
  ])('%s', async (_what, payload, reason) => {
    const sent = Buffer.isBuffer(payload) ? payload : typeof payload === 'string' ? payload : JSON.stringify(payload)
    await device.client.publishAsync('fm/v1/hq/pump/p-1/telemetry', sent, { qos: 1 })
    const kept = await aside('p-1', reason)
    expect(kept).toMatchObject({ device: 'p-1', topic: 'fm/v1/hq/pump/p-1/telemetry' })
    expect(kept.payload.length).toBeLessThanOrEqual(2000)
  })

  test.each([
    ['event', '{"point":"l1-001"}', 'wrong_shape: type'],
    ['tap', '[1]', 'wrong_shape'],
    ['state', '{"online":"yes"}', 'wrong_shape: online'],
    ['nonsense', '{}', 'unknown_channel'],
  ])('on channel %s', async (channel, payload, reason) => {
    await device.publish(channel, payload)
    expect(await aside('p-1', reason)).toMatchObject({ topic: `fm/v1/hq/pump/p-1/${channel}` })
  })
})

describe('of a reading that is partly good', () => {
  test('the good metrics are stored; an unknown one is set aside and shown in the discovery inbox', async () => {
    const which = await publishGood(
      { current_a: 12.5, running: true },
      { flux_capacitor: 88, Bad_Name: 1, constructor: 2 },
    )
    expect((await readingOf(which)).metrics).toEqual({ current_a: 12.5, running: true })
    expect((await aside('p-1', 'metric_unknown: flux_capacitor')).reason).toContain(
      'metric_name: Bad_Name, constructor',
    )
    const found = async () =>
      (await house.admin.get('/devices/discovered')).items.find((one: any) => one.name === 'flux_capacitor')
    await expect
      .poll(found, { timeout: 20_000 })
      .toMatchObject({ device: 'p-1', what: 'metric', data: { value: '88' } })
  })

  test('`__proto__` is a bad name and nothing more', async () => {
    seq += 1
    await device.publish(
      'telemetry',
      `{"ts":${Date.now()},"seq":${seq},"metrics":{"current_a":11,"__proto__":{"current_a":99}}}`,
    )
    good.set(seq, { current_a: 11 })
    expect((await readingOf(seq)).metrics).toEqual({ current_a: 11 })
    expect((await aside('p-1', 'metric_name: __proto__')).payload).toContain('__proto__')
    await device.publish('meta', '{"__proto__":{"admin":true},"maker":"格兰"}')
    const found = async () =>
      (await house.admin.get('/devices/discovered')).items.find((one: any) => one.what === 'meta')
    await expect.poll(found, { timeout: 20_000 }).toMatchObject({ device: 'p-1', data: { maker: '格兰' } })
    expect((await found()).data.admin).toBeUndefined()
  })

  test('the good elements of a list are stored, the others set aside', async () => {
    const [first, last] = [++seq, ++seq]
    const at = Date.now()
    await device.publish('telemetry', [
      { ts: at, seq: first, metrics: { current_a: 7 } },
      { ts: at, metrics: 'none' },
      { ts: at, seq: last, metrics: { current_a: 8 } },
    ])
    good.set(first, { current_a: 7 }).set(last, { current_a: 8 })
    // Both were measured in the same millisecond; neither overwrites the other.
    expect((await readingOf(first)).ts).toBe((await readingOf(last)).ts)
  })
})

describe('time', () => {
  test.each([
    ['an hour ahead', () => Date.now() + 3_600_000],
    ['before 2020', () => Date.UTC(1999, 11, 31)],
    ['beyond all dates', () => 9e15],
    ['a text without a zone', () => '2026-11-23 08:00:00'],
    ['a text that is no time', () => 'yesterday'],
  ])('%s is not believed: the reading has the server’s', async (_what, ts) => {
    seq += 1
    const before = Date.now()
    await device.publish('telemetry', { ts: ts(), seq, metrics: { current_a: 10 } })
    const after = Date.now()
    good.set(seq, { current_a: 10 })
    const at = Date.parse((await readingOf(seq)).ts)
    expect(at).toBeGreaterThanOrEqual(before)
    expect(at).toBeLessThanOrEqual(after)
  })

  test('a clock that is not believed is an incident of its own, which ends when the clock is right', async () => {
    const credentials = await register(house.admin, { id: 'p-3', site: 'hq', kind: 'pump' })
    const screen = await watchScreen(house, house.admin)
    const fast = await connectDevice(house, credentials)
    await fast.publish('telemetry', { ts: Date.now() + 3_600_000, seq: 1, metrics: { current_a: 10 } })
    const opened = await screen.event(
      (event) =>
        event.type === 'incident.opened' && event.data.rule === 'clock-wrong' && event.data.subject.id === 'p-3',
    )
    expect(opened.data).toMatchObject({ active: true, priority: 4, subject: { type: 'device' } })
    await fast.publish('telemetry', { ts: Date.now(), seq: 2, metrics: { current_a: 10 } })
    await screen.event((event) => event.type === 'incident.cleared' && event.id === opened.id)
    await fast.end()
    screen.close()
  })

  test('a repeat (same seq and ts) is acknowledged and stored once; a restarted counter is no repeat', async () => {
    const at = Date.now()
    const which = ++seq
    for (let n = 0; n < 3; n++) await device.publish('telemetry', { ts: at, seq: which, metrics: { current_a: 9 + n } })
    await device.publish('telemetry', { ts: at + 1, seq: which, metrics: { current_a: 20 } })
    await readingOf(await publishGood({ current_a: 12 }))
    const same = (await stored()).filter((reading) => reading.seq === which)
    expect(same.map((reading) => reading.metrics.current_a)).toEqual([9, 20])
  })

  test('what comes late is kept and never overwrites what is newer', async () => {
    const at = Date.now()
    await publishGood({ tank_level_m: 2.2 }, {}, at)
    const late = await publishGood({ tank_level_m: 1.1 }, {}, at - 60_000)
    await publishGood({ outlet_pressure_mpa: 0.5 }, {}, at + 1)
    expect(Date.parse((await readingOf(late)).ts)).toBe(at - 60_000)
    await expect
      .poll(async () => (await house.admin.get('/devices/p-1/latest')).metrics, { timeout: 20_000 })
      .toMatchObject({ outlet_pressure_mpa: { value: 0.5 }, tank_level_m: { value: 2.2 } })
  })
})

/** Resolves when the broker has ended a connection, politely or not. */
const goes = (client: MqttClient): Promise<void> => {
  client.on('error', () => undefined)
  return new Promise((gone) => client.once('close', () => gone()))
}

describe('who may say what', () => {
  const connect = (username?: string, password?: string): Promise<MqttClient> =>
    mqtt.connectAsync(`mqtt://127.0.0.1:${house.mqttPort}`, { username, password, reconnectPeriod: 0 }, false)

  test('nobody without a name or with a wrong secret; who goes on guessing waits and is audited', async () => {
    await expect(connect()).rejects.toMatchObject({ code: 5 })
    await expect(connect('nobody', 'guess')).rejects.toMatchObject({ code: 4 })
    for (let n = 0; n < 5; n++) await expect(connect('p-2', `guess-${n}`)).rejects.toMatchObject({ code: 4 })
    expect((await audited('p-2', '')).data).toMatchObject({ what: 'connect', reason: 'wrong_password' })
    // Even the right secret is not looked at now; other devices are not touched.
    await expect(connect('p-2', idle.secret)).rejects.toMatchObject({ code: 4 })
    await (await connect('p-1', pump.secret)).endAsync()
  })

  test('a device nobody registered: acknowledged, set aside, shown in the discovery inbox', async () => {
    const { client, end } = await connectDevice(house, gateway)
    await client.publishAsync('fm/v1/hq/pump/p-999/telemetry', '{"metrics":{"current_a":1}}', { qos: 1 })
    expect(await aside('gw-1', 'unregistered_device')).toMatchObject({ topic: 'fm/v1/hq/pump/p-999/telemetry' })
    const found = async () =>
      (await house.admin.get('/devices/discovered')).items.find((one: any) => one.name === 'p-999')
    await expect
      .poll(found, { timeout: 20_000 })
      .toMatchObject({ device: 'gw-1', what: 'device', data: { kind: 'pump' } })
    await end()
  })

  test('somebody else’s topic and `$SYS`: acknowledged, dropped, audited; the third closes that connection alone', async () => {
    const { client } = await connectDevice(house, gateway)
    const closed = goes(client)
    const topics = ['fm/v1/hq/pump/p-2/telemetry', '$SYS/broker/clients', 'fm/v1/hq/pump/p-2/presence']
    for (const topic of topics) await client.publishAsync(topic, '{"metrics":{"current_a":66}}', { qos: 1 })
    await closed
    for (const topic of topics) expect((await audited('gw-1', topic)).data).toMatchObject({ what: 'publish' })
    expect((await house.admin.get('/devices/p-2/latest')).metrics).toEqual({})
    expect(device.client.connected).toBe(true)
  })

  test('a packet over 256 KiB ends only the connection that sent it', async () => {
    const { client } = await connectDevice(house, gateway)
    const closed = goes(client)
    client.publish('fm/v1/hq/generic/gw-1/telemetry', 'x'.repeat(256 * 1024 + 1), { qos: 1 })
    await closed
    expect(device.client.connected).toBe(true)
  })
})

describe('over HTTP every no is a problem document with a sentence in the caller’s language', () => {
  const languages = ['zh-CN', 'en'] as const
  const callers = new Map<string, Caller>()

  beforeAll(async () => {
    for (const locale of languages) {
      const username = `speaks-${locale.toLowerCase()}`
      await house.admin.create('/users', { username, name: username, role: 'admin', locale, password: adminPassword })
      const caller = new Caller(house.url)
      await caller.signIn(username, adminPassword)
      callers.set(locale, caller)
    }
  })

  type Ask = { method: string; path: string; body?: string; headers?: Record<string, string> }
  const json = { 'content-type': 'application/json' }
  const asks: [what: string, status: number, code: string, ask: Ask][] = [
    ['a malformed body', 400, 'malformed', { method: 'POST', path: '/api/v1/sites', body: '{"id":', headers: json }],
    [
      'a body of another type',
      400,
      'malformed',
      { method: 'POST', path: '/api/v1/sites', body: 'id=x', headers: { 'content-type': 'text/plain' } },
    ],
    [
      '`__proto__` in a body',
      400,
      'malformed',
      { method: 'POST', path: '/api/v1/sites', body: '{"__proto__":{"id":"x"}}', headers: json },
    ],
    [
      'a deep body',
      400,
      'malformed',
      { method: 'POST', path: '/api/v1/sites', body: '['.repeat(5000) + ']'.repeat(5000), headers: json },
    ],
    [
      'a body of another shape',
      422,
      'invalid',
      { method: 'POST', path: '/api/v1/sites', body: '{"id":"Ä"}', headers: json },
    ],
    [
      'a body over 1 MiB',
      413,
      'too_large',
      { method: 'POST', path: '/api/v1/sites', body: `"${'x'.repeat(1024 * 1024)}"`, headers: json },
    ],
    ['an unknown path', 404, 'not_found', { method: 'GET', path: '/api/v1/sights' }],
    ['an unknown thing', 404, 'not_found', { method: 'GET', path: '/api/v1/sites/nowhere' }],
    ['a wrong method', 404, 'not_found', { method: 'DELETE', path: '/api/v1/sites' }],
    [
      'a page of another origin',
      403,
      'foreign_origin',
      { method: 'POST', path: '/api/v1/sites', body: '{}', headers: { ...json, origin: 'https://evil.example' } },
    ],
    ['nobody', 401, 'unauthenticated', { method: 'GET', path: '/api/v1/sites', headers: { cookie: '' } }],
  ]

  test.each(asks)('%s', async (_what, status, code, { method, path, body, headers }) => {
    const details = new Set<string>()
    for (const locale of languages) {
      const own = { cookie: callers.get(locale)!.cookie!, 'accept-language': locale, ...headers }
      const response = await fetch(`${house.url}${path}`, { method, body, headers: own })
      expect(response.status).toBe(status)
      expect(response.headers.get('content-type')).toContain('application/problem+json')
      expect(response.headers.get('content-language')).toBe(locale)
      const problem = await response.json()
      expect(problem).toMatchObject({ status, code, type: expect.any(String), title: expect.any(String) })
      expect(problem.errors).toBeInstanceOf(Array)
      expect(/[\u4e00-\u9fff]/.test(problem.detail)).toBe(locale === 'zh-CN')
      details.add(problem.detail)
    }
    expect(details.size).toBe(2)
  })
})

test('after all of it a good reading goes through, and nothing acknowledged is missing', async () => {
  const screen = await watchScreen(house, house.admin)
  const which = await publishGood({ current_a: 14.25 })
  await screen.reading((reading) => reading.device === 'p-1' && reading.metrics.current_a === 14.25)
  await readingOf(which)
  const found = new Map((await stored()).map((reading) => [reading.seq, reading.metrics]))
  for (const [number, metrics] of good) expect(found.get(number), `seq ${number}`).toEqual(metrics)
  expect(await (await fetch(`${house.url}/readyz`)).json()).toMatchObject({ state: 'ok' })
  screen.close()
})
