// A push service and a phone behind it: checks who signed (VAPID), and reads what only the phone can read (RFC 8291).
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export type PushService = {
  /** What a browser would hand over when it subscribes. */
  subscription: { endpoint: string; keys: { p256dh: string; auth: string } }
  /** What reached the phone. */
  taken: { message: Record<string, unknown>; headers: IncomingMessage['headers'] }[]
  /** 201, or what it answers instead. */
  status: number
  stop(): Promise<void>
}

const part = (text: string): Buffer => Buffer.from(text, 'base64url')

export async function startPushService(): Promise<PushService> {
  const phone = createECDH('prime256v1')
  phone.generateKeys()
  const auth = randomBytes(16)
  const server = createServer((request, response) => {
    void request.toArray().then((parts) => {
      if (service.status !== 201) return response.writeHead(service.status).end('no')
      if (!isSigned(request.headers.authorization ?? '')) return response.writeHead(403).end('who are you?')
      const message = JSON.parse(decrypt(Buffer.concat(parts), phone, auth)) as Record<string, unknown>
      service.taken.push({ message, headers: request.headers })
      return response.writeHead(201).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/push/phone-1`
  const keys = { p256dh: phone.getPublicKey('base64url'), auth: auth.toString('base64url') }
  const service: PushService = {
    ...{ subscription: { endpoint, keys }, taken: [], status: 201 },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return service
}

/** `vapid t={JWT}, k={public key}`: ES256 over the first two parts. */
function isSigned(header: string): boolean {
  const { t = '', k = '' } = /^vapid t=(?<t>[^,]+), ?k=(?<k>.+)$/.exec(header)?.groups ?? {}
  const [head, claims, signature] = t.split('.')
  const point = part(k)
  if (!signature || point.length !== 65) return false
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'))
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x!, y: y! }, format: 'jwk' })
  return verify('sha256', Buffer.from(`${head}.${claims}`), { key, dsaEncoding: 'ieee-p1363' }, part(signature))
}

const derive = (key: Buffer, salt: Buffer, info: Buffer, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, info, length))

function decrypt(body: Buffer, phone: ReturnType<typeof createECDH>, auth: Buffer): string {
  const salt = body.subarray(0, 16)
  const theirs = body.subarray(21, 21 + body[20]!)
  const sealed = body.subarray(21 + body[20]!)
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), phone.getPublicKey(), theirs])
  const secret = derive(phone.computeSecret(theirs), auth, info, 32)
  const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
  const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
  const decipher = createDecipheriv('aes-128-gcm', key, nonce)
  decipher.setAuthTag(sealed.subarray(-16))
  const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
  return plain.subarray(0, plain.lastIndexOf(2)).toString('utf8')
}
