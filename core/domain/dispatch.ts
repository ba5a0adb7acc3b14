// To whom a ticket should go: the vendor while its warranty lasts, else the technician on duty who has the skill and the
// fewest tickets. A proposal with its reasons; a person decides.
import type { Candidate, Proposal } from '../contracts/dispatch.ts'
import { isRefusal, refuse, type Refusal } from '../contracts/refusal.ts'
import type { Ticket } from '../contracts/ticket.ts'
import type { User } from '../contracts/user.ts'
import type { Vendor } from '../contracts/vendor.ts'
import { meets } from './grant.ts'
import { hasSkill } from './roster.ts'

export type DispatchFacts = {
  at: number
  users: readonly User[]
  onDuty: ReadonlySet<string>
  onPost: ReadonlySet<string>
  /** Open tickets by user name or vendor. */
  load: ReadonlyMap<string, number>
  skill: string | null
  vendors: readonly Vendor[]
  /** The kind of the device; null when there is none. */
  kind: string | null
}
type Ranked = Candidate & { rank: number }

/** So many tickets in one pair of hands are many. */
const many = 3
/** With danger to people or somebody trapped, only who is here now is of use before a firm is. */
const isUrgent = ({ priority, type }: Pick<Ticket, 'priority' | 'type'>): boolean =>
  priority === 1 || type === 'entrapment'

/** The proposal for a ticket. */
export function propose(ticket: Ticket, facts: DispatchFacts): Proposal {
  const people = facts.users
    .filter((user) => isTechnician(user, ticket.site))
    .map((user) => personal(user, ticket, facts))
  const firms = facts.vendors.flatMap((vendor) => firm(vendor, ticket, facts) ?? [])
  const ranked = [...people, ...firms].sort((a, b) => b.rank - a.rank || a.load - b.load || (a.name < b.name ? -1 : 1))
  const candidates = ranked.map(({ rank: _rank, ...candidate }) => candidate)
  const whyNone =
    candidates.length === 0
      ? facts.users.some(({ role }) => role === 'technician')
        ? 'nobody_on_duty'
        : 'nobody'
      : null
  return { skill: facts.skill, candidates, whyNone }
}

/** People of firms are sent by their firm. */
const isTechnician = ({ enabled, role, sites, vendor }: User, site: string): boolean =>
  enabled && role === 'technician' && vendor === null && meets({ sites: [site] }, sites)

function personal(user: User, ticket: Ticket, { at, onDuty, onPost, load: loads, skill }: DispatchFacts): Ranked {
  const why: Candidate['why'] = []
  const { username: name } = user
  const load = loads.get(name) ?? 0
  const able = skill === null || hasSkill(user, skill, at)
  if (ticket.assignee === name) why.push('assigned')
  if (onDuty.has(name)) why.push(onPost.has(name) ? 'on_post' : 'on_duty')
  if (skill !== null) why.push(able ? 'skill' : 'no_skill')
  if (load === 0) why.push('few_tickets')
  else if (load >= many) why.push('busy')
  const rank = (onDuty.has(name) ? 40 : 0) + (able ? 20 : 0) + (onPost.has(name) ? 5 : 0) - Math.min(load, many)
  return { user: name, vendor: null, name: user.name, load, why, rank }
}

/** A firm repairs what is under its warranty, then what it has a contract for. */
function firm({ id, name, kinds }: Vendor, ticket: Ticket, { kind, load: loads }: DispatchFacts): Ranked | null {
  const load = loads.get(id) ?? 0
  const base = { user: null, vendor: id, name: name['zh-CN'], load }
  if (ticket.warranty?.vendor === id) return { ...base, why: ['warranty'], rank: isUrgent(ticket) ? 50 : 100 }
  if (kind === null || !kinds.includes(kind)) return null
  return { ...base, why: ['contract'], rank: 30 }
}

/**
 * Whom a ticket goes to when nobody is named: the first who is here, or a firm. Who has declined it, or accepted it and did
 * nothing, is not asked again. Refused: `nobody_to_dispatch`.
 */
export function chosenOf({ candidates }: Proposal, { timeline }: Pick<Ticket, 'timeline'>): Chosen | Refusal {
  const tried = new Set(
    timeline.map(({ type, by, data }) => (type === 'declined' ? by : type === 'lapsed' ? data.user : null)),
  )
  const best = candidates.find(({ user, vendor, why }) => vendor !== null || (isHere(why) && !tried.has(user)))
  if (!best) return refuse('nobody_to_dispatch')
  return best.vendor === null ? { user: best.user! } : { vendor: best.vendor }
}
type Chosen = { user: string } | { vendor: string }

/** Whether a ticket that goes to somebody goes where the system would have it go: to whom it names first, or would choose. */
export function isProposed(proposal: Proposal, ticket: Pick<Ticket, 'timeline'>, to: Partial<Hand>): boolean {
  const chosen = chosenOf(proposal, ticket)
  const hands: Partial<Hand>[] = [...proposal.candidates.slice(0, 1), ...(isRefusal(chosen) ? [] : [chosen])]
  return hands.some(
    ({ user, vendor }) => (user ?? null) === (to.user ?? null) && (vendor ?? null) === (to.vendor ?? null),
  )
}
type Hand = { user: string | null | undefined; vendor: string | null | undefined }
const isHere = (why: Candidate['why']): boolean => why.includes('on_duty') || why.includes('on_post')
