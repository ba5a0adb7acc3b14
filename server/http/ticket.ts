// Tickets over HTTP: lists, opening one by hand, and the steps of its life. The domain decides, this file saves.
import { randomUUID } from 'node:crypto'
import type { Transaction } from 'kysely'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import {
  ticketActions,
  type NewTicket,
  type Ticket,
  type TicketAction,
  type TicketActionName,
} from '../../core/contracts/ticket.ts'
import type { Actor } from '../../core/contracts/user.ts'
import { discreetTicket } from '../../core/domain/discretion.ts'
import { chosenOf, isProposed } from '../../core/domain/dispatch.ts'
import { linkTicket } from '../../core/domain/incident.ts'
import { owedAtIntake } from '../../core/domain/ticket-open.ts'
import { takeOrAct } from '../../core/domain/ticket-take.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import { proposalFor } from '../dispatch.ts'
import type { Estate } from '../estate.ts'
import { followTicket } from '../finding.ts'
import { findIncident, updateIncident } from '../store/incident.ts'
import type { Records } from '../store/schema.ts'
import { findTicket, listTickets } from '../store/ticket.ts'
import { findUser } from '../store/user.ts'
import { findVendor } from '../store/vendor.ts'
import { keepNewTicket, saveTicket } from '../ticket.ts'
import type { Call, Handlers } from './call.ts'
import { scopeOf, untold, visibleTicket } from './change.ts'
import type { HttpDeps } from './deps.ts'
import { fault } from './fault.ts'
import { deviceNamed, incidentNamed, refer, siteNamed, zoneNamed } from './reference.ts'
import { factsOf, inWords } from './ticket-facts.ts'

type ActionRoute = `${TicketActionName}Ticket`
type Routes = Pick<Handlers, 'listTickets' | 'createTicket' | 'getTicket' | ActionRoute>
type Tx = Transaction<Records>
type Deps = Pick<HttpDeps, 'db' | 'internals' | 'estate'>

export function ticketRoutes(deps: Deps): Routes {
  const { db } = deps
  const actions = Object.fromEntries(
    (Object.keys(ticketActions) as TicketActionName[]).map((action) => [
      `${action}Ticket`,
      async (call: Call<ActionRoute>) =>
        shown(call.actor, await act(deps, call, { action, ...call.body } as TicketAction)),
    ]),
  ) as Pick<Handlers, ActionRoute>
  return {
    ...actions,
    async listTickets({ actor, query: { site, vendor, ...filter }, at }) {
      const firm = vendor === 'own' ? (actor.vendor ?? 'none') : vendor
      const found = await listTickets(db, {
        ...{ ...filter, at, sites: scopeOf(actor, site) },
        ...(firm !== undefined && { vendor: firm }),
        ...(actor.vendor && { ofFirm: { name: actor.name, vendor: actor.vendor } }),
      })
      return { ...found, items: found.items.map((ticket) => discreetTicket(actor, ticket)) }
    },
    getTicket: async ({ actor, id }) => shown(actor, visibleTicket(actor, await findTicket(db, id))),
    createTicket: async (call) => shown(call.actor, await open(call)),
  }
}

const shown = (actor: Actor, ticket: Ticket | Refusal): Ticket | Refusal =>
  isRefusal(ticket) ? ticket : discreetTicket(actor, ticket)

const open = ({ actor, body, at, locale, commit }: Call<'createTicket'>): Promise<Ticket | Refusal> =>
  commit<Ticket | Refusal>(async (tx) => {
    const lost = await refer(tx, locale, [
      siteNamed('site', body.site, actor.sites),
      deviceNamed('device', body.device, body.site),
      zoneNamed('zone', body.zone, body.site),
      incidentNamed('incident', body.incident, body.site),
    ])
    const refusal = lost ?? incomplete(body, locale)
    if (refusal) return untold(refusal)
    const source = body.type === 'complaint' ? 'complaint' : 'person'
    const { next, happenings } = await keepNewTicket(tx, body, { id: randomUUID(), source, at, by: actor.name })
    const linked = await link(tx, next, actor.name, at)
    return { result: next, happenings: [...happenings, ...linked] }
  })

/** What a caller must be asked before the call ends. */
function incomplete(body: NewTicket, locale: Locale): Refusal | null {
  const owed = owedAtIntake(body)
  return owed.length === 0
    ? null
    : refuse(
        'invalid',
        {},
        owed.map((path) => fault(path, 'required', locale)),
      )
}

/** An incident that has no ticket yet points to the first one that was opened for it. */
async function link(tx: Tx, ticket: Ticket, by: string, at: number) {
  const incident = ticket.incident === null ? null : await findIncident(tx, ticket.incident)
  if (!incident || incident.ticket !== null) return []
  const { next, happenings } = linkTicket(incident, ticket.id, by, at)
  await updateIncident(tx, incident, next)
  return happenings
}

const act = (
  { internals, estate }: Deps,
  { actor, id, at, locale, commit }: Call<ActionRoute>,
  asked: TicketAction,
): Promise<Ticket | Refusal> =>
  commit<Ticket | Refusal>(async (tx) => {
    const ticket = visibleTicket(actor, await findTicket(tx, id))
    if (isRefusal(ticket)) return untold(ticket)
    const sent = asked.action === 'dispatch' ? await addressed(tx, estate, ticket, asked, at) : { action: asked }
    if (isRefusal(sent)) return untold(sent)
    const { action, ...more } = sent
    const decided = takeOrAct(ticket, action, actor, at, { ...(await factsOf(tx, ticket, action)), ...more })
    if (isRefusal(decided)) return untold(await inWords(tx, decided, ticket, locale))
    const happenings = await saveTicket(tx, internals, ticket, decided, at)
    const followed = await followTicket(tx, internals, decided.next, actor.name, at)
    return { result: decided.next, happenings: [...happenings, ...followed] }
  })

type Dispatch = Extract<TicketAction, { action: 'dispatch' }>
/**
 * To whom it goes: the person or firm that was named and is there, else whom the system proposes. `proposed`: whether the
 * system would have it so.
 */
async function addressed(
  tx: Tx,
  estate: Estate,
  ticket: Ticket,
  action: Dispatch,
  at: number,
): Promise<{ action: Dispatch; proposed: boolean } | Refusal> {
  const { user, vendor } = action
  if (user !== undefined && !(await findUser(tx, user))?.enabled) return refuse('unknown_user', { user })
  if (vendor !== undefined && !(await findVendor(tx, vendor))) return refuse('unknown_vendor', { vendor })
  const proposal = await proposalFor(tx, estate, ticket, at)
  if (user !== undefined || vendor !== undefined) return { action, proposed: isProposed(proposal, ticket, action) }
  const chosen = chosenOf(proposal, ticket)
  return isRefusal(chosen) ? chosen : { action: { ...action, ...chosen }, proposed: true }
}
