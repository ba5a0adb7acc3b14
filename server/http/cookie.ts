// The session cookie as a header. The browser keeps it for a month; whether the session still runs, the server says.
import { cookieName } from '../identity.ts'

const monthS = 30 * 24 * 3600

/** `Set-Cookie` that hands over a session, or takes it away (null). */
export const cookieOf = (value: string | null, secure: boolean): string =>
  [
    `${cookieName}=${value ?? ''}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    `Max-Age=${value === null ? 0 : monthS}`,
    ...(secure ? ['Secure'] : []),
  ].join('; ')
