// What screens are told: one snapshot, then every happening in order, a heartbeat, and conflated readings beside them.
// Delivery is at most once, so each event says which one this client was sent before it; a gap is caught up over HTTP.
import type { IncomingMessage, Server as HttpServer } from 'node:http'
import { Server, type Socket } from 'socket.io'
import { iso } from '../../core/contracts/instant.ts'
import {
  Watch,
  type ClientToServer,
  type Happening,
  type ServerToClient,
  type Snapshot,
} from '../../core/contracts/live.ts'
import type { Reading } from '../../core/contracts/reading.ts'
import type { Actor } from '../../core/contracts/user.ts'
import { discreetHappening } from '../../core/domain/discretion.ts'
import { hears } from '../../core/domain/hearing.ts'
import type { Clock } from '../clock.ts'
import { createFunnel, type Part } from './readings.ts'

const headEvery = 2_000
const readingsEvery = 200
const rightsEvery = 60_000
/** A screen that lets so many bytes or packets pile up is cut; it comes back with a new snapshot. */
const mostBytes = 4 * 1024 * 1024
const mostPackets = 2_000

export type LiveDeps = {
  server: HttpServer
  /** Who asks; null when nobody that we know. */
  authenticate(request: Pick<IncomingMessage, 'headers'>): Promise<Actor | null>
  /** Tells of people whose rights changed or whose session ended. */
  onRevoked(listener: (name: string) => void): () => void
  /** Whether a page of this origin may connect. */
  fromHere(headers: IncomingMessage['headers']): boolean
  snapshot(actor: Actor): Promise<Snapshot>
  head(): number
  lagMs(): number
  clock: Clock
  log: { warn(o: object, msg: string): void }
}

export type Live = {
  /** Tells happenings that were committed, in their order. */
  tell(happenings: readonly Happening[]): void
  /** Shows what could not be committed yet, marked so. */
  tellUnrecorded(happening: Omit<Happening, 'seq'>): void
  reading(site: string, reading: Reading): void
  clients(): number
  stop(): Promise<void>
}

type Client = {
  socket: Socket<ClientToServer, ServerToClient>
  actor: Actor
  /** The last event this client was sent. */
  prev: number
  /** What happened while its snapshot was gathered; null afterwards. */
  early: Happening[] | null
  room: string | null
}

export function startLive(deps: LiveDeps): Live {
  const { clock } = deps
  const io = new Server<ClientToServer, ServerToClient>(deps.server, {
    ...{ path: '/socket.io', serveClient: false, destroyUpgrade: false, maxHttpBufferSize: 100_000 },
    allowRequest: (request, decide) => decide(null, deps.fromHere(request.headers)),
  })
  const clients = new Set<Client>()
  const rooms = new Map<string, Part>()
  const funnel = createFunnel()

  io.use((socket, next) => {
    void identify(deps, socket).then((actor) => {
      socket.data = actor
      next(actor ? undefined : new Error('unauthenticated'))
    })
  })
  io.on('connection', (socket) => void welcome(socket))

  async function welcome(socket: Client['socket']): Promise<void> {
    const client: Client = { socket, actor: socket.data as Actor, prev: 0, early: [], room: null }
    clients.add(client)
    socket.on('disconnect', () => clients.delete(client))
    socket.on('watch', (watch) => listenTo(client, watch))
    try {
      const snapshot = await deps.snapshot(client.actor)
      socket.emit('snapshot', snapshot)
      client.prev = snapshot.seq
      const early = client.early ?? []
      client.early = null
      for (const happening of early) if (happening.seq > snapshot.seq) send(client, happening)
      if (client.room === null) listenTo(client, {})
    } catch (error) {
      deps.log.warn({ error }, 'a screen could not be given its snapshot')
      socket.disconnect(true)
    }
  }

  /** Joins the room of a part of the estate, never more than the person's own sites. */
  function listenTo(client: Client, watch: unknown): void {
    const asked = Watch.safeParse(watch)
    if (!asked.success) return
    const { sites, devices } = asked.data
    const own = client.actor.sites
    const seen = sites && own ? sites.filter((site) => own.includes(site)) : (sites ?? own)
    const room = JSON.stringify([seen && [...seen].sort(), devices && [...devices].sort()])
    if (client.room !== null) void client.socket.leave(client.room)
    client.room = room
    rooms.set(room, { sites: seen && new Set(seen), devices: devices ? new Set(devices) : null })
    void client.socket.join(room)
  }

  function send(client: Client, happening: Happening): void {
    if (!hears(client.actor, happening)) return
    client.socket.emit('event', { ...discreetHappening(client.actor, happening), prev: client.prev })
    client.prev = happening.seq
  }

  function sendReadings(): void {
    for (const room of rooms.keys()) if (!io.of('/').adapter.rooms.has(room)) rooms.delete(room)
    for (const [room, readings] of funnel.drain(rooms)) if (readings.length > 0) io.to(room).emit('readings', readings)
  }
  function sendHeads(): void {
    const head = { seq: deps.head(), at: iso(clock.now()), lagMs: deps.lagMs() }
    for (const client of clients) {
      if (isStuck(client.socket)) cut(client.socket)
      else if (client.early === null) client.socket.emit('head', { ...head, prev: client.prev })
    }
  }
  /** Sessions end and rights change by themselves, too; who is no longer the same person in the same role must go. */
  async function checkRights(): Promise<void> {
    for (const client of clients) {
      const actor = await identify(deps, client.socket)
      if (JSON.stringify(actor) !== JSON.stringify(client.actor)) client.socket.disconnect(true)
    }
  }
  const stops = [
    clock.every(readingsEvery, sendReadings),
    clock.every(headEvery, sendHeads),
    clock.every(rightsEvery, () => void checkRights()),
    deps.onRevoked((name) => {
      for (const client of clients) if (client.actor.name === name) client.socket.disconnect(true)
    }),
  ]

  return {
    tell(happenings) {
      for (const client of clients)
        for (const happening of happenings)
          if (client.early) client.early.push(happening)
          else send(client, happening)
    },
    tellUnrecorded(happening) {
      for (const client of clients)
        if (hears(client.actor, happening))
          client.socket.emit('event', {
            ...discreetHappening(client.actor, happening),
            ...{ seq: client.prev, prev: client.prev, unrecorded: true },
          })
    },
    reading: (site, reading) => {
      if (clients.size > 0) funnel.add(site, reading)
    },
    clients: () => clients.size,
    async stop() {
      for (const stop of stops) stop()
      io.disconnectSockets(true)
      // The HTTP server is closed by its owner.
      io.engine.close()
      await Promise.resolve()
    },
  }
}

/** The session cookie or bearer of the handshake; a program that cannot set headers may send its token as `auth.token`. */
async function identify(deps: LiveDeps, { request, handshake }: Client['socket']): Promise<Actor | null> {
  const token: unknown = (handshake.auth as { token?: unknown }).token
  const headers = typeof token === 'string' ? { ...request.headers, authorization: `Bearer ${token}` } : request.headers
  return deps.authenticate({ headers }).catch(() => null)
}

/** Ends a connection at once: a polite end would wait behind everything that the other side does not read. */
function cut(socket: Client['socket']): void {
  const wire = (socket.conn.transport as { socket?: { terminate?(): void } }).socket
  socket.disconnect(true)
  wire?.terminate?.()
}

function isStuck({ conn }: Client['socket']): boolean {
  const { bufferedAmount = 0 } = (conn.transport as { socket?: { bufferedAmount?: number } }).socket ?? {}
  const queue = (conn as unknown as { writeBuffer: { data?: { length: number } }[] }).writeBuffer
  // One packet at a time is handed to the wire: most of what waits, waits here.
  const bytes = queue.reduce((sum, { data }) => sum + (data?.length ?? 0), bufferedAmount)
  return bytes > mostBytes || queue.length > mostPackets
}
