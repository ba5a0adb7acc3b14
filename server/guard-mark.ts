// The mark that a phone keeps of the guard who once signed in on it: it says who taps, and opens nothing else. Kept as a
// session row under a hash of its own kind, so that whatever ends a person's sessions ends his marks.
import type { Kysely } from 'kysely'
import type { User } from '../core/contracts/user.ts'
import type { Clock } from './clock.ts'
import type { Commit } from './commit.ts'
import { hashSecret, newSecret } from './secret.ts'
import type { Records } from './store/schema.ts'
import { deleteSession, findSession, insertSession } from './store/session.ts'
import { findUser } from './store/user.ts'

export const markDays = 180
const markMs = markDays * 86_400_000

/** No session cookie hashes to this, and no mark to a session. */
const hashOf = (mark: string): string => hashSecret(`guard mark ${mark}`)

type Deps = { db: Kysely<Records>; commit: Commit; clock: Clock }

export type GuardMarks = {
  /** Marks a phone as one on which this person signed in; gives what the phone keeps. */
  give(username: string): Promise<string>
  /** Whose mark it is; null when it ran out, was revoked, or the person is no longer here. */
  read(mark: string | null): Promise<User | null>
  revoke(mark: string): Promise<void>
}

export const createGuardMarks = ({ db, commit, clock }: Deps): GuardMarks => ({
  async give(username) {
    const mark = newSecret()
    const at = clock.now()
    const row = { hash: hashOf(mark), username, at, expiresAt: at + markMs }
    await commit(async (tx) => ({ result: await insertSession(tx, row), happenings: [] }))
    return mark
  },
  async read(mark) {
    const row = mark === null ? null : await findSession(db, hashOf(mark))
    const user = row && row.expiresAt > clock.now() ? await findUser(db, row.username) : null
    return user?.enabled ? user : null
  },
  revoke: (mark) => commit(async (tx) => ({ result: await deleteSession(tx, hashOf(mark)), happenings: [] })),
})
