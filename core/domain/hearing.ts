// Who may hear a happening: live, when catching up, and in the audit. One rule for all three.
import type { Actor } from '../contracts/user.ts'
import { may, sees, type Permission } from './permission.ts'

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

/** Whether an actor may hear a happening of this type at this site. */
export function hears(actor: Pick<Actor, 'role' | 'sites'>, happening: { type: string; site: string | null }): boolean {
  const noun = happening.type.slice(0, happening.type.indexOf('.'))
  // An audit entry of no site is about people and programs of all sites: not for somebody scoped to one.
  if (noun === 'audit' && happening.site === null && actor.sites !== null) return false
  return sees(actor, happening.site) && may(actor.role, needs.get(noun) ?? 'estate.read')
}
