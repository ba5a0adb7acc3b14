// Signing in and out, the own session, and the first administrator, over HTTP.
import type { Kysely } from 'kysely'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import type { Actor, Session, User } from '../../core/contracts/user.ts'
import { permissionsOf } from '../../core/domain/permission.ts'
import { revise } from '../../core/domain/revision.ts'
import { audited } from '../audit.ts'
import type { Opened } from '../sign-in.ts'
import { setUp, setupNeeded } from '../setup.ts'
import type { Records } from '../store/schema.ts'
import { findUser, listUsers, saveUser } from '../store/user.ts'
import { listVendors } from '../store/vendor.ts'
import type { Call, Caller, Handlers } from './call.ts'
import { untold } from './change.ts'
import type { HttpDeps } from './deps.ts'

type Routes = Pick<Handlers, 'about' | 'setup' | 'signIn' | 'demoSignIn' | 'session' | 'signOut' | 'ownPatch'>

export function sessionRoutes(deps: HttpDeps): Routes {
  const { db, identity, settings } = deps
  const documentOf = (user: User): Session => ({ user, permissions: permissionsOf(user.role), demo: settings.demo })
  const begun = (opened: Opened | Refusal, { setCookie }: Caller): Session | Refusal => {
    if (isRefusal(opened)) return opened
    setCookie(opened.cookie)
    return documentOf(opened.user)
  }
  /** The demo lets anybody in by a button, so only from this very machine, unless its owner opened it to all. */
  const demoOpen = ({ local }: Caller) => settings.demo && (settings.demoPublic || (settings.loopback && local))

  return {
    about: async ({ caller }) => ({
      version: settings.version,
      demo: settings.demo,
      setupNeeded: await setupNeeded(db),
      demoUsers: demoOpen(caller) ? await demoUsers(db) : [],
    }),
    setup: async ({ body, caller }) => begun(await setUp(deps, body), caller),
    signIn: async ({ body, caller }) => begun(await identity.signIn(body.username, body.password, caller), caller),
    async demoSignIn({ body, caller }) {
      const user = demoOpen(caller) ? await findUser(db, body.username) : null
      if (!user?.enabled) return refuse('demo_only')
      return begun(await identity.open(user, caller), caller)
    },
    session: async ({ actor }) => documentOf(await personOf(db, actor)),
    async signOut({ actor, caller }) {
      await identity.signOut(actor, caller.cookie)
      caller.setCookie(null)
      return null
    },
    async ownPatch(call) {
      const { actor, body, caller } = call
      if (actor.type !== 'user') return refuse('forbidden')
      if (body.password !== undefined) {
        const change = { current: body.current ?? '', next: body.password }
        const refused = await identity.changePassword(actor, change, caller)
        if (refused) return refused
      }
      const user = await speak(call)
      return isRefusal(user) ? user : documentOf(user)
    },
  }
}

/** Everybody who may be entered by a button. */
async function demoUsers(db: Kysely<Records>) {
  const { items } = await listUsers(db, { limit: 100 })
  const firms = new Map((await listVendors(db, { limit: 100 })).items.map(({ id, name }) => [id, name]))
  return items
    .filter((user) => user.enabled)
    .map(({ username, name, role, vendor }) => ({ username, name, role, firm: firms.get(vendor ?? '') ?? null }))
}

/** Sets the own language; without one the person stays as he is. */
const speak = ({ actor, body, at, commit }: Call<'ownPatch'>): Promise<User | Refusal> =>
  commit<User | Refusal>(async (tx) => {
    const user = await findUser(tx, actor.name)
    if (!user) return untold(refuse('unauthenticated'))
    const next = body.locale === undefined ? user : revise(user, { locale: body.locale })
    if (isRefusal(next) || next === user) return untold(next)
    await saveUser(tx, next, undefined)
    const told = audited('user_changed', at, actor.name, actor.name, { locale: next.locale })
    return { result: next, happenings: [told] }
  })

/** The person of a session; of a token, a person that stands for it. */
const personOf = async (db: Kysely<Records>, actor: Actor): Promise<User> =>
  (actor.type === 'user' ? await findUser(db, actor.name) : null) ?? {
    username: actor.name,
    name: actor.name,
    role: actor.role,
    sites: actor.sites,
    locale: actor.locale,
    phone: null,
    email: null,
    badge: null,
    vendor: null,
    skills: [],
    notify: [],
    enabled: true,
    version: 1,
  }
