// What somebody has taken and does nothing about: after the ladder's own time nobody has it any more, and people are told
// anew. What has cleared, is on the shelf or is worked on does not lapse.
import type { Incident } from '../contracts/incident.ts'
import { epoch } from '../contracts/instant.ts'
import type { Ticket, TicketState } from '../contracts/ticket.ts'
import type { Decision } from './decision.ts'
import * as incidents from './incident-change.ts'
import * as tickets from './ticket-change.ts'
import { restartClock } from './ticket-clock.ts'
import { appointmentGrace } from './ticket-system.ts'

/** That a ladder stands still because somebody has the thing. */
export type Hold = {
  /** Something was done about it just now. */
  deed: boolean
  /** It lasts at least until then, epoch ms: work offline, an agreed visit. */
  notBefore: number | null
}
type Taking = Pick<Hold, 'notBefore'>

/** The taking of an incident that may lapse; null when there is none. */
export function takingOfIncident(incident: Incident, at: number): Taking | null {
  const { acknowledged, active, historic, closedAt, shelvedUntil, lifeSafety } = incident
  if (!acknowledged || !active || historic || closedAt !== null) return null
  const shelved = !lifeSafety && shelvedUntil !== null && epoch(shelvedUntil) > at
  return shelved ? null : { notBefore: null }
}

/** The acceptance of a ticket that may lapse; null when there is none. Whoever has arrived or begun is at work. */
export function takingOfTicket({ state, lease, appointment }: Ticket): Taking | null {
  if (state !== 'accepted') return null
  const until = [epoch(lease?.until ?? null), appointment && epoch(appointment.at) + appointmentGrace]
  return { notBefore: Math.max(0, ...until.map((at) => at ?? 0)) || null }
}

const atWork: ReadonlySet<TicketState> = new Set(['accepted', 'working', 'waiting', 'done', 'verified'])
/** Whether somebody works on a ticket, so that its incident is not left lying. */
export const isWorkedOn = ({ state }: Pick<Ticket, 'state'>): boolean => atWork.has(state)

/** Nobody has the incident any more; it sounds again. */
export function lapseIncident(incident: Incident, at: number): Decision<Incident> {
  const { acknowledgedBy: user, acknowledgedAt: since } = incident
  const set = { acknowledged: false, acknowledgedBy: null, acknowledgedAt: null }
  return incidents.change(incident, { type: 'lapsed', set, data: { user, since }, at })
}

/**
 * The acceptance counts no more: whoever had it is told again with the rest of the ladder, and anybody may accept. The first
 * clock runs on with what was left of it.
 */
export function lapseTicket(ticket: Ticket, at: number): Decision<Ticket> {
  const response = restartClock(ticket.clocks.response, { at, by: null })
  const set = { state: 'dispatched' as const, lease: null, clocks: { ...ticket.clocks, response } }
  return tickets.change(ticket, { type: 'lapsed', set, data: { user: ticket.assignee }, by: null, at })
}
