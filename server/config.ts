// The settings of the one process: one schema over all WK_ names, read once, every fault told at once with the name of
// its variable. Values are text; `.env` and NAME_FILE are read, too.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { startFault } from '../core/contracts/fault.ts'
import { milliseconds } from '../core/contracts/instant.ts'
import { Duration, TimeZone } from '../core/contracts/scalars.ts'
import { nearest } from './nearest.ts'
import { rangesOf } from './notify/address.ts'

type Env = Record<string, string | undefined>
/** What another room of the process adds: its part of the schema, and what must hold between its values. */
export type ConfigPart<S extends z.ZodRawShape> = {
  shape: S
  faults(settings: z.infer<z.ZodObject<S>>): readonly { variable: string; message: string }[]
}

const Switch = z
  .enum(['0', '1'], 'is 0 or 1')
  .optional()
  .transform((text) => text === '1')
const Port = z
  .string()
  .regex(/^\d{1,5}$/, 'is a port number')
  .transform(Number)
  .refine((port) => port <= 65_535, 'is a port number up to 65535')
const Url = z.url({ protocol: /^https?$/, error: 'is an address that begins with http:// or https://' })
const Text = z.string()
const zoneHere = Intl.DateTimeFormat().resolvedOptions().timeZone

const ownShape = {
  WK_HOST: Text.default('127.0.0.1'),
  WK_HTTP_PORT: Port.default(8080),
  WK_PUBLIC_URL: Url.optional(),
  WK_SECRET_KEY: Text.min(16, 'has at least 16 characters').optional(),
  WK_DATA_DIR: Text.optional(),
  WK_DEMO: Switch,
  WK_DEMO_PUBLIC: Switch,
  WK_ADMIN_PASSWORD: Text.min(10, 'has at least 10 characters').max(200, 'has at most 200 characters').optional(),
  WK_INFLUX_URL: Url.optional(),
  WK_INFLUX_WRITE_API: z.enum(['auto', 'v1', 'v2'], 'is auto, v1 or v2').default('auto'),
  WK_INFLUX_DATABASE: Text.default('watchkeeper'),
  WK_INFLUX_DATABASE_5M: Text.optional(),
  WK_INFLUX_DATABASE_1H: Text.optional(),
  WK_INFLUX_ORG: Text.optional(),
  WK_INFLUX_TOKEN: Text.optional(),
  WK_INFLUX_USERNAME: Text.optional(),
  WK_INFLUX_PASSWORD: Text.optional(),
  WK_READINGS_RETENTION: Duration.pipe(
    z.string().refine((text) => milliseconds(text) >= 3_600_000, 'is at least 1h'),
  ).default('30d'),
  WK_HEARTBEAT_URL: Url.optional(),
  WK_WEBHOOK_ALLOW: Text.refine(
    (text) => rangesOf(text) !== null,
    'lists addresses or ranges such as 10.0.0.0/8, 192.168.1.5',
  ).optional(),
  WK_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace'], 'is fatal, error, warn, info, debug or trace')
    .default('info'),
  WK_TIMEZONE: TimeZone.default(zoneHere),
}
/** Names that a later version understands. Starting as if they were obeyed would be worse than not starting. */
const later: Record<string, string> = {
  WK_DATABASE_URL: 'records are kept in the data directory; a database server is not supported by this version',
  WK_JOURNAL_URL: 'the journal is kept in the data directory; a shared log is not supported by this version',
  WK_REDIS_URL: 'one process serves all screens; Redis is not supported by this version',
}

type Own = z.infer<z.ZodObject<typeof ownShape>>
export type Config<S extends z.ZodRawShape> = Omit<Own, 'WK_DATA_DIR'> & { WK_DATA_DIR: string } & z.infer<
    z.ZodObject<S>
  >

/** Reads the settings. Throws one start fault that lists every fault. `demo`: asked for on the command line. */
export function readConfig<S extends z.ZodRawShape>(
  given: { env: Env; cwd: string; demo: boolean },
  part: ConfigPart<S>,
): Config<S> {
  const { values, faults } = collect(given)
  const known = [...Object.keys(ownShape), ...Object.keys(part.shape)]
  for (const name of Object.keys(values)) {
    if (name in later) faults.push(`${name}: ${later[name]}`)
    else if (!known.includes(name)) faults.push(unknown(name, [...known, ...Object.keys(later)]))
  }
  const own = z.object(ownShape).safeParse(values)
  const other = z.object(part.shape).safeParse(values)
  for (const parsed of [own, other])
    for (const issue of parsed.error?.issues ?? []) faults.push(`${issue.path.join('.')}: ${words(issue)}`)
  if (other.success) for (const { variable, message } of part.faults(other.data)) faults.push(`${variable}: ${message}`)
  if (own.success) faults.push(...between(own.data, given.demo))
  if (faults.length > 0 || !own.success || !other.success) throw startFault(...faults)
  const demo = own.data.WK_DEMO || given.demo
  const dataDir = path.resolve(given.cwd, own.data.WK_DATA_DIR ?? (demo ? './data/demo' : './data'))
  return { ...own.data, ...other.data, WK_DEMO: demo, WK_DATA_DIR: dataDir } as Config<S>
}

/** Our names from `.env` and the environment (which wins), NAME_FILE replaced by what the file says, empty ones left out. */
function collect({ env, cwd }: { env: Env; cwd: string }): { values: Record<string, string>; faults: string[] } {
  const faults: string[] = []
  const values = Object.create(null) as Record<string, string>
  for (const [name, text] of Object.entries({ ...dotEnv(cwd), ...env })) {
    if (!name.startsWith('WK_') || name.startsWith('WK_TEST_') || !text) continue
    if (!name.endsWith('_FILE')) values[name] ??= text
    else
      try {
        values[name.slice(0, -'_FILE'.length)] = readFileSync(path.resolve(cwd, text), 'utf8').trim()
      } catch {
        faults.push(`${name}: the file ${text} cannot be read`)
      }
  }
  return { values, faults }
}

function dotEnv(cwd: string): Env {
  try {
    return parseEnv(readFileSync(path.join(cwd, '.env'), 'utf8'))
  } catch {
    return {}
  }
}

function unknown(name: string, known: readonly string[]): string {
  const meant = nearest(name, known)
  return `${name}: there is no such setting${meant ? `; did you mean ${meant}?` : ''}`
}

/** A schema's own sentences are ours; the library's are replaced by what the variable's name says. */
function words(issue: z.core.$ZodIssue): string {
  const name = String(issue.path.at(-1))
  if (issue.code === 'invalid_format' && issue.message === 'duration') return 'is a duration such as 30d, 12h or 45m'
  if (issue.message === 'timezone') return 'is a time zone such as Asia/Shanghai'
  if (!issue.message.startsWith('Invalid') && !issue.message.startsWith('Too')) return issue.message
  if (name.endsWith('_PORT')) return 'is a port number up to 65535'
  return issue.code === 'invalid_value' ? `is one of ${issue.values.join(', ')}` : 'has not the form that is needed'
}

function between(settings: Own, demoAsked: boolean): string[] {
  const faults: string[] = []
  const demo = settings.WK_DEMO || demoAsked
  if (demo && !settings.WK_DEMO_PUBLIC && !isLoopback(settings.WK_HOST))
    faults.push('WK_HOST: the demo signs anybody in, so it stays on 127.0.0.1 unless WK_DEMO_PUBLIC=1')
  if (settings.WK_INFLUX_WRITE_API === 'v2' && !settings.WK_INFLUX_TOKEN)
    faults.push('WK_INFLUX_TOKEN: is needed with WK_INFLUX_WRITE_API=v2')
  if (!settings.WK_INFLUX_USERNAME !== !settings.WK_INFLUX_PASSWORD)
    faults.push('WK_INFLUX_PASSWORD: WK_INFLUX_USERNAME and WK_INFLUX_PASSWORD are set together or not at all')
  return faults
}

/** Whether a host is reached from this machine alone. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host)
