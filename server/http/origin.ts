// Which web pages may change anything through a person's browser: ours. A program sends no Origin and is accepted.
import type { IncomingHttpHeaders } from 'node:http'
import { isLoopback } from '../loopback.ts'

/** Says of a request whether its Origin, if any, is our public address or the host it was sent to. */
export const originCheck = (publicUrl: string | null) => {
  const own = publicUrl === null ? null : new URL(publicUrl).origin
  return (headers: IncomingHttpHeaders): boolean => {
    const { origin, host } = headers
    if (origin === undefined || origin === own) return true
    return URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase()
  }
}

/**
 * Whether a request comes from this very machine. The name it asks for must be a loopback name as well, or a page of
 * another site could point its own name at us (DNS rebinding); a proxy in between makes everybody look local.
 */
export function isLocal(address: string | undefined, headers: IncomingHttpHeaders): boolean {
  if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) return false
  const name = (headers.host ?? '').replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')
  return isLoopback(address ?? '') && (name === 'localhost' || isLoopback(name))
}
