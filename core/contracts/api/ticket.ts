// Tickets, their verbs, figures and papers.
import { z } from 'zod'
import { Id } from '../scalars.ts'
import { TicketStats, TicketStatsQuery } from '../ticket-stats.ts'
import { NewTicket, Ticket, TicketState, ticketActions } from '../ticket.ts'
import { Paged, type Table, act, page } from './endpoint.ts'

const TicketQuery = Paged.extend({
  state: TicketState.or(z.literal('open')).optional(),
  site: Id.optional(),
  device: Id.optional(),
  assignee: z.string().max(64).optional(),
  /** `own`: of the firm that the person works for. Who works for a firm is shown no other firm's in any case. */
  vendor: Id.optional(),
  overdue: z.stringbool().optional(),
})

export const ticketApi = {
  listTickets: {
    method: 'GET',
    path: '/tickets',
    permission: 'estate.read',
    summary: 'Tickets, overdue first (timeline left out)',
    query: TicketQuery,
    response: page(Ticket),
  },
  createTicket: {
    method: 'POST',
    path: '/tickets',
    permission: 'ticket.create',
    summary: 'Open a ticket by hand',
    body: NewTicket,
    response: Ticket,
    status: 201,
  },
  ticketStats: {
    method: 'GET',
    path: '/tickets/stats',
    permission: 'ticket.rate',
    summary: 'Response and repair times of the tickets received in a span, and the rolling rating',
    query: TicketStatsQuery,
    response: TicketStats,
  },
  getTicket: {
    method: 'GET',
    path: '/tickets/{id}',
    permission: 'estate.read',
    summary: 'A ticket with its timeline',
    response: Ticket,
  },
  dispatchTicket: act('tickets', 'dispatch', 'ticket.dispatch', ticketActions.dispatch, Ticket),
  acceptTicket: act('tickets', 'accept', 'ticket.work', ticketActions.accept, Ticket),
  declineTicket: act('tickets', 'decline', 'ticket.work', ticketActions.decline, Ticket),
  startTicket: act('tickets', 'start', 'ticket.work', ticketActions.start, Ticket),
  waitTicket: act('tickets', 'wait', 'ticket.work', ticketActions.wait, Ticket),
  resumeTicket: act('tickets', 'resume', 'ticket.work', ticketActions.resume, Ticket),
  finishTicket: act('tickets', 'finish', 'ticket.work', ticketActions.finish, Ticket),
  verifyTicket: act('tickets', 'verify', 'ticket.verify', ticketActions.verify, Ticket),
  rejectTicket: act('tickets', 'reject', 'ticket.verify', ticketActions.reject, Ticket),
  closeTicket: act('tickets', 'close', 'ticket.verify', ticketActions.close, Ticket),
  cancelTicket: act('tickets', 'cancel', 'ticket.cancel', ticketActions.cancel, Ticket),
  rateTicket: act('tickets', 'rate', 'ticket.rate', ticketActions.rate, Ticket),
  callbackTicket: act('tickets', 'callback', 'ticket.dispatch', ticketActions.callback, Ticket),
  ticketSlip: {
    method: 'GET',
    path: '/tickets/{id}/slip',
    permission: 'estate.read',
    summary: 'The work slip (工程维修单) of a ticket',
    query: z.strictObject({ format: z.enum(['pdf']).default('pdf') }),
    produces: ['application/pdf'],
  },
  linkTicket: {
    method: 'POST',
    path: '/tickets/{id}/link',
    permission: 'ticket.create',
    summary: 'The address of a page on which who reported it follows the ticket and rates it',
    response: z.strictObject({ url: z.string() }),
  },
  arriveTicket: act('tickets', 'arrive', 'ticket.work', ticketActions.arrive, Ticket),
  checkTicket: act('tickets', 'check', 'ticket.work', ticketActions.check, Ticket),
  appointTicket: act('tickets', 'appoint', 'ticket.work', ticketActions.appoint, Ticket),
  leaseTicket: act('tickets', 'lease', 'ticket.work', ticketActions.lease, Ticket),
  releaseTicket: act('tickets', 'release', 'ticket.work', ticketActions.release, Ticket),
} as const satisfies Table
