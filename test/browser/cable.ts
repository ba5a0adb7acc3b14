// The cable between a phone and the house: plugged in, cut, or cut for all but the app's own files; and a second edition
// of the app, as an upgrade of the product would hand it out.
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Cable = {
  url: string
  /**
   * `files`: what is asked of the product itself is cut, the app's own files come. `silent`: nothing is ever answered.
   * `unheard`: everything reaches the house, and its answers are lost.
   */
  mode: 'plugged' | 'cut' | 'files' | 'silent' | 'unheard'
  /** Hands out the next edition of the app: another version of the service worker, another shell. */
  edition: number
  /** Ends whatever still waits for an answer. */
  hangUp(): void
  close(): Promise<void>
}

const ours = /^\/(api|socket\.io|readyz|t)(\/|\?|$)/

/** Lays a cable to a house. */
export async function layCable(to: string): Promise<Cable> {
  const server = createServer((asked, answer) => {
    const isCut = cable.mode === 'cut' || (cable.mode === 'files' && ours.test(asked.url ?? ''))
    if (isCut) asked.socket.destroy()
    else if (cable.mode !== 'silent') pass(to, asked, answer, cable)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const cable: Cable = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mode: 'plugged',
    edition: 1,
    hangUp: () => server.closeAllConnections(),
    close: () => {
      server.closeAllConnections()
      return new Promise((closed) => server.close(() => closed()))
    },
  }
  return cable
}

function pass(to: string, asked: IncomingMessage, answer: ServerResponse, cable: Cable): void {
  // Edited below, so it must come, and come plain.
  const { host, 'if-modified-since': _since, 'if-none-match': _match, ...rest } = asked.headers
  const headers = { ...rest, ...(host && { host }), 'accept-encoding': 'identity' }
  const onward = request(new URL(asked.url ?? '/', to), { method: asked.method, headers }, (reply) => {
    const parts: Buffer[] = []
    reply.on('data', (part: Buffer) => parts.push(part))
    reply.on('end', () => {
      if (cable.mode === 'unheard') return void asked.socket.destroy()
      const body = editionOf(asked.url ?? '', Buffer.concat(parts), cable.edition)
      const { 'transfer-encoding': _coding, 'content-length': _length, etag: _tag, ...kept } = reply.headers
      answer.writeHead(reply.statusCode ?? 502, { ...kept, 'content-length': body.length })
      answer.end(body)
    })
  })
  onward.on('error', () => asked.socket.destroy())
  asked.pipe(onward)
}

function editionOf(path: string, body: Buffer, edition: number): Buffer {
  if (edition === 1) return body
  if (path.startsWith('/service-worker.js'))
    return Buffer.from(`${body.toString()}\n// edition ${edition}`.replace(/\b1\d{12}\b/g, String(10 ** 12 + edition)))
  if (path === '/200.html')
    return Buffer.from(body.toString().replace('<head>', `<head><meta name="edition" content="${edition}">`))
  return body
}
