// Somebody who was told of a ticket that nobody was sent to takes it himself: nobody at the desk has to send him first.
// The table of states stays: it is given to him and accepted by him in one step, one commit, one thing to tell.
import { isRefusal } from '../contracts/refusal.ts'
import type { Ticket, TicketAction } from '../contracts/ticket.ts'
import type { Actor } from '../contracts/user.ts'
import type { Decided } from './decision.ts'
import { actOnTicket, type TicketFacts } from './ticket.ts'

/** Whether a ticket waits for whoever takes it. */
export const isFree = ({ state, assignee, vendor }: Pick<Ticket, 'state' | 'assignee' | 'vendor'>): boolean =>
  state === 'new' && assignee === null && vendor === null

/**
 * What somebody does with a ticket, as {@link actOnTicket}. A person who accepts a free one is given it first; a program
 * with a token has no hands and takes nothing.
 */
export function takeOrAct(
  ticket: Ticket,
  action: TicketAction,
  actor: Actor,
  at: number,
  facts?: TicketFacts,
): Decided<Ticket> {
  if (action.action !== 'accept' || actor.type !== 'user' || !isFree(ticket))
    return actOnTicket(ticket, action, actor, at, facts)
  const given = actOnTicket(ticket, { ...action, action: 'dispatch', user: actor.name }, actor, at, facts)
  // What is told is that he has it: told of the first half, he would be asked for what he has just said.
  return isRefusal(given) ? given : actOnTicket(given.next, { action: 'accept' }, actor, at, facts)
}
