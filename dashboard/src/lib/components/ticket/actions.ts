// What a person may do with a ticket now: the transition table of the domain, narrowed to the person's permissions.
import type { Ticket, TicketActionName } from '#core/contracts/ticket.ts'
import type { Permission } from '#core/domain/permission.ts'
import { leadsTo } from '#core/domain/ticket.ts'

/** The permission of each action, as core/contracts/api.ts has it; the order is the order of the buttons. */
export const permissionOf = {
  accept: 'ticket.work',
  start: 'ticket.work',
  resume: 'ticket.work',
  finish: 'ticket.work',
  verify: 'ticket.verify',
  close: 'ticket.verify',
  dispatch: 'ticket.dispatch',
  reject: 'ticket.verify',
  wait: 'ticket.work',
  decline: 'ticket.work',
  callback: 'ticket.dispatch',
  rate: 'ticket.rate',
  cancel: 'ticket.cancel',
} as const satisfies Record<TicketActionName, Permission>

/** Actions that need no words: one press is enough. */
export const atOnce: readonly TicketActionName[] = ['accept', 'start', 'resume', 'close']

/** Steps that need somebody who asked. */
const withCaller: readonly TicketActionName[] = ['callback', 'rate']

/**
 * The actions that are possible in the ticket's state and allowed to somebody, the step forward first. Who did the work
 * is not offered to verify it.
 */
export function actionsOf(
  ticket: Pick<Ticket, 'state' | 'finishedBy' | 'reporter' | 'source'>,
  me: string,
  may: (permission: Permission) => boolean,
): TicketActionName[] {
  return (Object.keys(permissionOf) as TicketActionName[]).filter(
    (action) =>
      leadsTo(ticket.state, action) !== null &&
      may(permissionOf[action]) &&
      !(action === 'verify' && ticket.finishedBy === me) &&
      (ticket.reporter !== null || ticket.source !== 'rule' || !withCaller.includes(action)) &&
      // “Not offered” is said to a caller; a ticket that the system opened can be cancelled.
      !(action === 'decline' && ticket.state === 'new' && ticket.source === 'rule'),
  )
}
