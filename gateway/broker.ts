// The MQTT broker: Aedes behind the wires. The only file that knows Aedes; its hooks ask admit.ts and ingest.ts, and
// nothing that a client does may throw here or end the process.
import { Aedes } from 'aedes'
import type { AedesPublishPacket, Client, ConnectPacket, PublishPacket, Subscription } from 'aedes'
import { openAcks } from './acks.ts'
import { mayHear, maySubscribe } from './admit.ts'
import type { Connections } from './connections.ts'
import type { Directory } from './directory.ts'
import type { Ingest } from './ingest.ts'
import type { Entry } from './journal/journal.ts'
import { persistenceOf } from './persistence.ts'
import { openQuiet } from './quiet.ts'
import type { Log } from './quiet.ts'
import { openRouter } from './router.ts'
import { openSessions } from './sessions.ts'
import { telemetryTaker } from './shortcut.ts'
import { openWires } from './wire.ts'
import type { WireLimits, Wires } from './wire.ts'
import { openWelcome } from './welcome.ts'
import type { Connection } from './welcome.ts'

/** What one slow subscriber may have waiting: QoS 0 is left out beyond the first, the connection ends at the second. */
const slowBytes = 1024 * 1024
const stuckBytes = 8 * 1024 * 1024
const maxFilters = 20_000
const maxKept = 512

export type ConnectedClient = Client
export type BrokerPorts = {
  directory: Directory
  ingest: Ingest
  connections: Connections<ConnectedClient>
  /** Puts an entry on the urgent lane without waiting for it. */
  note: (entry: Entry) => void
  now: () => number
  log: Log
  limits?: Partial<WireLimits>
}
export type Broker = Pick<Wires, 'accept' | 'acceptWebSocket'> & {
  publish: (topic: string, payload: object, options: { retain: boolean }) => Promise<void>
  counts: () => { clients: number; connections: number; turnedAway: number; withheld: number }
  close: () => Promise<void>
}

/** Whether the client ended its connection itself, with a DISCONNECT [MQTT-3.14]. Aedes notes it and tells nobody. */
const hasLeft = (client: Client): boolean => (client as { _disconnected?: boolean })._disconnected === true

/** Starts the broker; it has no listener of its own. */
export async function startBroker(ports: BrokerPorts): Promise<Broker> {
  const { directory, ingest, connections, note, now, log } = ports
  const byStream = new WeakMap<object, Connection>()
  const sessions = openSessions()
  const router = openRouter()
  const mayLog = openQuiet()
  const mayAudit = openQuiet()
  let withheld = 0
  let isClosing = false

  const connectionOf = (client: Client | null) => (client ? byStream.get(client.conn) : undefined)

  function complain(client: Client | null, what: string, error: Error): void {
    const connection = connectionOf(client)
    const user = connection?.sender?.identity.id ?? connection?.wire.address ?? 'broker'
    const line = mayLog(user, now())
    if (line) log.info({ user, reason: error.message, left: line.left }, what)
  }

  function audit(user: string, topic: string, what: 'connect' | 'subscribe', reason: string): void {
    if (!mayAudit(`${what} ${user}`, now())) return
    note({ type: 'refused', at: now(), user: user.slice(0, 64), topic: topic.slice(0, maxKept), what, reason })
  }

  const welcome = openWelcome({ directory, connections, now, audit, complain })

  function subscribe(client: Client, subscription: Subscription): Subscription | null {
    const connection = connectionOf(client)
    const identity = connection?.sender?.identity
    if (!connection || !identity) return null
    if (maySubscribe(directory, identity, subscription.topic) && connection.filters < maxFilters) {
      connection.filters++
      return subscription
    }
    audit(identity.id, subscription.topic, 'subscribe', 'not_yours')
    return null
  }

  function forward(client: Client, packet: AedesPublishPacket): AedesPublishPacket | null {
    const connection = connectionOf(client)
    if (!connection?.sender || !mayHear(directory, connection.sender.identity, packet.topic)) return null
    const waiting = connection.wire.buffered()
    if (waiting > stuckBytes) setImmediate(() => client.close())
    if (waiting <= slowBytes || (packet.qos > 0 && waiting <= stuckBytes)) return packet
    withheld++
    return null
  }

  /** A device counts as connected while any of its connections stands. */
  function notePresence(device: string, cause: 'connect' | 'disconnect' | 'left', epoch: number): void {
    note({ type: 'presence', at: now(), device, online: cause === 'connect', cause, epoch })
  }

  const broker = await Aedes.createBroker({
    concurrency: 0,
    drainTimeout: 3_000,
    maxInflightInbound: 50,
    queueLimit: 100,
    mq: router,
    persistence: persistenceOf(sessions),
    preConnect(client, packet: ConnectPacket, done) {
      const connection = connectionOf(client)
      const { clientId = '', clean = true, will } = packet
      if (connection) connection.asked = { clientId, clean, will: will?.topic ?? null }
      done(null, connection !== undefined && !isClosing)
    },
    authenticate(client, username, secret, done) {
      const verdict = welcome(client, connectionOf(client), username, secret)
      done(verdict, verdict === null)
    },
    authorizePublish(client, packet, done) {
      const connection = connectionOf(client)
      if (!connection?.sender || isClosing) return void done(new Error('nobody publishes here'))
      ingest.take(connection.sender, packet as PublishPacket & { payload: Buffer }, (error) => {
        // Aedes answers for itself, and what came before has its PUBACK first.
        connection.acks.flush()
        done(error)
      })
    },
    authorizeSubscribe: (client, subscription, done) => void done(null, subscribe(client, subscription)),
    authorizeForward: forward,
  })

  /** Telemetry that nobody listens to need not pass through Aedes. */
  function shorten(client: Client, { wire, acks, sender }: Connection): void {
    const { stream, line } = wire
    const isHeard = (topic: string) => router.hears(topic) || sessions.matching(topic).length > 0
    // Aedes counts only what it reads; what passes it by must count as a sign of life as well.
    const alive = () => void (client as { _keepaliveTimer?: NodeJS.Timeout | null })._keepaliveTimer?.refresh()
    const current = () => (isClosing ? null : sender)
    wire.shorten(telemetryTaker({ ingest, isHeard, sender: current, acks, stream, wire: line, alive }))
  }

  broker.on('connackSent', (packet, client) => {
    if (packet.returnCode === 0) connectionOf(client)?.wire.admit()
  })
  broker.on('clientReady', (client) => {
    const connection = connectionOf(client)
    const sender = connection?.sender
    // One that broke while its login was at work has been counted out already: counted in now, it would stay for ever.
    if (!sender || client.closed) return
    // Not before: packets that came with CONNECT wait in Aedes until now and must not be overtaken.
    shorten(client, connection)
    connections.opened(sender.identity.id, client)
    if (sender.identity.type === 'device') notePresence(sender.identity.id, 'connect', sender.epoch)
  })
  broker.on('clientDisconnect', (client) => {
    const sender = connectionOf(client)?.sender
    const epoch = sender ? connections.closed(sender.identity.id, client) : null
    // Our own stop is no fault of theirs; the journal's next boot tick tells that nobody listened.
    if (!sender || epoch === null || isClosing) return
    if (sender.identity.type === 'device')
      notePresence(sender.identity.id, hasLeft(client) ? 'left' : 'disconnect', epoch)
  })
  broker.on('clientError', (client, error) => complain(client, 'connection ended', error))
  broker.on('connectionError', (client, error) => complain(client, 'connection ended', error))
  // Aedes emits it, its types do not know it; without a listener it would end the process.
  const emitter: NodeJS.EventEmitter = broker
  emitter.on('error', (error: Error) => complain(null, 'broker', error))

  directory.onRevoked((username) => {
    for (const client of [...connections.of(username)]) client.close()
    sessions.revoke(username)
  })

  const wires = openWires((wire) => {
    byStream.set(wire.stream, { wire, acks: openAcks(wire.stream), asked: null, sender: null, filters: 0 })
    broker.handle(wire.stream)
  }, ports.limits)

  return {
    accept: wires.accept,
    acceptWebSocket: wires.acceptWebSocket,
    publish(topic, payload, { retain }) {
      const bytes = Buffer.from(JSON.stringify(payload))
      const packet = { cmd: 'publish', topic, payload: bytes, qos: 1, retain, dup: false } as const
      return new Promise((resolve, reject) => {
        broker.publish(packet, (error) => (error ? reject(error) : resolve()))
      })
    },
    counts: () => ({ clients: broker.connectedClients, ...wires.counts(), withheld }),
    async close() {
      isClosing = true
      wires.close()
      await new Promise<void>((resolve) => broker.close(resolve))
      wires.cut()
    },
  }
}
