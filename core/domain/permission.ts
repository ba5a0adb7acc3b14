// The one table of who may do what. Every HTTP route and every button names a permission from here.
import type { Ticket } from '../contracts/ticket.ts'
import type { Actor, Role } from '../contracts/user.ts'

const everyone: Role[] = ['viewer', 'guard', 'technician', 'operator', 'supervisor', 'admin']
const staff: Role[] = ['guard', 'technician', 'operator', 'supervisor', 'admin']
const desk: Role[] = ['operator', 'supervisor', 'admin']
const lead: Role[] = ['supervisor', 'admin']
const admin: Role[] = ['admin']

export const permissions = {
  /** See sites, devices, readings, incidents, tickets, rounds and the live stream. */
  'estate.read': everyone,
  /** Taps tell where a person was; viewers do not see them. */
  'tap.read': staff,
  /** Where others were and what was out of the ordinary with them; everybody else sees his own taps. */
  'trail.read': desk,
  'tap.record': staff,
  'incident.act': desk,
  /** See the telephone number of a person whom an incident or a ticket is about. */
  'person.call': desk,
  'incident.comment': staff,
  'ticket.create': staff,
  'ticket.dispatch': desk,
  /** Accept, decline, start, wait, resume, finish. */
  'ticket.work': ['technician', 'operator', 'supervisor', 'admin'],
  'ticket.verify': desk,
  /** Take work as good against the verdict of the system, with a reason. */
  'ticket.override': lead,
  'ticket.cancel': desk,
  'ticket.rate': staff,
  'vendor.manage': lead,
  'policy.manage': lead,
  'finding.read': staff,
  /** Assign, re-check, dismiss, make a ticket. */
  'finding.act': desk,
  /** Say that it is put right. */
  'finding.fix': ['technician', 'operator', 'supervisor', 'admin'],
  'round.start': desk,
  /** Who was told what, by which channel, with what answer; and have it tried again. */
  'notice.read': desk,
  'notice.retry': desk,
  'channel.read': desk,
  'channel.manage': admin,
  'device.service': desk,
  /** Tell a machine to do something. */
  'device.command': ['technician', 'operator', 'supervisor', 'admin'],
  /** Take away the lock of somebody else, with a reason. */
  'lockout.override': admin,
  'device.manage': admin,
  'site.manage': admin,
  'kind.manage': admin,
  'rule.read': everyone,
  'rule.manage': lead,
  'patrol.manage': lead,
  'shift.manage': lead,
  /** Who is told of what, and what an incident's ladder has done. */
  'ladder.read': desk,
  'ladder.manage': lead,
  'diagnostics.read': desk,
  'user.read': lead,
  'user.manage': admin,
  'token.manage': admin,
  'audit.read': lead,
  'simulator.run': desk,
  /** What every signed-in person may do with the own session. */
  'session.own': everyone,
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof permissions

/** Whether a role has a permission. */
export const may = (role: Role, permission: Permission): boolean =>
  (permissions[permission] as readonly Role[]).includes(role)

/** All permissions of a role, for the session document. */
export const permissionsOf = (role: Role): Permission[] =>
  (Object.keys(permissions) as Permission[]).filter((permission) => may(role, permission))

/** Whether somebody is scoped to a site; `null` scope is every site, and a thing without a site is everybody's. */
export const sees = (actor: Pick<Actor, 'sites'>, site: string | null): boolean =>
  actor.sites === null || site === null || actor.sites.includes(site)

type Hands = Pick<Ticket, 'site' | 'vendor' | 'finishedVendor' | 'assignee'>

/** Whether somebody may see a ticket: who works for a firm sees what that firm has, and what was given to himself. */
export const seesTicket = (actor: Pick<Actor, 'name' | 'sites' | 'vendor'>, ticket: Hands): boolean =>
  sees(actor, ticket.site) &&
  (!actor.vendor ||
    ticket.assignee === actor.name ||
    ticket.vendor === actor.vendor ||
    ticket.finishedVendor === actor.vendor)
