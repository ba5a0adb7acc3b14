// The gateway put together: what is remembered is read back, the broker started, listeners opened, time told to the
// journal. Nothing here decides anything.
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { startBroker } from './broker.ts'
import type { BrokerPorts, ConnectedClient } from './broker.ts'
import { gatewayFaults } from './config.ts'
import type { GatewaySettings } from './config.ts'
import { openConnections } from './connections.ts'
import type { Directory } from './directory.ts'
import { openIngest } from './ingest.ts'
import type { IngestCounts } from './ingest.ts'
import { lanes } from './journal/journal.ts'
import type { Entry, Journal, Lane } from './journal/journal.ts'
import { openListeners } from './listeners.ts'
import { isCredible } from './moment.ts'
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
  const offsets = openOffsets((device) => {
    const before = directory.clockOffset(device)
    // What is shown of a clock that was not believed must not correct the one that is right again.
    return before !== null && isCredible(clock.now() - before, clock.now()) ? before : null
  })
  const connections = openConnections<ConnectedClient>(clock.now())
  // The boot ticks come first: a record that is certainly readable then stands at the end of what is recalled.
  await Promise.all(lanes.map((lane) => journal.append(lane, { type: 'tick', at: clock.now(), boot: true })))
  await recall(journal, { repeats, offsets, raise: connections.raise })
  const ingest = openIngest({ directory, journal, offsets, repeats, now: clock.now })
  const note = openNotes(journal, clock, log)
  const broker = await startBroker({ directory, ingest, connections, note, now: clock.now, log, limits })
  const listeners = openListeners(settings, broker.accept)
  let stopTicks = (): void => undefined

  return {
    async listen() {
      stopTicks = startTicks(clock, note)
      await listeners.open()
    },
    get mqttPort() {
      return listeners.ports().mqttPort
    },
    get mqttsPort() {
      return listeners.ports().mqttsPort
    },
    acceptWebSocket: broker.acceptWebSocket,
    publish: broker.publish,
    clockOffset: offsets.of,
    status: () => ({
      ...ingest.counts(),
      ...broker.counts(),
      listening: listeners.ports().mqttPort !== null,
      ...listeners.ports(),
    }),
    async stop() {
      stopTicks()
      const closed = listeners.close()
      await broker.close()
      await closed
    },
  }
}

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
