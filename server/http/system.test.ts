// What watches the product from outside: alive, ready, figures; and the files of the dashboard.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { User } from '../../core/contracts/user.ts'
import type { HttpDeps } from './deps.ts'
import { at, estateOf, no, openHouse, quietGateway, start, type Answer, type House } from './testing/house.ts'

let house: House
afterEach(() => house.close())

const lane = { head: 3, first: 1, bytes: 100, waiting: 0 }
const lanes = { urgent: lane, bulk: lane }
const journal = (change: object): Partial<HttpDeps> => ({
  journal: { status: () => ({ lanes, fault: null, damage: [], ...change }) },
})
const pipeline = (status: object, presences: unknown[] = []): Partial<HttpDeps> => ({
  pipeline: {
    ...{ latest: () => null, explain: () => Promise.resolve(null) },
    presences: () => presences as never,
    status: () => ({ ready: true, lagMs: 0, behind: { urgent: 0, bulk: 0 }, fault: null, ...status }),
  },
})
const readings = (health: () => Promise<{ ok: boolean; detail: string }>) => ({ readings: { health } as never })

describe('/readyz', () => {
  test('is 200 when everything works, and names no device', async () => {
    const gone = { device: 'p-secret', presence: 'silent', clockOffsetMs: null }
    house = await openHouse({ deps: pipeline({}, [gone]) })
    const { status, body, text } = await house.ask('GET', '/readyz')
    expect([status, body]).toMatchObject([
      200,
      { ready: true, state: 'ok', parts: { journal: 'ok', devices: 'degraded' } },
    ])
    expect(text).not.toContain('p-secret')
    const { devices: _, ...ours } = at({ body } as Answer, 'parts') as Record<string, string>
    expect(new Set(Object.values(ours))).toEqual(new Set(['ok']))
  })

  test.each([
    ['the journal cannot write', journal({ fault: 'ENOSPC' }), 'journal', 'failed'],
    ['records cannot be written', pipeline({ fault: 'disk full' }), 'records', 'failed'],
    ['rules are not loaded', pipeline({ ready: false }), 'rules', 'starting'],
    [
      'listeners are not open',
      { gateway: { status: () => ({ ...quietGateway, listening: false }) } },
      'listeners',
      'starting',
    ],
  ])('is 503 while %s', async (_why, deps, part, state) => {
    house = await openHouse({ deps })
    const answer = await house.ask('GET', '/readyz')
    expect([answer.status, at(answer, 'ready'), at(answer, `parts.${part}`)]).toEqual([503, false, state])
    expect((await house.ask('GET', '/healthz')).status).toBe(200)
  })

  test.each([
    [
      'the readings store is away',
      readings(() => Promise.resolve({ ok: false, detail: 'refused' })),
      'readings',
      'failed',
    ],
    ['the readings store throws', readings(() => Promise.reject(new Error('gone'))), 'readings', 'failed'],
    [
      'readings lag',
      { writer: { status: () => ({ lagMs: 90_000, lag: 9, fault: null, refused: 0 }) } },
      'readings',
      'degraded',
    ],
    ['rules lag', pipeline({ lagMs: 20_000 }), 'pipeline', 'degraded'],
    [
      'the journal was damaged',
      journal({ damage: [{ lane: 'bulk', file: 'x', position: 1, reason: 'crc' }] }),
      'journal',
      'degraded',
    ],
  ])('is 200 and degraded while %s', async (_why, deps, part, state) => {
    house = await openHouse({ deps })
    const answer = await house.ask('GET', '/readyz')
    expect([answer.status, at(answer, 'state'), at(answer, `parts.${part}`)]).toEqual([200, 'degraded', state])
  })
})

describe('the health page', () => {
  test('says since when a part stands as it does', async () => {
    let fault: string | null = null
    house = await openHouse({ deps: { journal: { status: () => ({ lanes, fault, damage: [] }) } } })
    const token = await house.token('viewer')
    const read = async () => {
      const answer = await house.api('GET', '/health', { token })
      return (at(answer, 'parts') as { part: string }[]).find(({ part }) => part === 'journal')
    }
    await read()
    fault = 'ENOSPC'
    house.clock.at = start + 60_000
    const since = new Date(start + 60_000).toISOString()
    expect(await read()).toMatchObject({ state: 'failed', ok: false, since, detail: { fault: 'ENOSPC' } })
    house.clock.at = start + 120_000
    expect(await read()).toMatchObject({ since })
  })

  test('names silent devices and wrong clocks, to each only those of his sites', async () => {
    const told = [
      { device: 'p-1', presence: 'silent', clockOffsetMs: 0 },
      { device: 'p-2', presence: 'online', clockOffsetMs: -400_000 },
    ]
    house = await openHouse({ deps: pipeline({}, told) })
    await estateOf(house, await house.token('admin'))
    const detail = async (sites: string[] | null) => {
      const answer = await house.api('GET', '/health', { token: await house.token('viewer', sites) })
      const parts = at(answer, 'parts') as { part: string; detail: unknown }[]
      return parts.filter(({ part }) => part === 'devices' || part === 'clocks').map((part) => part.detail)
    }
    expect(await detail(null)).toEqual([{ total: 2, silent: ['p-1'] }, { devices: ['p-2'] }])
    expect(await detail(['far'])).toEqual([{ total: 2, silent: [] }, { devices: ['p-2'] }])
  })

  test('names people whom nobody can tell, and what is proven of channels, to the desk of their sites alone', async () => {
    const user = { ...User.parse({ username: 'li', name: '李强', role: 'technician' }) }
    const name = { 'zh-CN': '值班群', en: 'Duty group' }
    const proofs = [{ id: 'robot', name, site: 'hq', last: null, real: null }]
    const status = { waiting: 0, dead: 0, failing: [], proofs }
    house = await openHouse({
      deps: {
        people: () => Promise.resolve([{ user, sites: ['hq'], why: 'none' as const }]),
        notify: { status: () => Promise.resolve(status) } as unknown as HttpDeps['notify'],
      },
    })
    await estateOf(house, await house.token('admin'))
    const read = async (role: 'viewer' | 'operator', sites: string[] | null) => {
      const answer = await house.api('GET', '/health', { token: await house.token(role, sites) })
      const parts = at(answer, 'parts') as { part: string; state: string; detail: object }[]
      return ['people', 'notices'].map((name) => parts.find(({ part }) => part === name)!.detail)
    }
    const said = { user: 'li', name: '李强', sites: ['hq'], why: 'none' }
    expect(await read('operator', null)).toEqual([{ people: [said] }, status])
    expect(await read('operator', ['hq'])).toEqual([{ people: [said] }, status])
    expect(await read('operator', ['far'])).toEqual([{ people: [] }, { ...status, proofs: [] }])
    expect(await read('viewer', null)).toEqual([{}, { waiting: 0, dead: 0 }])
  })
})

test('/metrics speaks Prometheus, prefix wk_', async () => {
  house = await openHouse({
    deps: { ...journal({}), ...pipeline({ lagMs: 1500 }, [{ device: 'x', presence: 'online' }]) },
  })
  await house.api('GET', '/about')
  const { text, headers } = await house.ask('GET', '/metrics')
  expect(headers.get('Content-Type')).toContain('text/plain')
  const names = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  expect(names.filter((line) => !line.startsWith('wk_'))).toEqual([])
  for (const line of [
    'wk_pipeline_lag_seconds 1.5',
    'wk_devices{presence="online"} 1',
    'wk_journal_position{lane="urgent"} 3',
    'wk_part_ok{part="journal"} 1',
    'wk_http_request_seconds_count{endpoint="about",status="200"} 1',
  ])
    expect(names).toContain(line)
})

describe('the dashboard', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'wk-files-'))
  mkdirSync(path.join(root, '_app/immutable'), { recursive: true })
  const script = 'console.log(1)'.repeat(100)
  writeFileSync(path.join(root, '200.html'), '<!doctype html><title>shell</title>')
  writeFileSync(path.join(root, '_app/immutable/a.js'), script)
  writeFileSync(path.join(root, '_app/immutable/a.js.gz'), gzipSync(script))
  writeFileSync(path.join(root, '_app/immutable/a.js.br'), brotliCompressSync(script))
  writeFileSync(path.join(root, 'icon.svg'), '<svg/>')
  writeFileSync(path.join(root, '..', 'wk-outside.txt'), 'outside')
  const open = async () => void (house = await openHouse({ settings: { dashboard: root } }))

  test.each(['/', '/wall', '/devices/p-1', '/m', '/m/queue'])('%s is the shell', async (address) => {
    await open()
    const { status, text, headers } = await house.ask('GET', address)
    expect([status, text]).toEqual([200, expect.stringContaining('shell')])
    expect(headers.get('Cache-Control')).toBe('no-cache')
    expect(headers.get('Content-Type')).toContain('text/html')
    expect(headers.get('Content-Security-Policy')).not.toContain('script-src')
  })

  test('hashed files are kept for ever, and come packed', async () => {
    await open()
    const { headers, text } = await house.ask('GET', '/_app/immutable/a.js', { headers: { 'Accept-Encoding': 'gzip' } })
    expect([headers.get('Content-Encoding'), headers.get('Content-Type')]).toEqual([
      'gzip',
      expect.stringContaining('javascript'),
    ])
    expect(headers.get('Cache-Control')).toContain('immutable')
    expect(text).toBe(script)
    const plain = await house.ask('GET', '/_app/immutable/a.js', { headers: { 'Accept-Encoding': 'identity' } })
    expect([plain.headers.get('Content-Encoding'), plain.text]).toEqual([null, script])
  })

  test.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, br;q=0', 'gzip'],
    ['deflate', null],
  ])('to whom accepts %s it comes as %s: the smallest', async (accepted, how) => {
    await open()
    const asked = { headers: { 'Accept-Encoding': accepted } }
    const { headers, text } = await house.ask('GET', '/_app/immutable/a.js', asked)
    expect([headers.get('Content-Encoding'), text]).toEqual([how, script])
  })

  test('a file that is not there is no shell where machines ask', async () => {
    await open()
    for (const address of ['/_app/immutable/old.js', '/api/v1/nothing', '/api/nothing', '/mqtt'])
      expect([address, no(await house.ask('GET', address))[0]]).toEqual([address, 404])
  })

  test('no path leads out', async () => {
    await open()
    for (const address of ['/../wk-outside.txt', '/%2e%2e/wk-outside.txt', '/..%2fwk-outside.txt', '/_app/..%5c..%5cx'])
      expect((await house.ask('GET', address)).text).not.toContain('outside')
  })

  test('without a build the API works alone', async () => {
    house = await openHouse({ settings: { dashboard: path.join(root, 'missing') } })
    expect(no(await house.ask('GET', '/'))).toEqual([404, 'not_found'])
    expect((await house.api('GET', '/about')).status).toBe(200)
    rmSync(root, { recursive: true })
  })
})
