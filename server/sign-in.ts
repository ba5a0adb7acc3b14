// Beginning and ending sessions: passwords are checked slowly and guessing is slowed down more and more. Who is not
// there, who is disabled and who typed a wrong password are not told apart.
import type { Kysely } from 'kysely'
import { isRefusal, refuse, type Refusal } from '../core/contracts/refusal.ts'
import type { Actor, User } from '../core/contracts/user.ts'
import { audited } from './audit.ts'
import { createBackoff } from './backoff.ts'
import type { Clock } from './clock.ts'
import type { Commit } from './commit.ts'
import { isLoopback } from './loopback.ts'
import type { Passwords } from './password.ts'
import { hashSecret, newSecret } from './secret.ts'
import type { Records } from './store/schema.ts'
import { deleteSession, deleteSessionsOf, insertSession } from './store/session.ts'
import { findUser, passwordOf, saveUser } from './store/user.ts'

/** A session runs so long after its last use. */
export const sessionMs = 12 * 3_600_000
/** Wrong passwords before the first wait: of one person from one address, and of all from one address. */
const freePerPerson = 5
const freePerAddress = 30
/** People in the queue for the slow hash; more than these are told to come back. */
const queueLimit = 20

/** Where a call comes from, and the session cookie that came along. */
export type From = { address: string; cookie: string | null }
/** A session that has begun: the cookie to hand over, and whose it is. */
export type Opened = { cookie: string; user: User }

export type SignIn = {
  /** Begins a session. Refused: `wrong_password`, `too_many_attempts`. The session of an earlier cookie ends. */
  signIn(username: string, password: string, from: From): Promise<Opened | Refusal>
  /** Begins a session without a password; the caller has made sure that this is allowed. */
  open(user: User, from: Pick<From, 'cookie'>): Promise<Opened>
  signOut(actor: Actor, cookie: string | null): Promise<void>
  /** Sets one's own password; every other session ends. Refused: `wrong_password`, `too_many_attempts`. */
  changePassword(actor: Actor, change: { current: string; next: string }, from: From): Promise<null | Refusal>
}

type Deps = {
  db: Kysely<Records>
  commit: Commit
  clock: Clock
  passwords: Passwords
  revoke: (actorName: string) => void
}

export function createSignIn(deps: Deps): SignIn {
  const { commit, clock, passwords, revoke } = deps
  const check = createCheck(deps)

  async function open(user: User, { cookie: before }: Pick<From, 'cookie'>): Promise<Opened> {
    const cookie = newSecret()
    const at = clock.now()
    await commit(async (tx) => {
      if (before !== null) await deleteSession(tx, hashSecret(before))
      const session = { hash: hashSecret(cookie), username: user.username, at, expiresAt: at + sessionMs }
      await insertSession(tx, session)
      return { result: null, happenings: [audited('signed_in', at, user.username, user.username)] }
    })
    return { cookie, user }
  }

  return {
    open,
    async signIn(username, password, from) {
      const user = await check(username, password, from.address)
      return isRefusal(user) ? user : open(user, from)
    },
    async signOut(actor, cookie) {
      const gone = audited('signed_out', clock.now(), actor.name, actor.name)
      if (cookie !== null)
        await commit(async (tx) => ({ result: await deleteSession(tx, hashSecret(cookie)), happenings: [gone] }))
      revoke(actor.name)
    },
    async changePassword(actor, change, { address, cookie }) {
      const user = await check(actor.name, change.current, address)
      if (isRefusal(user)) return user
      const kept = await passwords.hash(change.next)
      await commit(async (tx) => {
        await saveUser(tx, (await findUser(tx, actor.name)) ?? user, kept)
        await deleteSessionsOf(tx, actor.name, cookie === null ? null : hashSecret(cookie))
        return { result: null, happenings: [audited('password_changed', clock.now(), actor.name, actor.name)] }
      })
      revoke(actor.name)
      return null
    },
  }
}

/** Checks a password: the person whose it is, or a refusal that says nothing of why. */
function createCheck({ db, commit, clock, passwords }: Deps) {
  const perPerson = createBackoff(freePerPerson)
  const perAddress = createBackoff(freePerAddress)
  return async (username: string, password: string, address: string): Promise<User | Refusal> => {
    const at = clock.now()
    const key = `${username} ${address}`
    // A proxy on this machine gives everybody its address: one who guesses must not lock out all.
    const wait = (isLoopback(address) ? 0 : perAddress.attempt(address, at)) || perPerson.attempt(key, at)
    if (wait > 0 || passwords.waiting() >= queueLimit)
      return refuse('too_many_attempts', { seconds: Math.max(1, Math.ceil(wait / 1000)) })
    const right = await passwords.verify(password, await passwordOf(db, username))
    const user = await findUser(db, username)
    if (right && user?.enabled) {
      perPerson.passed(key)
      perAddress.passed(address)
      return user
    }
    // Only of people who exist: a password typed as a user name must not stand in the audit.
    const refused = user ? [audited('sign_in_refused', at, null, username, { address })] : []
    await commit(() => Promise.resolve({ result: null, happenings: refused }))
    return refuse('wrong_password')
  }
}
