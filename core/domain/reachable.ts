// Who could not be told anything: found before it matters, not when a notice fails. Judged for the people whom a ladder
// may mean, for every site that they work at.
import type { Channel } from '../contracts/channel.ts'
import type { Audience, Ladder } from '../contracts/ladder.ts'
import type { User } from '../contracts/user.ts'
import { channelsOf, type Ways } from './audience.ts'

type Channels = Omit<Ways, 'site'>
/** `none`: no channel leads to the person. `failing`: one does, and does not get through. */
export type Unreachable = { user: User; sites: string[]; why: 'none' | 'failing' }

/** People without a channel that gets through at a site where a ladder may mean them. `sites` are all there are. */
export function unreachable(
  users: readonly User[],
  { ladders, sites, ...ways }: Channels & { ladders: readonly Ladder[]; sites: readonly string[] },
): Unreachable[] {
  return users
    .filter((user) => user.enabled && ladders.some((ladder) => ladder.enabled && means(ladder, user)))
    .flatMap((user) => {
      const deaf = sites.filter((site) => isOf(user, site) && workingAt(user, site, ways).length === 0)
      const why = deaf.some((site) => channelsAt(user, site, ways).length > 0) ? 'failing' : 'none'
      return deaf.length === 0 ? [] : [{ user, sites: deaf, why }]
    })
}

const isOf = ({ sites }: User, site: string): boolean => sites === null || sites.includes(site)

const channelsAt = (user: User, site: string, ways: Channels): Channel[] => channelsOf(user, { ...ways, site })
const workingAt = (user: User, site: string, ways: Channels): Channel[] =>
  channelsAt(user, site, ways).filter(({ failingSince }) => failingSince === null)

/** Who sits at the desk hears its sound; the operator's own telephone step needs no channel either. */
function means({ steps }: Ladder, user: User): boolean {
  return user.role !== 'operator' && steps.some(({ does, who }) => does === 'notify' && isMeant(who, user))
}

function isMeant(who: Audience, { role, username, vendor }: User): boolean {
  if ('channel' in who) return false
  if ('user' in who) return who.user === username
  if ('role' in who) return who.role === role && vendor === null
  return 'duty' in who ? who.duty === role : role === 'technician'
}
