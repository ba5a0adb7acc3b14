// A checkpoint that needs two people: a guard and a technician, within ten minutes of each other. Taps are kept until
// their other half is known, because either of the two may have been offline.
import { epoch } from '../contracts/instant.ts'
import type { PatrolRole, Visit } from '../contracts/round.ts'
import type { Role } from '../contracts/user.ts'

/** A duty-room standard of ours: so far apart the two may tap. */
const together = 10 * 60_000
/** More taps than this wait for nobody. */
const most = 20

type Roles = NonNullable<Visit['roles']>
type RoleTap = Roles['taps'][number]

/** What a person of this role counts as at a two-role checkpoint; null for nobody there. */
export const patrolRole = (role: Role | undefined): PatrolRole | null =>
  role === 'guard' || role === 'technician' ? role : null

/**
 * The two roles with one tap more, and when both were there together: the later tap of the pair that was first complete;
 * null while one is awaited.
 */
export function joinRoles(roles: Roles, tap: RoleTap): { roles: Roles; at: number | null } {
  const known = roles.taps.some((each) => each.tap === tap.tap)
  const taps = known ? roles.taps : [...roles.taps, tap].slice(-most)
  const pair = firstPair(taps)
  const latest = (role: PatrolRole) =>
    taps.filter((each) => each.role === role).toSorted((a, b) => epoch(b.at) - epoch(a.at))[0]
  const [guard, technician] = pair ?? [latest('guard'), latest('technician')]
  return { roles: { guard: shown(guard), technician: shown(technician), taps }, at: pair && laterOf(pair) }
}

const laterOf = (pair: readonly RoleTap[]): number => Math.max(...pair.map(({ at }) => epoch(at)))
const shown = (tap: RoleTap | undefined): Roles['guard'] => (tap ? { at: tap.at, tap: tap.tap, by: tap.by } : null)

function firstPair(taps: readonly RoleTap[]): [guard: RoleTap, technician: RoleTap] | null {
  const of = (role: PatrolRole) => taps.filter((tap) => tap.role === role)
  const pairs = of('guard').flatMap((guard) =>
    of('technician')
      .filter((technician) => Math.abs(epoch(guard.at) - epoch(technician.at)) <= together)
      .map((technician): [RoleTap, RoleTap] => [guard, technician]),
  )
  return pairs.toSorted((a, b) => laterOf(a) - laterOf(b))[0] ?? null
}
