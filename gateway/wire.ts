// Wires come in here: TCP, TLS or WebSocket, counted at the door, put behind the frame guard, and cut when CONNACK has
// not been sent in time. Nobody has said who he is yet.
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import { createWebSocketStream, WebSocketServer } from 'ws'
import { doorLimits, openDoor } from './door.ts'
import type { DoorLimits, Visit } from './door.ts'
import { frameLimits, guard } from './guard.ts'
import type { Guarded } from './guard.ts'
import { openSplitter } from './shortcut.ts'
import type { Taker } from './shortcut.ts'

/** From the connection to CONNACK, ms. */
const admissionMs = 5_000
/** Bytes that a WebSocket may send before CONNACK; what its frames hold is not ours to count yet. */
const preludeBytes = 64 * 1024

export type Wire = Guarded & {
  address: string
  /** The name in a client certificate that our authority signed, when one was shown. */
  certified: string | null
  /** CONNACK was sent: larger packets may come, and the time limit is off. */
  admit: () => void
  isAdmitted: () => boolean
  /** What lies under the guard. */
  line: Duplex
  /** From now on this may take whole PUBLISH frames before Aedes reads them. */
  shorten: (taker: Taker) => void
}
export type WireLimits = DoorLimits & { admissionMs: number }
export type Wires = {
  /** A TCP or TLS connection. */
  accept: (socket: Socket) => void
  /** An HTTP upgrade. */
  acceptWebSocket: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  counts: () => { connections: number; turnedAway: number }
  /** Turns every newcomer away from now on. */
  close: () => void
  /** Ends every wire that is left. */
  cut: () => void
}

/** @param take gets each wire that is let through. */
export function openWires(take: (wire: Wire) => void, limits: Partial<WireLimits> = {}): Wires {
  const door = openDoor({ ...doorLimits, ...limits })
  const sockets = webSockets()
  const open = new Set<Wire>()
  let turnedAway = 0
  let isClosed = false

  function bring(stream: Duplex, address: string, certified: string | null): Wire | null {
    const visit = isClosed ? null : door.enter(address)
    if (!visit) {
      turnedAway++
      stream.on('error', () => undefined).destroy()
      return null
    }
    const wire = supervise(stream, visit, { address, certified }, limits.admissionMs ?? admissionMs)
    open.add(wire)
    wire.stream.once('close', () => open.delete(wire))
    take(wire)
    return wire
  }

  return {
    accept(socket) {
      socket.setNoDelay(true)
      const name = certifiedName(socket)
      if (name === 'untrusted') socket.destroy()
      else bring(socket, socket.remoteAddress ?? '', name)
    },
    acceptWebSocket(request, socket, head) {
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        const stream = createWebSocketStream(webSocket, { readableHighWaterMark: 64 * 1024 })
        const wire = bring(stream, request.socket.remoteAddress ?? '', null)
        if (wire) limitPrelude(socket, wire)
      })
    },
    counts: () => ({ connections: door.count(), turnedAway }),
    close() {
      isClosed = true
      sockets.close()
    },
    cut: () => open.forEach((wire) => wire.stream.destroy()),
  }
}

const webSockets = () =>
  new WebSocketServer({
    noServer: true,
    // A packet's body and its fixed header.
    maxPayload: frameLimits.packet + 5,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : offered.has('mqttv3.1') ? 'mqttv3.1' : false),
  })

function supervise(line: Duplex, visit: Visit, who: Pick<Wire, 'address' | 'certified'>, withinMs: number): Wire {
  let taker: Taker = () => false
  const guarded = guard(line, frameLimits, (inner, pass) =>
    openSplitter(
      pass,
      (...frame) => taker(...frame),
      () => inner.readableLength === 0,
    ),
  )
  const { stream } = guarded
  let isAdmitted = false
  const timer = setTimeout(() => stream.destroy(new Error('CONNACK took too long')), withinMs)
  stream.once('close', () => {
    clearTimeout(timer)
    visit.left()
  })
  const admit = () => {
    isAdmitted = true
    clearTimeout(timer)
    guarded.admit()
    visit.admitted()
  }
  const shorten = (next: Taker) => void (taker = next)
  return { ...guarded, ...who, line, admit, isAdmitted: () => isAdmitted, shorten }
}

function limitPrelude(socket: Duplex, wire: Wire): void {
  let received = 0
  const count = (chunk: Buffer) => {
    received += chunk.length
    if (wire.isAdmitted()) socket.off('data', count)
    else if (received > preludeBytes) socket.destroy()
  }
  socket.on('data', count)
}

function certifiedName(socket: Socket): string | null {
  if (!(socket instanceof TLSSocket)) return null
  const subject = socket.getPeerCertificate().subject as { CN?: string } | undefined
  if (!subject) return null
  return socket.authorized ? (subject.CN ?? null) : 'untrusted'
}
