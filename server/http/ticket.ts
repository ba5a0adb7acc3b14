// Tickets over HTTP: lists, opening one by hand, and the steps of its life. The domain decides, this file saves.
import { randomUUID } from 'node:crypto'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import { ticketActions, type Ticket, type TicketAction, type TicketActionName } from '../../core/contracts/ticket.ts'
import { linkTicket } from '../../core/domain/incident.ts'
import { actOnTicket, nextDue, openTicket } from '../../core/domain/ticket.ts'
import { findIncident, updateIncident } from '../store/incident.ts'
import type { Records } from '../store/schema.ts'
import { findTicket, insertTicket, listTickets, nextTicketNumber, updateTicket } from '../store/ticket.ts'
import { findUser } from '../store/user.ts'
import type { Kysely } from 'kysely'
import type { Call, Handlers } from './call.ts'
import { scopeOf, untold, visible } from './change.ts'
import type { HttpDeps } from './deps.ts'
import { deviceNamed, incidentNamed, refer, siteNamed, zoneNamed } from './reference.ts'

type ActionRoute = `${TicketActionName}Ticket`
type Routes = Pick<Handlers, 'listTickets' | 'createTicket' | 'getTicket' | ActionRoute>

export function ticketRoutes({ db }: HttpDeps): Routes {
  const actions = Object.fromEntries(
    (Object.keys(ticketActions) as TicketActionName[]).map((action) => [
      `${action}Ticket`,
      (call: Call<ActionRoute>) => act(call, { action, ...call.body } as TicketAction),
    ]),
  ) as Pick<Handlers, ActionRoute>
  return {
    ...actions,
    listTickets: ({ actor, query: { site, ...filter }, at }) =>
      listTickets(db, { ...filter, at, sites: scopeOf(actor, site) }),
    getTicket: async ({ actor, id }) => visible(actor, await findTicket(db, id)),
    createTicket: (call) => open(call),
  }
}

const open = ({ actor, body, at, locale, commit }: Call<'createTicket'>): Promise<Ticket | Refusal> =>
  commit<Ticket | Refusal>(async (tx) => {
    const lost = await refer(tx, locale, [
      siteNamed('site', body.site, actor.sites),
      deviceNamed('device', body.device, body.site),
      zoneNamed('zone', body.zone, body.site),
      incidentNamed('incident', body.incident, body.site),
    ])
    if (lost) return untold(lost)
    const source = body.type === 'complaint' ? 'complaint' : 'person'
    const origin = { id: randomUUID(), number: await nextTicketNumber(tx), source, at, by: actor.name } as const
    const { next, happenings } = openTicket(body, origin)
    await insertTicket(tx, next, nextDue(next))
    const linked = await link(tx, next, actor.name, at)
    return { result: next, happenings: [...happenings, ...linked] }
  })

/** An incident that has no ticket yet points to the first one that was opened for it. */
async function link(tx: Kysely<Records>, ticket: Ticket, by: string, at: number) {
  const incident = ticket.incident === null ? null : await findIncident(tx, ticket.incident)
  if (!incident || incident.ticket !== null) return []
  const { next, happenings } = linkTicket(incident, ticket.id, by, at)
  await updateIncident(tx, incident, next)
  return happenings
}

const act = ({ actor, id, at, commit }: Call<ActionRoute>, action: TicketAction): Promise<Ticket | Refusal> =>
  commit<Ticket | Refusal>(async (tx) => {
    const ticket = visible(actor, await findTicket(tx, id))
    if (isRefusal(ticket)) return untold(ticket)
    if (action.action === 'dispatch' && action.user !== undefined && !(await findUser(tx, action.user))?.enabled)
      return untold(refuse('unknown_user', { user: action.user }))
    const decided = actOnTicket(ticket, action, actor, at)
    if (isRefusal(decided)) return untold(decided)
    if (decided.happenings.length > 0) await updateTicket(tx, ticket, decided.next, nextDue(decided.next))
    return { result: decided.next, happenings: decided.happenings }
  })
