// The doors to the network: plain MQTT, and MQTT over TLS as soon as a certificate is set.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { plainHost } from './config.ts'
import type { GatewaySettings } from './config.ts'

type Accept = (socket: Socket) => void
export type Listeners = {
  /** Rejects with a sentence that names the port when one cannot be had. */
  open: () => Promise<void>
  ports: () => { mqttPort: number | null; mqttsPort: number | null }
  /** Takes no more connections; resolves when the last one is gone. */
  close: () => Promise<void>
}

export function openListeners(settings: GatewaySettings, accept: Accept): Listeners {
  let plain: Server | null = null
  let tls: Server | null = null
  return {
    async open() {
      plain = await listen(createServer(accept), plainHost(settings), settings.WK_MQTT_PORT)
      if (!settings.WK_TLS_CERT) return
      tls = await listen(tlsServer(settings, accept), settings.WK_MQTT_HOST, settings.WK_MQTTS_PORT)
    },
    ports: () => ({ mqttPort: portOf(plain), mqttsPort: portOf(tls) }),
    async close() {
      const closed = [plain, tls].flatMap((server) => (server ? [closeServer(server)] : []))
      plain = tls = null
      await Promise.all(closed)
    },
  }
}

const portOf = (server: Server | null) => (server ? (server.address() as AddressInfo).port : null)

function tlsServer(settings: GatewaySettings, accept: Accept): Server {
  const { WK_TLS_CERT, WK_TLS_KEY, WK_TLS_CLIENT_CA } = settings
  return createTlsServer(
    {
      cert: readFileSync(WK_TLS_CERT as string),
      key: readFileSync(WK_TLS_KEY as string),
      ca: WK_TLS_CLIENT_CA ? readFileSync(WK_TLS_CLIENT_CA) : undefined,
      requestCert: WK_TLS_CLIENT_CA !== undefined,
      // A device may come with a password instead; a certificate that is not ours is turned away in wire.ts.
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2',
      handshakeTimeout: 5_000,
    },
    accept,
  )
}

async function listen(server: Server, host: string, port: number): Promise<Server> {
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
