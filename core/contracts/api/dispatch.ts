// To whom a ticket should go.
import { Proposal } from '../dispatch.ts'
import type { Table } from './endpoint.ts'

export const dispatchApi = {
  proposeTicket: {
    method: 'GET',
    path: '/tickets/{id}/proposal',
    permission: 'ticket.dispatch',
    summary: 'To whom a ticket should go, with reasons, the best first',
    response: Proposal,
  },
} as const satisfies Table
