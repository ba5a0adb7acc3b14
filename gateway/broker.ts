// The MQTT broker: Aedes behind the frame guard, on TCP, TLS and WebSocket. The only file that knows Aedes; its hooks ask
// admit.ts and ingest.ts, and nothing a client does may throw here.
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import { Aedes } from 'aedes'
import type { AedesPublishPacket, AuthenticateError, Client, ConnectPacket, PublishPacket, Subscription } from 'aedes'
import { createWebSocketStream, WebSocketServer } from 'ws'
import { mayHear, mayPublish, maySubscribe, openLogins } from './admit.ts'
import type { LoginRefusal } from './admit.ts'
import type { Connections } from './connections.ts'
import type { Directory, Identity } from './directory.ts'
import { doorLimits, openDoor } from './door.ts'
import type { DoorLimits, Visit } from './door.ts'
import { frameLimits, guard } from './guard.ts'
import type { Guarded } from './guard.ts'
import type { Ingest, Sender } from './ingest.ts'
import type { Entry } from './journal/journal.ts'
import { openQuiet } from './quiet.ts'
import type { Log } from './quiet.ts'
import { openLine } from './release.ts'
import { openRouter } from './router.ts'
import { openSessions } from './sessions.ts'

/** From the first byte to CONNACK, ms. */
const admissionMs = 5_000
/** What one slow subscriber may have waiting: QoS 0 is left out beyond the first, the connection ends at the second. */
const slowBytes = 1024 * 1024
const stuckBytes = 8 * 1024 * 1024
/** Bytes that a WebSocket may send before CONNACK; its frames are not ours to count yet. */
const preludeBytes = 64 * 1024
const maxFilters = 20_000
const maxClientId = 128

/** One connection: who it is stands in `sender` once it has logged in. */
type Connection = {
  address: string
  certified: string | null
  guarded: Guarded
  visit: Visit
  /** Client id as the client gave it, and the topic of its will. */
  asked: { clientId: string; clean: boolean; will: string | null } | null
  sender: Sender | null
  filters: number
}

export type ConnectedClient = Client
export type BrokerPorts = {
  directory: Directory
  ingest: Ingest
  connections: Connections<ConnectedClient>
  /** Puts an entry on the urgent lane without waiting for it. */
  note(entry: Entry): void
  now(): number
  log: Log
  limits?: Partial<DoorLimits> & { admissionMs?: number }
}
export type Broker = {
  /** A TCP or TLS connection. */
  accept(socket: Socket): void
  acceptWebSocket(request: IncomingMessage, socket: Duplex, head: Buffer): void
  publish(topic: string, payload: object, options: { retain: boolean }): Promise<void>
  counts(): { clients: number; connections: number; turnedAway: number; withheld: number }
  close(): Promise<void>
}

/** Starts the broker; it has no listener of its own. */
export async function startBroker(ports: BrokerPorts): Promise<Broker> {
  const { directory, ingest, connections, note, now, log } = ports
  const door = openDoor({ ...doorLimits, ...ports.limits })
  const byStream = new WeakMap<object, Connection>()
  const login = openLogins(directory)
  const quiet = openQuiet()
  const sessions = openSessions()
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: frameLimits.packet + 5,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : offered.has('mqttv3.1') ? 'mqttv3.1' : false),
  })
  let turnedAway = 0
  let withheld = 0
  let isClosing = false

  const connectionOf = (client: Client | null) => (client ? byStream.get(client.conn) : undefined)

  function complain(connection: Connection | undefined, what: string, error: Error): void {
    const user = connection?.sender?.identity.id ?? connection?.address ?? 'unknown'
    const line = quiet(user, now())
    if (line) log.info({ user, reason: error.message, left: line.left }, what)
  }

  function refuseLogin(connection: Connection, user: string, given: LoginRefusal): AuthenticateError {
    complain(connection, 'login refused', new Error(given.refusal))
    if (given.recorded) {
      const kept = user.slice(0, 64)
      note({ type: 'refused', at: now(), user: kept, topic: '', what: 'connect', reason: given.refusal })
    }
    return refusal(given.refusal === 'anonymous' ? 5 : 4, given.refusal)
  }

  /** Lets a login in: its session belongs to (user name, client id), whatever others call themselves. */
  function welcome(client: Client, connection: Connection, identity: Identity): void {
    const epoch = connections.next(identity.id)
    const sessionId = connection.asked?.clientId === '' ? client.id : connection.asked?.clientId
    Object.assign(client, { id: `${identity.id}:${sessionId}` })
    connection.sender = {
      identity,
      epoch,
      line: openLine(),
      strikes: [],
      isLatest: () => connections.isLatest(identity.id, epoch),
      expel: () => void setImmediate(() => client.close()),
    }
  }

  function authenticate(client: Client, username: string | undefined, secret: Buffer | undefined): Error | null {
    const connection = connectionOf(client)
    if (!connection?.asked) return refusal(5, 'no connection')
    const { clientId, clean, will } = connection.asked
    // [MQTT-3.1.3-8]: a client without an id cannot ask for its session to be kept
    const isNameless = clientId === '' && !clean
    if (isNameless || clientId.length > maxClientId || !isPlain(clientId)) return refusal(2, 'client id')
    const identity = login({ username, secret, address: connection.address, certified: connection.certified }, now())
    if ('refusal' in identity) return refuseLogin(connection, username ?? '', identity)
    const permit = will === null ? null : mayPublish(directory, identity, will)
    if (will !== null && permit?.verdict !== 'allowed') {
      const reason = 'will'
      note({ type: 'refused', at: now(), user: identity.id, topic: will.slice(0, 512), what: 'connect', reason })
      return refusal(5, 'the will may not be published')
    }
    welcome(client, connection, identity)
    return null
  }

  function subscribe(client: Client, subscription: Subscription): Subscription | null {
    const connection = connectionOf(client)
    const identity = connection?.sender?.identity
    if (!connection || !identity) return null
    const { topic } = subscription
    if (maySubscribe(directory, identity, topic) && connection.filters < maxFilters) {
      connection.filters++
      return subscription
    }
    const line = quiet(`subscribe ${identity.id}`, now())
    const kept = topic.slice(0, 512)
    const reason = 'not_yours'
    if (line) note({ type: 'refused', at: now(), user: identity.id, topic: kept, what: 'subscribe', reason })
    return null
  }

  function forward(client: Client, packet: AedesPublishPacket): AedesPublishPacket | null {
    const connection = connectionOf(client)
    if (!connection?.sender || !mayHear(directory, connection.sender.identity, packet.topic)) return null
    const waiting = connection.guarded.buffered()
    if (waiting > stuckBytes) setImmediate(() => client.close())
    if (waiting <= slowBytes || (packet.qos > 0 && waiting <= stuckBytes)) return packet
    withheld++
    return null
  }

  const broker = await Aedes.createBroker({
    concurrency: 0,
    drainTimeout: 3_000,
    connectTimeout: admissionMs,
    maxInflightInbound: 50,
    queueLimit: 100,
    mq: openRouter(),
    persistence: sessions,
    preConnect(client, packet: ConnectPacket, done) {
      const connection = connectionOf(client)
      const { clientId = '', clean = true, will } = packet
      if (connection) connection.asked = { clientId, clean, will: will?.topic ?? null }
      done(null, connection !== undefined && !isClosing)
    },
    authenticate(client, username, secret, done) {
      const error = authenticate(client, username, secret) as AuthenticateError | null
      done(error, error === null)
    },
    authorizePublish(client, packet, done) {
      const sender = connectionOf(client)?.sender
      if (!sender || isClosing) return void done(new Error('nobody publishes here'))
      ingest.take(sender, packet as PublishPacket & { payload: Buffer }, done)
    },
    authorizeSubscribe: (client, subscription, done) => void done(null, subscribe(client, subscription)),
    authorizeForward: forward,
  })

  broker.on('connackSent', (packet, client) => {
    const connection = connectionOf(client)
    if (packet.returnCode !== 0 || !connection) return
    connection.guarded.admit()
    connection.visit.admitted()
  })
  broker.on('clientReady', (client) => {
    const sender = connectionOf(client)?.sender
    if (!sender) return
    connections.opened(sender.identity.id, client)
    if (sender.identity.type !== 'device') return
    const { epoch } = sender
    note({ type: 'presence', at: now(), device: sender.identity.id, online: true, cause: 'connect', epoch })
  })
  broker.on('clientDisconnect', (client) => {
    const sender = connectionOf(client)?.sender
    const epoch = sender ? connections.closed(sender.identity.id, client) : null
    if (!sender || epoch === null || isClosing || sender.identity.type !== 'device') return
    note({ type: 'presence', at: now(), device: sender.identity.id, online: false, cause: 'disconnect', epoch })
  })
  broker.on('clientError', (client, error) => complain(connectionOf(client), 'connection ended', error))
  broker.on('connectionError', (client, error) => complain(connectionOf(client), 'connection ended', error))
  ;(broker as unknown as NodeJS.EventEmitter).on('error', (error: Error) => complain(undefined, 'broker', error))

  directory.onRevoked((username) => {
    for (const client of [...connections.of(username)]) client.close()
    sessions.revoke(username)
  })

  function take(wire: Duplex, address: string, certified: string | null): Client | null {
    const visit = isClosing ? null : door.enter(address)
    if (!visit) {
      turnedAway++
      wire.on('error', () => undefined).destroy()
      return null
    }
    const guarded = guard(wire)
    const { stream } = guarded
    byStream.set(stream, { address, certified, guarded, visit, asked: null, sender: null, filters: 0 })
    const client = broker.handle(stream)
    const tooLong = () => {
      if (!client.connected) stream.destroy(new Error('CONNACK took too long'))
    }
    const timer = setTimeout(tooLong, ports.limits?.admissionMs ?? admissionMs)
    stream.once('close', () => {
      clearTimeout(timer)
      visit.left()
    })
    return client
  }

  return {
    accept(socket) {
      socket.setNoDelay(true)
      const certificate = certifiedName(socket)
      if (certificate === 'untrusted') return void socket.destroy()
      take(socket, socket.remoteAddress ?? '', certificate)
    },
    acceptWebSocket(request, socket, head) {
      const address = request.socket.remoteAddress ?? ''
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        const stream = createWebSocketStream(webSocket, { readableHighWaterMark: 64 * 1024 })
        const client = take(stream, address, null)
        let received = head.length
        const count = (chunk: Buffer) => {
          received += chunk.length
          if (client?.connected) socket.off('data', count)
          else if (received > preludeBytes) socket.destroy()
        }
        socket.on('data', count)
      })
    },
    publish: (topic, payload, { retain }) =>
      new Promise((resolve, reject) => {
        const bytes = Buffer.from(JSON.stringify(payload))
        const packet = { cmd: 'publish', topic, payload: bytes, qos: 1, retain, dup: false } as const
        broker.publish(packet, (error) => (error ? reject(error) : resolve()))
      }),
    counts: () => ({ clients: broker.connectedClients, connections: door.count(), turnedAway, withheld }),
    async close() {
      isClosing = true
      sockets.close()
      await new Promise<void>((resolve) => broker.close(resolve))
    },
  }
}

/** An error that Aedes answers with this CONNACK return code. */
const refusal = (returnCode: 2 | 4 | 5, message: string): AuthenticateError =>
  Object.assign(new Error(message), { returnCode })

/** No control characters and no half characters: it goes into logs and keys. */
// eslint-disable-next-line no-control-regex
const isPlain = (text: string) => text.isWellFormed() && !/[\u0000-\u001f\u007f-\u009f]/.test(text)

/** The name in a client certificate that our authority signed; null when none was shown. */
function certifiedName(socket: Socket): string | null {
  if (!(socket instanceof TLSSocket)) return null
  const subject = socket.getPeerCertificate().subject as { CN?: string } | undefined
  if (!subject) return null
  return socket.authorized ? (subject.CN ?? null) : 'untrusted'
}
