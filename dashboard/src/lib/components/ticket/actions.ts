// What a person may do with a ticket now: the transition table of the domain, narrowed to the person's permissions.
import type { Ticket, TicketActionName } from '#core/contracts/ticket.ts'
import type { Permission } from '#core/domain/permission.ts'
import { didIt } from '#core/domain/ticket-guard.ts'
import { leadsTo } from '#core/domain/ticket-table.ts'

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
  appoint: 'ticket.work',
  arrive: 'ticket.work',
  callback: 'ticket.dispatch',
  rate: 'ticket.rate',
  check: 'ticket.work',
  lease: 'ticket.work',
  release: 'ticket.work',
  cancel: 'ticket.cancel',
} as const satisfies Record<TicketActionName, Permission>

const atOnce: readonly TicketActionName[] = ['accept', 'start', 'resume', 'arrive', 'release']
/** Whether an action needs no words, so that one press is enough. Work on a device is asked for its price at the end. */
export const isAtOnce = ({ device }: Pick<Ticket, 'device'>, action: TicketActionName): boolean =>
  atOnce.includes(action) || (action === 'close' && device === null)

export type Actionable = Pick<
  Ticket,
  'state' | 'finishedBy' | 'assignee' | 'reporter' | 'source' | 'verdict' | 'lease' | 'arrival' | 'terms'
>

/** Whether the system stands against taking the work as good. */
export const isDoubted = ({ verdict }: Pick<Ticket, 'verdict'>): boolean =>
  verdict !== null && verdict.state !== 'proposed_good' && verdict.state !== 'not_watched'

const hasCaller = ({ reporter, source }: Actionable): boolean => reporter !== null || source !== 'rule'

/** Where an action makes no sense although the state allows it. The checklist and holding a ticket are the phone's. */
const senseless: Partial<Record<TicketActionName, (ticket: Actionable) => boolean>> = {
  callback: (ticket) => !hasCaller(ticket),
  rate: (ticket) => !hasCaller(ticket),
  appoint: (ticket) => !hasCaller(ticket),
  // “Not offered” is said to a caller; a ticket that the system opened can be cancelled.
  decline: ({ state, source }) => state === 'new' && source === 'rule',
  wait: ({ terms }) => terms.pauses.length === 0,
  arrive: ({ arrival }) => arrival !== null,
  release: ({ lease }) => lease === null,
  check: () => true,
  lease: () => true,
}

/**
 * The actions that are possible in the ticket's state and allowed to somebody, the step forward first. Who did the work
 * is not offered to verify it, and nobody against the system's verdict but who may override it.
 */
export function actionsOf(
  ticket: Actionable,
  me: string,
  may: (permission: Permission) => boolean,
): TicketActionName[] {
  const allowed = (Object.keys(permissionOf) as TicketActionName[]).filter(
    (action) => leadsTo(ticket.state, action) !== null && may(permissionOf[action]) && !senseless[action]?.(ticket),
  )
  const mayVerify = !didIt(ticket, me) && (!isDoubted(ticket) || may('ticket.override'))
  return allowed.filter((action) => action !== 'verify' || mayVerify)
}
