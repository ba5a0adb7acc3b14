// The dialects and refusals of InfluxDB servers that are not on this machine, held against a stub that answers as they do.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { openInfluxReadings } from '../../gateway/readings/influx.ts'
import { Unavailable, type ReadingsStore } from '../../gateway/readings/store.ts'
import { point, t0 } from './readings.contract.ts'

type Call = { method: string; path: string; query: URLSearchParams; body: string; authorization: string | undefined }
type Answer = { status: number; headers?: Record<string, string>; body?: string }

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** A server that answers by `answer` and remembers what it was asked. */
async function stub(answer: (call: Call) => Answer): Promise<{ url: string; calls: Call[]; server: Server }> {
  const calls: Call[] = []
  const server = createServer((request, response) => {
    void readCall(request).then((call) => {
      calls.push(call)
      const { status, headers, body } = answer(call)
      response.writeHead(status, headers).end(body)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  ends.push(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls, server }
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks).toString()
  const { pathname, searchParams } = new URL(request.url!, 'http://stub')
  const { authorization } = request.headers
  return { method: request.method!, path: pathname, query: searchParams, body, authorization }
}

const json = { 'content-type': 'application/json' }
const pings: Record<string, Answer> = {
  v1: { status: 204, headers: { 'X-Influxdb-Version': '1.8.10' } },
  v2: { status: 204, headers: { 'X-Influxdb-Version': 'v2.7.4' } },
  v3: { status: 200, headers: json, body: '{"version":"3.0.1","revision":"abc"}' },
}
const server = (version: keyof typeof pings, write: (call: Call) => Answer = () => ({ status: 204 })) =>
  stub((call) => {
    if (call.path === '/ping') return pings[version]!
    if (call.path === '/query') return { status: 200, headers: json, body: '{"results":[{"statement_id":0}]}' }
    return call.path.endsWith('write') ? write(call) : { status: 204 }
  })
const opened = (options: Parameters<typeof openInfluxReadings>[0]): ReadingsStore => {
  const store = openInfluxReadings(options)
  ends.push(() => store.close())
  return store
}
const writes = (calls: Call[]): Call[] => calls.filter((call) => call.path.endsWith('write'))
const some = (count: number) => Array.from({ length: count }, (_, n) => point('p-1', t0 + n, { a: n }, n))

test.each(['v2', 'v3'] as const)(
  '%s is written to by /api/v2/write with organisation, bucket and token',
  async (version) => {
    const { url, calls } = await server(version)
    const store = opened({ url, database: 'wk', org: 'estate', token: 'secret' })
    await store.write([point('p-1', t0, { a: 1, on: false }, 7, 3)])
    const [call] = writes(calls)
    expect(call).toMatchObject({ method: 'POST', path: '/api/v2/write', authorization: 'Token secret' })
    expect(Object.fromEntries(call!.query)).toEqual({ org: 'estate', bucket: 'wk', precision: 'us' })
    expect(call!.body).toBe(`pump,device=p-1,site=hq _seq=7i,a=1,on=F ${t0 * 1000 + 3}`)
    expect(calls.some(({ path, body }) => path === '/query' && body.includes('CREATE'))).toBe(false)
  },
)

test('1.x is written to by /write with a login, after its databases were created', async () => {
  const { url, calls } = await server('v1')
  const store = opened({ url, database: 'wk', username: 'wk', password: 'p:w', retentionMs: 86_400_000 })
  await store.write([point('p-1', t0, { a: 1 })])
  const [call] = writes(calls)
  expect(call!.path).toBe('/write')
  expect(Object.fromEntries(call!.query)).toEqual({ db: 'wk', precision: 'u' })
  expect(call!.authorization).toBe(`Basic ${Buffer.from('wk:p:w').toString('base64')}`)
  const created = calls.filter(({ path }) => path === '/query').map(({ body }) => new URLSearchParams(body).get('q'))
  expect(created).toEqual([
    'CREATE DATABASE "wk" WITH DURATION 24h',
    'CREATE DATABASE "wk_5m"',
    'CREATE DATABASE "wk_1h"',
  ])
})

test('a dialect that was set is not asked for', async () => {
  const { url, calls } = await server('v2')
  await opened({ url, writeApi: 'v1' }).write([point('p-1', t0, { a: 1 })])
  expect(writes(calls)[0]!.path).toBe('/write')
  expect(calls.some(({ path }) => path === '/ping')).toBe(false)
})

test('2.x forgets a device by its delete call, in all three buckets', async () => {
  const { url, calls } = await server('v2')
  await opened({ url, database: 'wk', org: 'estate', token: 't' }).forget('p-1', 'pump')
  const deletes = calls.filter(({ path }) => path === '/api/v2/delete')
  expect(deletes.map(({ query }) => query.get('bucket'))).toEqual(['wk', 'wk_5m', 'wk_1h'])
  expect(JSON.parse(deletes[0]!.body)).toMatchObject({ predicate: 'device="p-1"' })
})

test.each([400, 413, 422])('lines refused with %i are found by halving, the others are written', async (status) => {
  const poison = new Set([3, 57])
  const { url, calls } = await server('v2', ({ body }) =>
    body.split('\n').some((line) => poison.has(Number(/a=(\d+)/.exec(line)![1])))
      ? { status, headers: json, body: '{"code":"invalid","message":"no such line"}' }
      : { status: 204 },
  )
  const { refused } = await opened({ url }).write(some(100))
  expect(refused.map(({ point: { reading }, reason }) => [reading.seq, reason])).toEqual([
    [3, 'no such line'],
    [57, 'no such line'],
  ])
  expect(writes(calls).length).toBeLessThan(40)
})

test.each([401, 403, 404, 429, 500, 503])(
  '%i is an outage: nothing is refused, the batch is to be written again',
  async (status) => {
    let down = true
    const { url, calls } = await server('v2', () =>
      down ? { status, headers: json, body: '{"message":"not now"}' } : { status: 204 },
    )
    const store = opened({ url })
    await expect(store.write(some(10))).rejects.toThrow(Unavailable)
    expect(await store.health()).toEqual({ ok: false, detail: 'not now' })
    expect(writes(calls)).toHaveLength(1)
    down = false
    expect(await store.write(some(10))).toEqual({ refused: [] })
    expect((await store.health()).ok).toBe(true)
  },
)

test('Retry-After counts seconds', async () => {
  const { url } = await server('v2', () => ({ status: 429, headers: { 'Retry-After': '7' } }))
  await expect(opened({ url }).write(some(1))).rejects.toMatchObject({ retryAfterMs: 7000 })
})

test('a server that never answers is an outage', async () => {
  const silent = createServer(() => undefined)
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  ends.push(async () => {
    silent.closeAllConnections()
    silent.close()
    await once(silent, 'close')
  })
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
  await expect(opened({ url, timeoutMs: 50 }).write(some(1))).rejects.toThrow(Unavailable)
})

test('an error of a query comes with status 200 and is told', async () => {
  const { url } = await stub(({ path }) =>
    path === '/ping'
      ? pings['v2']!
      : { status: 200, headers: json, body: '{"results":[{"statement_id":0,"error":"database not found: wk"}]}' },
  )
  const query = { device: 'p-1', kind: 'pump', metric: 'a', from: t0, to: t0 + 1000, points: 1 }
  await expect(opened({ url }).history(query)).rejects.toThrow('database not found')
})

test('something that is no InfluxDB is said to be none', async () => {
  const { url } = await stub(() => ({ status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' }))
  const query = { device: 'p-1', kind: 'pump', from: t0, to: t0 + 1000, limit: 1, cursor: null }
  await expect(opened({ url }).raw(query)).rejects.toThrow(/InfluxDB|JSON/)
})

test('what a failed roll-up left undone is done by the next one', async () => {
  let down = true
  const { url, calls } = await stub(({ path, query }) => {
    if (path === '/ping') return pings['v2']!
    if (path !== '/query') return { status: 204 }
    if (down) return { status: 503 }
    const columns = ['time', '_seq', 'a', 'b']
    const values = [
      [t0 * 1000, 8, 1, null],
      [t0 * 1000 + 7, 9, 3, null],
    ]
    const series = [{ name: 'pump', tags: { device: 'p-1', site: 'hq' }, columns, values }]
    const isRaw = query.get('q')!.includes('"wk".."pump"')
    return { status: 200, headers: json, body: JSON.stringify({ results: [{ series: isRaw ? series : [] }] }) }
  })
  const store = opened({ url, database: 'wk' })
  await store.write(some(3))
  await expect(store.rollUp(t0)).rejects.toThrow(Unavailable)
  down = false
  await store.rollUp(t0)
  const rolledUp = writes(calls).filter(({ query }) => query.get('bucket') !== 'wk')
  expect(rolledUp.map(({ query, body }) => [query.get('bucket'), body])).toEqual([
    ['wk_5m', `pump,device=p-1,site=hq count_a=2,last_a=3,max_a=3,mean_a=2,min_a=1,sum_a=4 ${t0 * 1000}`],
  ])
  const asked = calls.length
  await store.rollUp(t0)
  expect(calls).toHaveLength(asked)
})
