// The telephone numbers of people: only whoever may call them sees them. Everywhere else a number is left out of what is
// shown; of the house's own people it stands in no record but their own and is looked up for whoever reads.
import type { Ticket } from '../contracts/ticket.ts'
import type { Actor } from '../contracts/user.ts'
import { may } from './permission.ts'

type Reader = Pick<Actor, 'name' | 'role' | 'vendor'>

/** Whether somebody may call the reporter of a ticket: the desk, and whoever has the work. */
const mayCallReporter = ({ name, role, vendor }: Reader, ticket: Pick<Ticket, 'assignee' | 'vendor'>): boolean =>
  may(role, 'person.call') || ticket.assignee === name || (vendor != null && ticket.vendor === vendor)

/** A ticket as somebody may see it: without its reporter's number for whoever has no call to make. */
export const discreetTicket = (reader: Reader, ticket: Ticket): Ticket =>
  !ticket.reporter || mayCallReporter(reader, ticket)
    ? ticket
    : { ...ticket, reporter: { ...ticket.reporter, phone: '' } }

/** A happening as somebody may hear it. */
export const discreetHappening = <T extends { type: string; data?: unknown }>(reader: Reader, happening: T): T =>
  happening.type.startsWith('ticket.') && happening.data
    ? { ...happening, data: discreetTicket(reader, happening.data as Ticket) }
    : happening
