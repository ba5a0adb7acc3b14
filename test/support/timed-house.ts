// The whole house of the demo in this process, on real wires and a real disk, on a clock that is turned by hand: the
// gateway listens, the fleet speaks MQTT, people press buttons over HTTP, and an hour passes in seconds.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createGateway } from '../../gateway/app.ts'
import { openJournal } from '../../gateway/journal/segments.ts'
import { fileOffsets } from '../../gateway/readings/offsets.ts'
import { openSqliteReadings } from '../../gateway/readings/sqlite.ts'
import { startReadingsWriter } from '../../gateway/readings/writer.ts'
import { openServer, type ServerSettings } from '../../server/app.ts'
import { openDataDir, type DataDir } from '../../server/data-dir.ts'
import type { Clock } from '../../server/clock.ts'
import { handClock } from '../../server/testing/clock.ts'
import { demoEstate } from '../../simulators/estate.ts'
import { startFleet, type Fleet } from '../../simulators/fleet.ts'
import { Caller } from './caller.ts'

export type TimedHouse = {
  url: string
  /** Signed in as the demo's administrator. */
  admin: Caller
  /** The clock that `pass` turns. */
  clock: Clock
  /** Epoch ms. */
  now(): number
  /** Lets time pass, second by second: each begins when all that was said in the one before is on disk. */
  pass(ms: number): Promise<void>
  /** Resolves when all that was said so far is judged and committed. */
  settled(): Promise<void>
  leave(): Promise<void>
}

const second = 1000
/** Faults of the house are the test's business, its news is not. */
const log = {
  ...{ debug() {}, info() {}, warn() {} },
  error: (facts: object, message: string) => console.error(message, facts),
}
const mqttSettings = {
  ...{ WK_MQTT_HOST: '127.0.0.1', WK_MQTT_PORT: 0, WK_MQTTS_PORT: 0, WK_MQTT_PLAINTEXT: false },
  ...{ WK_TLS_CERT: undefined, WK_TLS_KEY: undefined, WK_TLS_CLIENT_CA: undefined },
}

/**
 * Opens the demo estate at an instant (epoch ms), with its fleet connected and born. `settings` are those that a story
 * needs otherwise.
 */
export async function openTimedHouse(
  startsAt: number,
  seed: number,
  settings: Partial<ServerSettings> = {},
): Promise<TimedHouse> {
  const dir = await mkdtemp(path.join(tmpdir(), 'watchkeeper-timed-'))
  const clock = handClock(startsAt)
  const data = openDataDir(dir, { demo: true, secretKey: undefined })
  const server = await openServer({ settings: { ...serverSettings(dir, data), ...settings }, demoEstate, clock, log })
  const journal = await openJournal({ dir: data.file('journal'), now: () => clock.now() })
  const readings = await openSqliteReadings({ file: data.file('readings.db') })
  const kindOf = (device: string) => server.kindOf(device)
  const offsets = fileOffsets(data.file('readings-offset.json'))
  const writer = startReadingsWriter({ journal, store: readings, kindOf, offsets, onRefused() {}, log, clock })
  let onDisk: Promise<unknown> = Promise.resolve()
  const append: typeof journal.append = (lane, entry) => {
    const appended = journal.append(lane, entry)
    onDisk = Promise.allSettled([onDisk, appended])
    return appended
  }
  const { directory } = server
  const gateway = await createGateway({
    ...{ settings: mqttSettings, directory, journal: { ...journal, append }, clock, log },
  })
  let fleet: Fleet | null = null
  const simulator = {
    status: () => fleet!.status(),
    setSpeed: (speed: number) => fleet!.setSpeed(speed),
    startScenario: (id: string) => fleet!.startScenario(id),
    stopScenario: (id: string) => fleet!.stopScenario(id),
  }
  const written = { position: () => writer.position(), status: () => ({ ...writer.status(), lagMs: 0 }) }
  const running = await server.start({ journal, readings, writer: written, gateway, simulator })
  await running.tellPresence()
  await gateway.listen()
  const url = `mqtt://127.0.0.1:${gateway.mqttPort}`
  const alive = await startFleet({ url, ...server.demo!, estate: demoEstate, seed, speed: 1, clock, log })
  fleet = alive
  await alive.heard()
  const admin = new Caller(running.url)
  await admin.signInAsDemo('admin')

  return {
    ...{ url: running.url, admin, clock },
    now: () => clock.now(),
    async pass(ms) {
      for (const end = clock.now() + ms; clock.now() < end;) {
        clock.advance(Math.min(second, end - clock.now()))
        await alive.heard()
        await onDisk
      }
    },
    async settled() {
      await alive.heard()
      await onDisk
      await running.pipeline.caughtUp()
    },
    async leave() {
      await alive.stop()
      await gateway.stop()
      await running.stop()
      await writer.stop()
      await readings.close()
      await journal.close()
      await server.close()
      data.release()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

const serverSettings = (dataDir: string, data: DataDir): ServerSettings => ({
  ...{ version: 'timed', host: '127.0.0.1', port: 0, file: data.file('records.db'), dataDir },
  ...{ demo: true, demoPublic: false, loopback: true, publicUrl: null, timezone: 'Asia/Shanghai', tls: null },
  ...{ secretKey: data.secretKey, dashboard: null, requestsPerMinute: 0, secure: false, adminPassword: null },
  ...{ webhookAllow: null, heartbeatUrl: null },
  mqtt: { port: null, tlsPort: null },
})
