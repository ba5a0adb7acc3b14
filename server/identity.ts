// Who is asking: sessions of people (a cookie), tokens of programs (a bearer). Both are random, kept only as hashes, and
// looked up at every call, so that what was taken away holds at once.
import type { IncomingHttpHeaders } from 'node:http'
import type { Kysely } from 'kysely'
import { actorOf, tokenPrefix } from '../core/domain/user.ts'
import { iso } from '../core/contracts/instant.ts'
import { isRefusal, refuse, type Refusal } from '../core/contracts/refusal.ts'
import type { NewHappening } from '../core/contracts/live.ts'
import type { Actor, Token, User } from '../core/contracts/user.ts'
import { createBackoff } from './backoff.ts'
import type { Clock } from './clock.ts'
import type { Commit } from './commit.ts'
import { createPasswords, type Passwords } from './password.ts'
import { hashSecret, newSecret } from './secret.ts'
import type { Records } from './store/schema.ts'
import { deleteSession, deleteSessionsOf, extendSession, findSession, insertSession } from './store/session.ts'
import { tokenOf } from './store/token.ts'
import { findUser, passwordOf, saveUser } from './store/user.ts'

export const cookieName = 'wk_session'
const sessionMs = 12 * 3_600_000
/** A session is made longer at most so often, so that reading a list is not a write. */
const extendEveryMs = 10 * 60_000
/** People in the queue for the slow hash; more than these are told to come back. */
const queueLimit = 20

export type Incoming = { headers: IncomingHttpHeaders }
/** A session that has begun: the cookie to hand over, and whose it is. */
export type Opened = { cookie: string; user: User }

export type Identity = {
  /** Who asks, by bearer token or cookie; null when nobody that we know. Also for the handshake of Socket.IO. */
  authenticate(request: Incoming): Promise<Actor | null>
  passwords: Passwords
  /** Begins a session. Refused: `wrong_password`, `too_many_attempts`. The cookie of an earlier session ends. */
  signIn(
    username: string,
    password: string,
    from: { address: string; cookie: string | null },
  ): Promise<Opened | Refusal>
  /** Begins a session without a password; the caller has made sure that this is allowed. */
  open(user: User, from: { cookie: string | null }): Promise<Opened>
  signOut(actor: Actor, cookie: string | null): Promise<void>
  /** Sets one's own password; every other session ends. Refused: `wrong_password`, `too_many_attempts`. */
  changePassword(
    actor: Actor,
    change: { current: string; next: string },
    from: { address: string; cookie: string | null },
  ): Promise<null | Refusal>
  /** Tells those who keep connections open that the rights of this actor changed or ended. */
  revoke(actorName: string): void
  /** Returns the way to stop listening. */
  onRevoked(listener: (actorName: string) => void): () => void
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

/** An entry of the audit about somebody's identity. */
export const audited = (
  what: string,
  at: number,
  by: string | null,
  id: string,
  data: Record<string, unknown> = {},
  site: string | null = null,
): NewHappening => ({ type: `audit.${what}`, at: iso(at), site, by, id, data })

export function createIdentity(deps: { db: Kysely<Records>; commit: Commit; clock: Clock }): Identity {
  const { db, commit, clock } = deps
  const passwords = createPasswords()
  const perPerson = createBackoff(5)
  const perAddress = createBackoff(30)
  const listeners = new Set<(actorName: string) => void>()
  const revoke = (actorName: string) => listeners.forEach((listener) => listener(actorName))

  async function ofSession(cookie: string): Promise<Actor | null> {
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

  /** Whether the password is this person's, and no guess too many. */
  async function check(username: string, password: string, address: string): Promise<true | Refusal> {
    const at = clock.now()
    const key = `${username} ${address}`
    const wait = perAddress.attempt(address, at) || perPerson.attempt(key, at)
    if (wait > 0 || passwords.waiting() >= queueLimit)
      return refuse('too_many_attempts', { seconds: Math.max(1, Math.ceil(wait / 1000)) })
    const right = await passwords.verify(password, await passwordOf(db, username))
    const user = await findUser(db, username)
    if (right && user?.enabled) {
      perPerson.passed(key)
      perAddress.passed(address)
      return true
    }
    if (user) {
      const refused = audited('sign_in_refused', at, null, username, { address })
      await commit(() => Promise.resolve({ result: null, happenings: [refused] }))
    }
    return refuse('wrong_password')
  }

  async function open(user: User, from: { cookie: string | null }): Promise<Opened> {
    const cookie = newSecret()
    const at = clock.now()
    await commit(async (tx) => {
      if (from.cookie !== null) await deleteSession(tx, hashSecret(from.cookie))
      const session = { hash: hashSecret(cookie), username: user.username, at, expiresAt: at + sessionMs }
      await insertSession(tx, session)
      return { result: null, happenings: [audited('signed_in', at, user.username, user.username)] }
    })
    return { cookie, user }
  }

  return {
    passwords,
    open,
    revoke,
    async authenticate({ headers }) {
      const secret = bearer(headers)
      if (secret !== null) {
        const token = await tokenOf(db, hashSecret(secret), clock.now())
        return token && tokenActor(token)
      }
      const cookie = sessionCookie(headers)
      return cookie === null ? null : ofSession(cookie)
    },
    async signIn(username, password, { address, cookie }) {
      const right = await check(username, password, address)
      if (isRefusal(right)) return right
      const user = await findUser(db, username)
      return user?.enabled ? open(user, { cookie }) : refuse('wrong_password')
    },
    async signOut(actor, cookie) {
      const gone = audited('signed_out', clock.now(), actor.name, actor.name)
      if (cookie !== null)
        await commit(async (tx) => ({ result: await deleteSession(tx, hashSecret(cookie)), happenings: [gone] }))
      revoke(actor.name)
    },
    async changePassword(actor, change, { address, cookie }) {
      const right = await check(actor.name, change.current, address)
      if (isRefusal(right)) return right
      const kept = await passwords.hash(change.next)
      await commit(async (tx) => {
        const user = await findUser(tx, actor.name)
        if (user) await saveUser(tx, user, kept)
        await deleteSessionsOf(tx, actor.name, cookie === null ? null : hashSecret(cookie))
        return { result: null, happenings: [audited('password_changed', clock.now(), actor.name, actor.name)] }
      })
      revoke(actor.name)
      return null
    },
    onRevoked(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
