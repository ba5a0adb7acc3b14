// Whom to send a ticket to, over HTTP.
import { isRefusal } from '../../core/contracts/refusal.ts'
import { proposalFor } from '../dispatch.ts'
import { findTicket } from '../store/ticket.ts'
import type { Handlers } from './call.ts'
import { visibleTicket } from './change.ts'
import type { HttpDeps } from './deps.ts'

export const dispatchRoutes = ({ db, estate }: HttpDeps): Pick<Handlers, 'proposeTicket'> => ({
  async proposeTicket({ actor, id, at }) {
    const ticket = visibleTicket(actor, await findTicket(db, id))
    return isRefusal(ticket) ? ticket : proposalFor(db, estate, ticket, at)
  },
})
