// Who is asking: sessions of people (a cookie), tokens of programs (a bearer). Both are random, kept only as hashes, and
// looked up at every call, so that what was taken away holds at once.
import type { IncomingHttpHeaders } from 'node:http'
import type { Kysely } from 'kysely'
import type { Actor, Token } from '../core/contracts/user.ts'
import { actorOf, tokenPrefix } from '../core/domain/user.ts'
import type { Clock } from './clock.ts'
import type { Commit } from './commit.ts'
import { createPasswords, type Passwords } from './password.ts'
import { hashSecret } from './secret.ts'
import { createSignIn, sessionMs, type SignIn } from './sign-in.ts'
import type { Records } from './store/schema.ts'
import { extendSession, findSession } from './store/session.ts'
import { tokenOf } from './store/token.ts'
import { findUser } from './store/user.ts'

export const cookieName = 'wk_session'
/** A session is made longer at most so often, so that reading a list is not a write. */
const extendEveryMs = 10 * 60_000

type Incoming = { headers: IncomingHttpHeaders }
type Deps = { db: Kysely<Records>; commit: Commit; clock: Clock }

export type Identity = SignIn & {
  /** Who asks, by bearer token or cookie; null when nobody that we know. Also for the handshake of Socket.IO. */
  authenticate(request: Incoming): Promise<Actor | null>
  passwords: Passwords
  /** Tells those who keep connections open that the rights of this actor changed or ended. */
  revoke(actorName: string): void
  /** Returns the way to stop listening. */
  onRevoked(listener: (actorName: string) => void): () => void
}

export function createIdentity(deps: Deps): Identity {
  const passwords = createPasswords()
  const listeners = new Set<(actorName: string) => void>()
  const revoke = (actorName: string) => listeners.forEach((listener) => listener(actorName))
  return {
    ...createSignIn({ ...deps, passwords, revoke }),
    passwords,
    revoke,
    async authenticate({ headers }) {
      const secret = bearer(headers)
      const cookie = sessionCookie(headers)
      if (secret === null) return cookie === null ? null : ofSession(deps, cookie)
      const token = await tokenOf(deps.db, hashSecret(secret), deps.clock.now())
      return token && tokenActor(token)
    },
    onRevoked(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** The name under which a token acts. */
export const tokenActor = (token: Token): Actor => ({
  name: tokenPrefix + token.id,
  role: token.role,
  sites: token.sites,
  locale: 'zh-CN',
  type: 'token',
})

/** The value of our cookie among the cookies of a request. */
export function sessionCookie(headers: IncomingHttpHeaders): string | null {
  const pair = (headers.cookie ?? '').split(';').find((part) => part.trim().startsWith(`${cookieName}=`))
  return pair?.trim().slice(cookieName.length + 1) || null
}

const bearer = (headers: IncomingHttpHeaders): string | null =>
  /^Bearer (wk_[A-Za-z0-9_-]{20,100})$/i.exec(headers.authorization ?? '')?.[1] ?? null

async function ofSession({ db, commit, clock }: Deps, cookie: string): Promise<Actor | null> {
  const at = clock.now()
  const hash = hashSecret(cookie)
  const session = await findSession(db, hash)
  if (!session || session.expiresAt <= at) return null
  const user = await findUser(db, session.username)
  if (!user?.enabled) return null
  if (session.expiresAt < at + sessionMs - extendEveryMs)
    await commit(async (tx) => ({ result: await extendSession(tx, hash, at + sessionMs), happenings: [] }))
  return actorOf(user)
}
