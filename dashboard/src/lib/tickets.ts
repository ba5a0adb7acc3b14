// How many tickets wait for whom. Pure.
import type { Ticket } from '#core/contracts/ticket.ts'

/** Waiting to be taken, in work, past a due time, done and waiting to be verified. An overdue one is also counted by its state. */
export function countTickets(tickets: readonly Ticket[]): {
  waiting: number
  working: number
  overdue: number
  verify: number
} {
  const among = (...states: Ticket['state'][]) => tickets.filter((ticket) => states.includes(ticket.state)).length
  return {
    waiting: among('new', 'dispatched'),
    working: among('accepted', 'working', 'waiting'),
    overdue: tickets.filter(isOverdue).length,
    verify: among('done'),
  }
}

/** Whether a clock was broken that somebody still has to answer for. */
export const isOverdue = ({ clocks, state }: Pick<Ticket, 'clocks' | 'state'>): boolean =>
  !['verified', 'closed', 'cancelled', 'declined'].includes(state) &&
  (clocks.response.breached || clocks.resolution.breached)
