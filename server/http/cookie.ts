// Cookies as headers. The browser keeps the session's for a month; whether the session still runs, the server says.
import type { IncomingHttpHeaders } from 'node:http'
import { cookieName } from '../identity.ts'

const monthDays = 30

type Keeping = { path: string; days: number; secure: boolean }

/** `Set-Cookie` that the browser keeps for so many days, or gives up (null). No script reads it. */
export const keepCookie = (name: string, value: string | null, { path, days, secure }: Keeping): string =>
  [
    `${name}=${value ?? ''}`,
    `Path=${path}`,
    'HttpOnly',
    'SameSite=Lax',
    `Max-Age=${value === null ? 0 : days * 86_400}`,
    ...(secure ? ['Secure'] : []),
  ].join('; ')

/** `Set-Cookie` that hands over a session, or takes it away (null). */
export const cookieOf = (value: string | null, secure: boolean): string =>
  keepCookie(cookieName, value, { path: '/', days: monthDays, secure })

/** The value of a cookie among those of a request. */
export function cookieIn(headers: IncomingHttpHeaders, name: string): string | null {
  const pair = (headers.cookie ?? '').split(';').find((part) => part.trim().startsWith(`${name}=`))
  return pair?.trim().slice(name.length + 1) || null
}
