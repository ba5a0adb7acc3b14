// The first administrator: by a password from the settings, or by a one-time link that only the log has seen, so that a
// passer-by cannot claim the box.
import { timingSafeEqual } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { z } from 'zod'
import { isRefusal, refuse, type Refusal } from '../core/contracts/refusal.ts'
import { User, type Setup } from '../core/contracts/user.ts'
import type { Clock } from './clock.ts'
import type { Commit } from './commit.ts'
import { audited } from './audit.ts'
import type { Identity } from './identity.ts'
import type { Opened } from './sign-in.ts'
import { hashSecret, newSecret } from './secret.ts'
import { readMeta, writeMeta } from './store/meta.ts'
import type { Records } from './store/schema.ts'
import { administrators, findUser, saveUser } from './store/user.ts'

const tokenKey = 'setup_token'
type Deps = { db: Kysely<Records>; commit: Commit; identity: Identity; clock: Clock }

/** Whether nobody administers this installation yet. */
export const setupNeeded = async (db: Kysely<Records>): Promise<boolean> => (await administrators(db)).length === 0

/** Makes the token of the set-up link, good until it is used or made anew; null when an administrator is there. */
export async function openSetup({ db, commit }: Deps): Promise<string | null> {
  if (!(await setupNeeded(db))) return null
  const token = newSecret()
  await commit(async (tx) => ({ result: await writeMeta(tx, tokenKey, hashSecret(token)), happenings: [] }))
  return token
}

/** Makes `admin` with the password of the settings, unless there is such a user already. True when it was made. */
export async function ensureAdministrator(deps: Deps, password: string): Promise<boolean> {
  const kept = await deps.identity.passwords.hash(password)
  const admin = User.parse({ username: 'admin', name: 'admin', role: 'admin' })
  return deps.commit(async (tx) => {
    if (await findUser(tx, admin.username)) return { result: false, happenings: [] }
    await saveUser(tx, admin, kept)
    return { result: true, happenings: [created(admin, deps.clock.now())] }
  })
}

/** Creates the first administrator and begins the session. Refused: `setup_done`, `bad_setup_token`, `id_taken`. */
export async function setUp(
  deps: Deps,
  { token, password, ...person }: z.output<typeof Setup>,
): Promise<Opened | Refusal> {
  const { db, identity } = deps
  const allowed = await mayBegin(db, token)
  if (isRefusal(allowed)) return allowed
  const admin = User.parse({ ...person, role: 'admin' })
  const kept = await identity.passwords.hash(password)
  const made = await deps.commit<User | Refusal>(async (tx) => {
    // Asked again inside the transaction: two presses of the button make one administrator.
    const still = await mayBegin(tx, token)
    if (isRefusal(still)) return { result: still, happenings: [] }
    if (await findUser(tx, admin.username))
      return { result: refuse('id_taken', { id: admin.username }), happenings: [] }
    await saveUser(tx, admin, kept)
    await writeMeta(tx, tokenKey, null)
    return { result: admin, happenings: [created(admin, deps.clock.now())] }
  })
  return isRefusal(made) ? made : identity.open(made, { cookie: null })
}

async function mayBegin(db: Kysely<Records>, token: string): Promise<true | Refusal> {
  if (!(await setupNeeded(db))) return refuse('setup_done')
  const kept = Buffer.from((await readMeta(db, tokenKey)) ?? '')
  const given = Buffer.from(hashSecret(token))
  return kept.length === given.length && timingSafeEqual(kept, given) ? true : refuse('bad_setup_token')
}

const created = ({ username, role }: User, at: number) => audited('user_created', at, username, username, { role })
