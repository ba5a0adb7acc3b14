// Changes to people: the last administrator stays, and nobody gives more than he has.
import { isRefusal, refuse, type Refusal } from '../contracts/refusal.ts'
import type { Actor, User } from '../contracts/user.ts'
import { manages } from './grant.ts'
import { revise } from './revision.ts'

/** Names that people may not take, because tokens act under them. */
export const tokenPrefix = 'token.'

/** A person as the one who asks. */
export const actorOf = (user: User): Actor => ({
  name: user.username,
  role: user.role,
  sites: user.sites,
  locale: user.locale,
  type: 'user',
  vendor: user.vendor,
})

/** Whether somebody administers the whole estate. */
export const administers = (user: Pick<User, 'enabled' | 'role' | 'sites'>): boolean =>
  user.enabled && user.role === 'admin' && user.sites === null

/**
 * The next form of a person, changed by `actor`. Refused: `stale_version`, `forbidden` (beyond the actor's sites),
 * `last_admin` (nobody would be left in `administrators` to administer).
 */
export function changeUser(
  user: User,
  patch: Partial<User>,
  actor: Actor,
  administrators: readonly User[],
): User | Refusal {
  const next = revise(user, patch)
  if (isRefusal(next)) return next
  if (!manages(actor, user.sites) || !manages(actor, next.sites)) return refuse('forbidden')
  const others = administrators.filter((other) => other.username !== user.username)
  if (administers(user) && !administers(next) && others.length === 0) return refuse('last_admin')
  return next
}
