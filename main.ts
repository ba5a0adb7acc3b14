// Everything in one process: settings, records, journal, readings, gateway, server, simulators; started in this order,
// stopped in reverse. `--demo` brings the demo estate to life.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import pino from 'pino'
import { isStartFault, startFault } from './core/contracts/fault.ts'
import { milliseconds } from './core/contracts/instant.ts'
import { createGateway } from './gateway/app.ts'
import { gatewayFaults, gatewayShape } from './gateway/config.ts'
import { openJournal } from './gateway/journal/segments.ts'
import { fileOffsets } from './gateway/readings/offsets.ts'
import { openInfluxReadings } from './gateway/readings/influx.ts'
import { openSqliteReadings } from './gateway/readings/sqlite.ts'
import type { ReadingsStore } from './gateway/readings/store.ts'
import { startReadingsWriter } from './gateway/readings/writer.ts'
import { openServer, type ServerSettings } from './server/app.ts'
import { systemClock } from './server/clock.ts'
import { isLoopback, readConfig, type Config } from './server/config.ts'
import { openDataDir, type DataDir } from './server/data-dir.ts'
import { greet } from './server/greeting.ts'
import { demoEstate } from './simulators/estate.ts'
import { startCrew } from './simulators/crew.ts'
import { startFleet } from './simulators/fleet.ts'

type Settings = Config<typeof gatewayShape>
type Log = pino.Logger

const root = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const version = (JSON.parse(readFileSync(root('package.json'), 'utf8')) as { version: string }).version
const historyDays = 7
const stopWithin = 5_000

const clock = systemClock
/** What must be undone, the last first. */
const undo: (() => unknown)[] = []

async function start(settings: Settings, log: Log): Promise<void> {
  const data = openDataDir(settings.WK_DATA_DIR, { demo: settings.WK_DEMO, secretKey: settings.WK_SECRET_KEY })
  undo.push(() => data.release())
  const estate = settings.WK_DEMO ? demoEstate : null
  const server = await openServer({ settings: serverSettings(settings, data), demoEstate: estate, clock, log })
  undo.push(() => server.close())
  const journal = await openJournal({ dir: data.file('journal'), now: () => clock.now() })
  undo.push(() => journal.close())
  const readings = await openReadings(settings, data)
  undo.push(() => readings.close())
  const offsets = fileOffsets(data.file('readings-offset.json'))
  const { directory } = server
  const kindOf = (device: string) => server.kindOf(device)
  const writer = startReadingsWriter({ journal, store: readings, kindOf, offsets, onRefused() {}, log, clock })
  undo.push(() => writer.stop())
  const gateway = await createGateway({ settings, directory, journal, clock, log })
  let fleet: Awaited<ReturnType<typeof startFleet>> | null = null
  const parts = { journal, readings, gateway, writer: lagOf(writer), simulator: estate && simulatorOf(() => fleet) }
  const running = await server.start(parts)
  undo.push(() => running.stop())
  await running.tellPresence()
  undo.push(() => gateway.stop())
  await gateway.listen().catch((error: Error) => {
    throw startFault(`WK_MQTT_PORT: ${error.message}. 无法监听 MQTT 端口。`)
  })
  const setup = await running.setupLink()
  log.info({ url: running.url, mqttPort: gateway.mqttPort, mqttsPort: gateway.mqttsPort, setup }, 'ready')
  if (process.stdout.isTTY) greet({ url: settings.WK_PUBLIC_URL ?? running.url, setup, demo: settings.WK_DEMO })
  if (!server.demo || !estate) return
  const url = `mqtt://127.0.0.1:${gateway.mqttPort}`
  const walkFrom = server.demo.wantsHistory ? clock.now() : undefined
  const alive = await startFleet({ url, ...server.demo, estate, seed: 1, speed: 1, walkFrom, log })
  fleet = alive
  undo.push(() => alive.stop())
  undo.push(startCrew({ url: running.url, estate, log }))
  if (server.demo.wantsHistory)
    void alive.backfill(historyDays).then((whole) => (whole ? server.historySent() : undefined))
}

const serverSettings = (settings: Settings, data: DataDir): ServerSettings => ({
  ...{ version, host: settings.WK_HOST, port: settings.WK_HTTP_PORT, file: data.file('records.db') },
  ...{ demo: settings.WK_DEMO, demoPublic: settings.WK_DEMO_PUBLIC, loopback: isLoopback(settings.WK_HOST) },
  ...{ publicUrl: settings.WK_PUBLIC_URL ?? null, timezone: settings.WK_TIMEZONE, secretKey: data.secretKey },
  ...{ dataDir: settings.WK_DATA_DIR, dashboard: root('dashboard/build'), requestsPerMinute: 6_000 },
  secure: settings.WK_TLS_CERT !== undefined || (settings.WK_PUBLIC_URL ?? '').startsWith('https:'),
  mqtt: { port: settings.WK_MQTT_PORT, tlsPort: settings.WK_TLS_CERT ? settings.WK_MQTTS_PORT : null },
  tls: settings.WK_TLS_CERT && settings.WK_TLS_KEY ? { cert: settings.WK_TLS_CERT, key: settings.WK_TLS_KEY } : null,
  adminPassword: settings.WK_ADMIN_PASSWORD ?? null,
  heartbeatUrl: settings.WK_HEARTBEAT_URL ?? null,
  webhookAllow: settings.WK_WEBHOOK_ALLOW ?? null,
})

function openReadings(settings: Settings, data: DataDir): Promise<ReadingsStore> {
  const retentionMs = milliseconds(settings.WK_READINGS_RETENTION)
  if (!settings.WK_INFLUX_URL) return openSqliteReadings({ file: data.file('readings.db'), retentionMs })
  const store = openInfluxReadings({
    ...{ url: settings.WK_INFLUX_URL, writeApi: settings.WK_INFLUX_WRITE_API, retentionMs },
    ...{ database: settings.WK_INFLUX_DATABASE, database5m: settings.WK_INFLUX_DATABASE_5M },
    ...{ database1h: settings.WK_INFLUX_DATABASE_1H, org: settings.WK_INFLUX_ORG, token: settings.WK_INFLUX_TOKEN },
    ...{ username: settings.WK_INFLUX_USERNAME, password: settings.WK_INFLUX_PASSWORD },
  })
  return Promise.resolve(store)
}

/** The writer counts positions; people want to know for how long readings have been waiting. */
function lagOf(writer: ReturnType<typeof startReadingsWriter>) {
  let caughtUp = clock.now()
  undo.push(
    clock.every(1_000, () => {
      if (writer.lag() === 0) caughtUp = clock.now()
    }),
  )
  const lagMs = () => (writer.lag() === 0 ? 0 : clock.now() - caughtUp)
  return { position: () => writer.position(), status: () => ({ ...writer.status(), lagMs: lagMs() }) }
}

/** The simulators as the panel drives them; they come to life after the listeners are open. */
const simulatorOf = (fleet: () => Awaited<ReturnType<typeof startFleet>> | null) => ({
  status: () => fleet()?.status() ?? { available: false, speed: 1, seed: 1, devices: 0, scenarios: [] },
  setSpeed: (speed: number) => fleet()?.setSpeed(speed),
  startScenario: (id: string) => fleet()?.startScenario(id) ?? false,
  stopScenario: (id: string) => fleet()?.stopScenario(id) ?? false,
})

async function stop(log: Log, code: number): Promise<never> {
  const late = setTimeout(() => process.exit(code || 1), stopWithin)
  for (const step of undo.splice(0).reverse())
    await Promise.resolve(step()).catch((error: unknown) => log.error({ err: error }, 'a part did not stop cleanly'))
  clearTimeout(late)
  log.info({}, 'stopped')
  process.exit(code)
}

function settingsOrExit(): Settings {
  try {
    const given = { env: process.env, cwd: process.cwd(), demo: process.argv.includes('--demo') }
    return readConfig(given, { shape: gatewayShape, faults: gatewayFaults })
  } catch (error) {
    if (!isStartFault(error)) throw error
    process.stderr.write(`Watchkeeper cannot start. 无法启动:\n${error.message}\n`)
    process.exit(2)
  }
}

const settings = settingsOrExit()
const log = pino({ level: settings.WK_LOG_LEVEL, base: null, timestamp: pino.stdTimeFunctions.isoTime })
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(log, 0))
process.on('unhandledRejection', (error) => {
  log.fatal({ err: error }, 'a promise was left alone')
  void stop(log, 1)
})
await start(settings, log).catch((error: unknown) => {
  const said = error instanceof Error ? error.message : String(error)
  if (isStartFault(error)) process.stderr.write(`Watchkeeper cannot start. 无法启动:\n${said}\n`)
  else log.fatal({ err: error }, said)
  return stop(log, 2)
})
