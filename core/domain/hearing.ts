// Who may hear a happening: live, when catching up, and in the audit. One rule for all three. What of it is left out for
// whom: discretion.ts.
import type { Tap } from '../contracts/tap.ts'
import type { Ticket } from '../contracts/ticket.ts'
import type { Actor } from '../contracts/user.ts'
import { may, sees, seesTicket, type Permission } from './permission.ts'

/** Nouns that need more than the right to see the estate. */
const needs = new Map<string, Permission>([
  ['tap', 'tap.read'],
  ['duty', 'tap.read'],
  ['call', 'tap.read'],
  ['errand', 'tap.read'],
  ['notice', 'notice.read'],
  ['finding', 'finding.read'],
  ['ladder', 'ladder.read'],
  ['climb', 'ladder.read'],
  ['audit', 'audit.read'],
])

type Said = { type: string; site: string | null; data?: unknown }

/** Whether an actor may hear a happening of this type at this site. */
export function hears(actor: Pick<Actor, 'name' | 'role' | 'sites' | 'vendor'>, happening: Said): boolean {
  const noun = happening.type.slice(0, happening.type.indexOf('.'))
  if (noun === 'ticket' && actor.vendor && !isOfFirm(actor, happening.data)) return false
  if (noun === 'tap' && !may(actor.role, 'trail.read') && !isOwnTap(actor, happening.data)) return false
  // An audit entry of no site is about people and programs of all sites: not for somebody scoped to one.
  if (noun === 'audit' && happening.site === null && actor.sites !== null) return false
  return sees(actor, happening.site) && may(actor.role, needs.get(noun) ?? 'estate.read')
}

const isOwnTap = ({ name }: Pick<Actor, 'name'>, data: unknown): boolean =>
  typeof data === 'object' && data !== null && (data as Tap).by === name

/** Whether a ticket that is spoken of is the firm's of the actor; one that is not known any more is nobody's. */
const isOfFirm = (actor: Pick<Actor, 'name' | 'sites' | 'vendor'>, data: unknown): boolean =>
  typeof data === 'object' && data !== null && seesTicket(actor, data as Ticket)
