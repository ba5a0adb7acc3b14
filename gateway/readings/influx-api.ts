// The two calls to an InfluxDB server, the same for 1.x, 2.x and 3: line protocol in, InfluxQL out. The client library
// is encoder and transport only: its own buffering and retries lose data.
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { HttpError, InfluxDB, type SendOptions } from '@influxdata/influxdb-client'
import { z } from 'zod'
import { Unavailable } from './store.ts'

export type InfluxOptions = {
  url: string
  /** How lines are written; `auto` asks the server what it is. */
  writeApi?: 'auto' | 'v1' | 'v2'
  /** Databases (1.x) or buckets (2.x, 3) of readings and roll-ups. */
  database?: string
  database5m?: string
  database1h?: string
  org?: string
  token?: string
  username?: string
  password?: string
  /** Retention of readings when the database is ours to create, ms; 30 days. */
  retentionMs?: number
  /** A call that takes longer has failed, ms; 30 s. */
  timeoutMs?: number
}

export type Dialect = 'v1' | 'v2'
/** The server understood the call and will never accept its lines: 400, 413 or 422. */
export class LinesRefused extends Error {}

export type InfluxApi = {
  /** Writes lines, one text. Throws {@link LinesRefused} or {@link Unavailable}. */
  write(database: string, lines: string): Promise<void>
  /** Runs InfluxQL that reads. Throws {@link Unavailable}. */
  query(influxQl: string): Promise<Series[][]>
  /** Runs one InfluxQL statement that changes something (1.x, and DELETE on 2.x). */
  command(influxQl: string, database?: string): Promise<void>
  /** Deletes a device's points in 2.x and later. */
  deleteDevice(database: string, device: string): Promise<void>
  dialect(): Promise<Dialect>
  /** Whether the server answers. Throws {@link Unavailable}. */
  ping(): Promise<string>
  close(): void
}

type Cell = number | string | boolean | null
const isCell = (cell: unknown): cell is Cell => cell === null || typeof cell !== 'object'
/** By hand: cells come by the ten thousand, and a schema takes longer for each than the server. */
const isTable = (table: unknown): table is Cell[][] =>
  Array.isArray(table) && table.every((row) => Array.isArray(row) && row.every(isCell))
const Series = z.object({
  name: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  columns: z.array(z.string()),
  values: z.custom<Cell[][]>(isTable).default([]),
})
const Answer = z.object({
  error: z.string().optional(),
  results: z.array(z.object({ error: z.string().optional(), series: z.array(Series).default([]) })).default([]),
})
export type Series = z.infer<typeof Series>

const refusing: ReadonlySet<number> = new Set([400, 413, 422])

/** Nothing is asked of the server yet. */
export function createInfluxApi(options: InfluxOptions): InfluxApi {
  const { url, org = '', timeoutMs = 30_000 } = options
  const agent = url.startsWith('https:') ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true })
  const headers = authorization(options)
  const influx = new InfluxDB({ url, token: options.token, headers, timeout: timeoutMs, transportOptions: { agent } })
  let known: Promise<Dialect> | null = null

  const send = async (path: string, body: string, more: Omit<SendOptions, 'signal'>): Promise<unknown> => {
    try {
      return (await influx.transport.request(path, body, {
        ...more,
        signal: AbortSignal.timeout(timeoutMs),
      })) as unknown
    } catch (error) {
      throw translated(error)
    }
  }
  const ping = async (): Promise<string> => {
    let version = ''
    const started = (received: Record<string, unknown>): void => {
      const found = received['x-influxdb-version']
      version = typeof found === 'string' ? found : ''
    }
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      const body: unknown = await influx.transport.request('/ping', '', { method: 'GET', signal }, started)
      return version || (z.object({ version: z.string() }).safeParse(body).data?.version ?? '')
    } catch (error) {
      throw translated(error)
    }
  }
  const dialect = (): Promise<Dialect> => {
    if (options.writeApi === 'v1' || options.writeApi === 'v2') return Promise.resolve(options.writeApi)
    const asked = (known ??= ping().then((version) => (/^v?1\./.test(version) ? 'v1' : 'v2')))
    asked.catch(() => (known = null))
    return asked
  }
  const results = async (path: string, body: string, more: Omit<SendOptions, 'signal'>): Promise<Series[][]> => {
    const answer = Answer.safeParse(await send(path, body, more)).data
    if (!answer) throw new Unavailable('the server does not answer like InfluxDB')
    const error = answer.error ?? answer.results.find((result) => result.error !== undefined)?.error
    if (error !== undefined) throw new Unavailable(error)
    return answer.results.map((result) => result.series)
  }

  return {
    dialect,
    ping,
    async write(database, lines) {
      const query =
        (await dialect()) === 'v1'
          ? `/write?${new URLSearchParams({ db: database, precision: 'u' }).toString()}`
          : `/api/v2/write?${new URLSearchParams({ org, bucket: database, precision: 'us' }).toString()}`
      const type = { 'content-type': 'text/plain; charset=utf-8' }
      await send(query, lines, { method: 'POST', headers: type })
    },
    query: (influxQl) =>
      results(`/query?${new URLSearchParams({ q: influxQl, epoch: 'u', db: database(options) }).toString()}`, '', {
        method: 'GET',
        headers: { accept: 'application/json' },
      }),
    async command(influxQl, on) {
      const form = new URLSearchParams(on === undefined ? { q: influxQl } : { q: influxQl, db: on }).toString()
      const type = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' }
      await results('/query', form, { method: 'POST', headers: type })
    },
    async deleteDevice(bucket, device) {
      const path = `/api/v2/delete?${new URLSearchParams({ org, bucket }).toString()}`
      const all = { start: '1970-01-01T00:00:00Z', stop: '2200-01-01T00:00:00Z', predicate: `device="${device}"` }
      await send(path, JSON.stringify(all), { method: 'POST' })
    },
    close: () => agent.destroy(),
  }
}

const database = ({ database = 'watchkeeper' }: InfluxOptions): string => database

/** 1.x takes a login; a token replaces it. */
function authorization({ username, password = '', token }: InfluxOptions): Record<string, string> {
  if (token !== undefined || username === undefined) return {}
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` }
}

function translated(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error)
  if (!(error instanceof HttpError)) return new Unavailable(message)
  if (refusing.has(error.statusCode)) return new LinesRefused(message)
  return new Unavailable(message, retryAfter(error))
}

/** Retry-After counts seconds; the client library takes it for milliseconds. */
function retryAfter({ headers }: HttpError): number | null {
  const seconds = Number(headers?.['retry-after'])
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3600) * 1000 : null
}
