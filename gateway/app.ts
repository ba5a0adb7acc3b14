// The gateway put together: what is remembered is read back, the broker started, listeners opened, time told to the
// journal. Nothing here decides anything.
import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import type { Duplex } from 'node:stream'
import { createServer as createTlsServer } from 'node:tls'
import { startBroker } from './broker.ts'
import type { Broker, BrokerPorts, ConnectedClient } from './broker.ts'
import { gatewayFaults, plainHost } from './config.ts'
import type { GatewaySettings } from './config.ts'
import { openConnections } from './connections.ts'
import type { Directory } from './directory.ts'
import { openIngest } from './ingest.ts'
import type { IngestCounts } from './ingest.ts'
import { lanes } from './journal/journal.ts'
import type { Entry, Journal, Lane } from './journal/journal.ts'
import { openOffsets } from './offset.ts'
import { openQuiet } from './quiet.ts'
import type { Log } from './quiet.ts'
import { recall } from './recall.ts'
import { openRepeats } from './repeats.ts'

export type GatewayClock = { now: () => number; every: (ms: number, tick: () => void) => () => void }
export type GatewayPorts = {
  settings: GatewaySettings
  directory: Directory
  journal: Journal
  clock: GatewayClock
  log: Log
  limits?: BrokerPorts['limits']
}
export type GatewayStatus = IngestCounts & {
  listening: boolean
  mqttPort: number | null
  mqttsPort: number | null
  clients: number
  connections: number
  turnedAway: number
  withheld: number
}
export type Gateway = {
  /** Opens the listeners. Rejects with a sentence that names the port when one is taken. */
  listen: () => Promise<void>
  readonly mqttPort: number | null
  readonly mqttsPort: number | null
  /** An HTTP upgrade on /mqtt. */
  acceptWebSocket: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** Publishes for the server: presence, commands. */
  publish: (topic: string, payload: object, options: { retain: boolean }) => Promise<void>
  /** The measured offset of a device's clock, ms (positive: slow); null when it was never measured. */
  clockOffset: (device: string) => number | null
  status: () => GatewayStatus
  stop: () => Promise<void>
}

const tickMs = 1_000

/** Builds a gateway and reads back what it must remember. Throws when its settings do not hold together. */
export async function createGateway(ports: GatewayPorts): Promise<Gateway> {
  const { settings, directory, journal, clock, log, limits } = ports
  const faults = gatewayFaults(settings)
  if (faults.length > 0) throw new Error(faults.map((f) => `${f.variable}: ${f.message}`).join('\n'))
  const repeats = openRepeats()
  const offsets = openOffsets((device) => directory.device(device)?.clockOffsetMs ?? null)
  const connections = openConnections<ConnectedClient>(clock.now())
  // The boot ticks come first: a record that is certainly readable then stands at the end of what is recalled.
  await Promise.all(lanes.map((lane) => journal.append(lane, { type: 'tick', at: clock.now(), boot: true })))
  await recall(journal, { repeats, offsets, raise: connections.raise })
  const ingest = openIngest({ directory, journal, offsets, repeats, now: clock.now })
  const note = openNotes(journal, clock, log)
  const broker = await startBroker({ directory, ingest, connections, note, now: clock.now, log, limits })
  const doors: Doors = { plain: null, tls: null }
  let stopTicks = (): void => undefined

  return {
    async listen() {
      stopTicks = startTicks(clock, note)
      doors.plain = await open(createServer(broker.accept), plainHost(settings), settings.WK_MQTT_PORT)
      if (settings.WK_TLS_CERT) doors.tls = await open(tlsServer(settings, broker), ...tlsAddress(settings))
    },
    get mqttPort() {
      return portOf(doors.plain)
    },
    get mqttsPort() {
      return portOf(doors.tls)
    },
    acceptWebSocket: broker.acceptWebSocket,
    publish: broker.publish,
    clockOffset: offsets.of,
    status: () => ({
      ...ingest.counts(),
      ...broker.counts(),
      listening: doors.plain !== null,
      mqttPort: portOf(doors.plain),
      mqttsPort: portOf(doors.tls),
    }),
    async stop() {
      stopTicks()
      const closed = [doors.plain, doors.tls].flatMap((server) => (server ? [closeServer(server)] : []))
      await broker.close()
      await Promise.all(closed)
      doors.plain = doors.tls = null
    },
  }
}
type Doors = { plain: Server | null; tls: Server | null }

const portOf = (server: Server | null) => (server ? (server.address() as AddressInfo).port : null)
const tlsAddress = (settings: GatewaySettings) => [settings.WK_MQTT_HOST, settings.WK_MQTTS_PORT] as const

/** Entries that nobody waits for: an unwritten one is logged, and the journal's own status tells the fault. */
function openNotes(journal: Journal, clock: GatewayClock, log: Log): (entry: Entry, lane?: Lane) => void {
  const quiet = openQuiet()
  return (entry, lane = 'urgent') => {
    journal.append(lane, entry).catch((error: unknown) => {
      const line = quiet(entry.type, clock.now())
      if (line) log.error({ entry: entry.type, err: error, left: line.left }, 'not recorded')
    })
  }
}

/** Tells both lanes the time once a second. */
const startTicks = (clock: GatewayClock, note: (entry: Entry, lane: Lane) => void) =>
  clock.every(tickMs, () => {
    for (const lane of lanes) note({ type: 'tick', at: clock.now(), boot: false }, lane)
  })

function tlsServer(settings: GatewaySettings, broker: Broker): Server {
  const { WK_TLS_CERT, WK_TLS_KEY, WK_TLS_CLIENT_CA } = settings
  return createTlsServer(
    {
      cert: readFileSync(WK_TLS_CERT as string),
      key: readFileSync(WK_TLS_KEY as string),
      ca: WK_TLS_CLIENT_CA ? readFileSync(WK_TLS_CLIENT_CA) : undefined,
      requestCert: WK_TLS_CLIENT_CA !== undefined,
      // A device may come with a password instead; a certificate that is not ours is turned away in broker.ts.
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2',
      handshakeTimeout: 5_000,
    },
    broker.accept,
  )
}

async function open(server: Server, host: string, port: number): Promise<Server> {
  const { promise, resolve, reject } = Promise.withResolvers<Server>()
  server.once('error', (error: NodeJS.ErrnoException) => reject(new Error(whyNot(error, host, port), { cause: error })))
  server.listen({ host, port, backlog: 1024 }, () => resolve(server))
  return promise.finally(() => server.removeAllListeners('error').on('error', () => undefined))
}

function whyNot(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE') return `port ${port} on ${host} is taken by another program (MQTT)`
  if (error.code === 'EACCES') return `port ${port} on ${host} may not be opened by this user (MQTT)`
  return `MQTT cannot listen on ${host}:${port}: ${error.message}`
}

const closeServer = (server: Server) => new Promise<void>((resolve) => server.close(() => resolve()))
