// A whole HTTP side on a free port, over an empty database in memory and literals for the rooms it asks. For tests.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { api } from '../../../core/contracts/api.ts'
import type { Endpoint } from '../../../core/contracts/api/endpoint.ts'
import type { Role } from '../../../core/contracts/user.ts'
import { User } from '../../../core/contracts/user.ts'
import type { Clock } from '../../clock.ts'
import { createCommits, type Listener } from '../../commit.ts'
import { loadEstate } from '../../estate.ts'
import { createIdentity } from '../../identity.ts'
import { hashSecret, newSecret } from '../../secret.ts'
import { createNotify } from '../../notify/notify.ts'
import { createChannelKeys } from '../../notify/secrets.ts'
import { openDatabase } from '../../store/database.ts'
import { insertToken } from '../../store/token.ts'
import { saveUser } from '../../store/user.ts'
import { createTagKeys } from '../../tag-keys.ts'
import { recordTap } from '../../tap.ts'
import type { HttpDeps } from '../deps.ts'
import { createHttp } from '../http.ts'

/** A gateway that listens and was sent nothing. */
export const quietGateway = {
  ...{ listening: true, connections: 0 },
  ...{ received: 0, accepted: 0, repeats: 0, quarantined: 0, refused: 0 },
}

export type Answer = { status: number; headers: Headers; body: unknown; text: string }
export type House = Awaited<ReturnType<typeof openHouse>>
type Ask = { body?: unknown; raw?: string | Buffer; token?: string; cookie?: string; headers?: Record<string, string> }

export const start = Date.UTC(2026, 10, 23, 6)

/** Opens the house. Parts of the dependencies may be replaced; `clock.at` is turned by hand. */
export async function openHouse(change: { deps?: Partial<HttpDeps>; settings?: Partial<HttpDeps['settings']> } = {}) {
  const database = await openDatabase(':memory:')
  const { db } = database
  const commits = await createCommits(db)
  const { commit } = commits
  const clock: Clock & { at: number } = { at: start, now: () => clock.at, every: () => () => undefined }
  const identity = createIdentity({ db, commit, clock })
  const errors: unknown[] = []
  const log = { debug() {}, info() {}, warn() {}, error: (o: object) => void errors.push(o) }
  const tags = createTagKeys(Buffer.alloc(32, 7))
  const estate = await loadEstate(db)
  commits.onCommitted((happenings) => {
    estate.apply(happenings)
    return tags.apply(happenings)
  })
  const notify = await createNotify({
    ...{ db, commit, clock, log, keys: createChannelKeys(Buffer.alloc(32, 7)), publicUrl: null, allow: '127.0.0.0/8' },
    ...{ internals: { tell: () => Promise.resolve([]) }, timezoneOf: () => 'Asia/Shanghai', homeSite: () => 'hq' },
    ...{ command: () => Promise.resolve(false), connected: () => false, linkBase: () => 'https://wk.example' },
  })
  const deps: HttpDeps = {
    ...{ db, commit, identity, clock, log, estate, simulator: null, writer: null },
    settings: {
      ...{ version: '0.1.0', demo: false, demoPublic: false, loopback: true, publicUrl: null, secure: false },
      ...{ timezone: 'Asia/Shanghai', dataDir: '/tmp', dashboard: null, secretKey: Buffer.alloc(32, 7) },
      ...{ mqtt: { port: 1883, tlsPort: null }, requestsPerMinute: 0 },
      ...change.settings,
    },
    readings: emptyReadings,
    journal: { status: () => ({ lanes: { urgent: lane, bulk: lane }, fault: null, damage: [] }) },
    pipeline: {
      latest: () => null,
      presences: () => [],
      explain: () => Promise.resolve(null),
      status: () => ({ ready: true, lagMs: 0, behind: { urgent: 0, bulk: 0 }, fault: null }),
    },
    gateway: { status: () => quietGateway },
    heartbeat: { status: () => ({ to: null, at: null, ok: true, answer: '' }) },
    internals: { tell: () => Promise.resolve([]) },
    people: () => Promise.resolve([]),
    linkBase: () => ({ url: 'https://wk.example', from: 'set' }),
    notify,
    tags,
    recordTap: (tx, sent) => recordTap(tx, { internals: { tell: () => Promise.resolve([]) } as never, tags }, sent),
    ...change.deps,
  }
  const server = createServer(createHttp(deps))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const ask = async (method: string, path: string, asked: Ask = {}): Promise<Answer> => {
    const headers = new Headers(asked.headers)
    if (asked.token) headers.set('Authorization', `Bearer ${asked.token}`)
    if (asked.cookie) headers.set('Cookie', asked.cookie)
    const sent = asked.raw ?? (asked.body === undefined ? undefined : JSON.stringify(asked.body))
    if (sent !== undefined && !headers.has('Content-Type')) headers.set('Content-Type', 'application/json')
    const response = await fetch(url + path, { method, headers, body: sent as string, redirect: 'manual' })
    const text = await response.text()
    const json = response.headers.get('Content-Type')?.includes('json')
    const body = json ? (JSON.parse(text) as unknown) : text
    return { status: response.status, headers: response.headers, text, body }
  }
  return {
    ...{ db, commit, clock, identity, url, errors, ask, deps },
    onCommitted: (listener: Listener) => commits.onCommitted(listener),
    /** Asks the API; a good answer must be what the table promises. */
    async api(method: string, path: string, asked?: Ask): Promise<Answer> {
      const answer = await ask(method, `/api/v1${path}`, asked)
      if (answer.status < 300) endpointOf(method, path)?.response?.parse(answer.body)
      return answer
    },
    /** A token of a role, for these sites. */
    async token(role: Role, sites: string[] | null = null): Promise<string> {
      const secret = newSecret('wk_')
      const made = { createdAt: new Date(start).toISOString(), createdBy: 'test', expiresAt: null }
      const token = { id: `${role}-${hashSecret(secret).slice(0, 8)}`, name: role, role, sites, ...made }
      await commit(async (tx) => ({ result: await insertToken(tx, token, hashSecret(secret)), happenings: [] }))
      return secret
    },
    async person(username: string, role: Role, password = '', more: Partial<User> = {}): Promise<User> {
      const user = { ...User.parse({ username, name: username, role }), ...more }
      const kept = password === '' ? '' : await identity.passwords.hash(password)
      await commit(async (tx) => ({ result: await saveUser(tx, user, kept), happenings: [] }))
      return user
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await database.close()
    },
  }
}

/** The entry of the table that a call belongs to. */
function endpointOf(method: string, path: string): Endpoint | undefined {
  const [plain] = path.split('?')
  const fits = (entry: Endpoint) =>
    entry.method === method && new RegExp(`^${entry.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(plain!)
  return (Object.values(api) as Endpoint[]).find(fits)
}

const lane = { head: 0, first: 0, bytes: 0, waiting: 0 }
const emptyReadings: HttpDeps['readings'] = {
  write: () => Promise.resolve({ refused: [] }),
  history: () => Promise.resolve({ bucketMs: 1000, buckets: [] }),
  raw: () => Promise.resolve({ items: [], cursor: null }),
  rollUp: () => Promise.resolve(),
  expire: () => Promise.resolve(),
  forget: () => Promise.resolve(),
  health: () => Promise.resolve({ ok: true, detail: 'memory' }),
  close: () => Promise.resolve(),
}
/** What stands at a path of an answer's document: `items.0.id`. */
export const at = (answer: Answer, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], answer.body)
/** The same, where a text is expected. */
export function word(answer: Answer, path: string): string {
  const value = at(answer, path)
  if (typeof value !== 'string') throw new Error(`no text at ${path}: ${answer.text}`)
  return value
}
/** Status and code of a refusal. */
export const no = (answer: Answer): [number, unknown] => [answer.status, at(answer, 'code')]
/** The cookie that an answer hands over, as a request sends it back. */
export const cookieFrom = (answer: Answer): string => (answer.headers.get('Set-Cookie') ?? '').split(';')[0]!
/** A pump and what it stands on, made by an administrator. */
export async function estateOf(house: House, token: string): Promise<void> {
  const made = [
    ['/sites', { id: 'hq', name: 'HQ', buildings: [{ id: 'b1', name: 'B1', floors: 3 }] }],
    ['/sites', { id: 'far', name: 'Far' }],
    ['/kinds', { id: 'pump', name: 'Pump', metrics: [{ name: 'current_a', label: 'A', type: 'number', unit: 'A' }] }],
    ['/zones', { id: 'room', site: 'hq', building: 'b1', name: 'Room' }],
    ['/devices', { id: 'p-1', site: 'hq', kind: 'pump', name: 'Pump 1', zone: 'room' }],
    ['/devices', { id: 'p-2', site: 'far', kind: 'pump', name: 'Pump 2' }],
  ] as const
  for (const [path, body] of made) {
    const answer = await house.api('POST', path, { token, body })
    if (answer.status !== 201) throw new Error(`${path}: ${answer.text}`)
  }
}
