// People over HTTP. Whatever takes a right away ends the sessions and connections that rest on it.
import { refuse, isRefusal, type Refusal } from '../../core/contracts/refusal.ts'
import type { User } from '../../core/contracts/user.ts'
import { manages, meets, onlySite } from '../../core/domain/grant.ts'
import { changeUser, tokenPrefix } from '../../core/domain/user.ts'
import { audited } from '../audit.ts'
import { deleteSessionsOf } from '../store/session.ts'
import { administrators, findUser, listUsers, saveUser, userOfBadge } from '../store/user.ts'
import type { Call, Handlers } from './call.ts'
import { create, untold } from './change.ts'
import type { HttpDeps } from './deps.ts'

type Routes = Pick<Handlers, 'listUsers' | 'createUser' | 'getUser' | 'patchUser'>

/** What the audit keeps of a person: the rights, never the number or the badge. */
const rights = ({ role, sites, enabled }: User) => ({ role, sites, enabled })

export function userRoutes({ db, identity }: HttpDeps): Routes {
  return {
    async listUsers({ actor, query }) {
      const page = await listUsers(db, query)
      return { ...page, items: page.items.filter((user) => meets(actor, user.sites)) }
    },
    async getUser({ actor, id }) {
      const user = await findUser(db, id)
      return user && meets(actor, user.sites) ? user : refuse('not_found')
    },
    async createUser(call) {
      const { password, ...person } = call.body
      const user: User = { ...person, version: 1 }
      if (!manages(call.actor, user.sites)) return refuse('forbidden')
      if (user.username.startsWith(tokenPrefix)) return refuse('id_taken', { id: user.username })
      const kept = await identity.passwords.hash(password)
      return create(call.commit, user.username, {
        find: (tx) => findUser(tx, user.username),
        check: async (tx) => badgeTaken(user, user.badge === null ? null : await userOfBadge(tx, user.badge)),
        save: (tx) => saveUser(tx, user, kept),
        happening: audited('user_created', call.at, call.actor.name, user.username, rights(user), onlySite(user.sites)),
        answer: user,
      })
    },
    async patchUser(call) {
      const { password } = call.body
      const kept = password === undefined ? undefined : await identity.passwords.hash(password)
      const changed = await commitPatch(call, kept)
      if (!isRefusal(changed)) identity.revoke(call.id)
      return changed
    },
  }
}

const commitPatch = (call: Call<'patchUser'>, kept: string | undefined): Promise<User | Refusal> =>
  call.commit<User | Refusal>(async (tx) => {
    const user = await findUser(tx, call.id)
    if (!user || !meets(call.actor, user.sites)) return untold(refuse('not_found'))
    const { password: _password, ...patch } = call.body
    const next = changeUser(user, patch, call.actor, await administrators(tx))
    if (isRefusal(next)) return untold(next)
    const taken = badgeTaken(next, next.badge === null ? null : await userOfBadge(tx, next.badge))
    if (taken) return untold(taken)
    if (next === user && kept === undefined) return untold(user)
    await saveUser(tx, next, kept)
    if (kept !== undefined || !next.enabled) await deleteSessionsOf(tx, user.username, null)
    const what = { ...rights(next), password: kept !== undefined }
    return {
      result: next,
      happenings: [audited('user_changed', call.at, call.actor.name, user.username, what, onlySite(next.sites))],
    }
  })

const badgeTaken = (user: User, wearer: User | null): Refusal | null =>
  wearer && wearer.username !== user.username ? refuse('id_taken', { id: user.badge ?? '' }) : null
