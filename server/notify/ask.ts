// One HTTP request to a provider. The name is resolved once, every address is checked, and the connection goes to the
// checked address, so that a name that changes its mind leads nowhere else. Redirects are answers, not followed.
import { lookup } from 'node:dns/promises'
import { request as plain, type IncomingHttpHeaders, type RequestOptions } from 'node:http'
import { request as tls } from 'node:https'
import { isIP, type BlockList } from 'node:net'
import { mayReach } from './address.ts'
import { failed, type Failed } from './provider.ts'

export type Asked = {
  url: string
  method?: 'POST' | 'HEAD'
  headers?: Record<string, string>
  body?: string | Buffer
}
export type Answered = { status: number; headers: IncomingHttpHeaders; text: string }
/** The provider's answer, or why there is none. */
export type Asking = (asked: Asked) => Promise<Answered | Failed>

type Address = { address: string; family: number }
export type AskDeps = {
  /** Ranges of this network that may be reached. */
  allowed: BlockList
  /** How long the whole exchange may take, ms. */
  patience: number
  resolve?: (host: string) => Promise<Address[]>
}

const mostBytes = 16_384

export function createAsk({ allowed, patience, resolve = (host) => lookup(host, { all: true }) }: AskDeps): Asking {
  return async (asked) => {
    const url = new URL(asked.url)
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const signal = AbortSignal.timeout(patience)
    try {
      const addresses = isIP(host) ? [{ address: host, family: isIP(host) }] : await inTime(resolve(host), signal)
      if (addresses.length === 0 || !addresses.every(({ address }) => mayReach(address, allowed)))
        return failed('not_allowed', host, false)
      return await exchange(url, asked, addresses, signal)
    } catch (error) {
      const said = error instanceof Error ? codeOf(error) : String(error)
      return failed(signal.aborted ? 'too_slow' : 'not_reached', said, true)
    }
  }
}

/** A resolver cannot be stopped, but it need not be waited for. */
const inTime = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> =>
  Promise.race([
    promise,
    new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
    ),
  ])

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : error.message

function exchange(url: URL, asked: Asked, addresses: Address[], signal: AbortSignal): Promise<Answered> {
  const { promise, resolve, reject } = Promise.withResolvers<Answered>()
  const body = Buffer.from(asked.body ?? '')
  const options: RequestOptions = {
    ...{ method: asked.method ?? 'POST', agent: false, signal },
    headers: { 'User-Agent': 'Watchkeeper', ...asked.headers, 'Content-Length': body.length },
    lookup: (_host, wanted, done) => {
      if (wanted.all) done(null, addresses)
      else done(null, addresses[0]!.address, addresses[0]!.family)
    },
  }
  const request = (url.protocol === 'https:' ? tls : plain)(url, options, (response) => {
    const parts: Buffer[] = []
    let size = 0
    const end = (): void => {
      const text = Buffer.concat(parts).subarray(0, mostBytes).toString('utf8')
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
    }
    response.on('data', (part: Buffer) => {
      parts.push(part)
      if ((size += part.length) < mostBytes) return
      end()
      response.destroy()
    })
    response.once('end', end)
    response.once('error', reject)
  })
  request.once('error', reject)
  request.end(body)
  return promise
}
