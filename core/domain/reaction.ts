// Event → follow-up: what a change of an incident or a ticket asks of its ladder. Decided from what the thing is now,
// not from the name of the change, so that no way of taking or leaving it can be forgotten.
import type { Incident } from '../contracts/incident.ts'
import { epoch } from '../contracts/instant.ts'
import type { Audience, Climb } from '../contracts/ladder.ts'
import type { NewHappening } from '../contracts/live.ts'
import type { Ticket, TicketState } from '../contracts/ticket.ts'
import { takingOfIncident, takingOfTicket, type Hold } from './lapse.ts'

/**
 * `climb` begins, or begins anew after a stop; `again` begins anew in any case, since somebody else is meant now. `hold`: it
 * stops because somebody has taken the thing, and what he does keeps it still.
 */
export type FollowUp = {
  of: Climb['of']
  site: string
  does: 'climb' | 'again' | 'stop'
  why: string
  hold: Hold | null
}

/** Why nobody needs to be told of an incident (any more); null while somebody must. Shelving ends by itself. */
export function quietIncident(incident: Incident, at: number): string | null {
  if (incident.closedAt !== null) return 'closed'
  if (incident.acknowledged) return 'acknowledged'
  if (incident.historic) return 'historic'
  if (incident.lifeSafety) return null
  if (!incident.active) return 'cleared'
  return incident.shelvedUntil !== null && epoch(incident.shelvedUntil) > at ? 'shelved' : null
}

const untaken: ReadonlySet<TicketState> = new Set(['new', 'dispatched'])

/** Why nobody needs to be told of a ticket: its state; null while nobody has accepted it. */
export const quietTicket = ({ state }: Pick<Ticket, 'state'>): string | null => (untaken.has(state) ? null : state)

const backAgain: ReadonlySet<string> = new Set(['ticket.rejected', 'ticket.bounced'])

/**
 * Who should hear of a ticket although no ladder climbs: whoever has it, of a limit that comes near or is over, of a visit
 * that was missed and of work that came back, unless he sent it back himself; whoever held it alone, that he does so no
 * longer. Null when nobody should.
 */
export function newsFor({ type, data, by }: NewHappening): Audience | null {
  if (data === null || !type.startsWith('ticket.')) return null
  const ticket = data as Ticket
  if (type === 'ticket.lease_ended') return { user: String(ticket.timeline.at(-1)!.data.user) }
  if (backAgain.has(type)) return ticket.assignee !== null && ticket.assignee === by ? null : { assignee: true }
  const isLimit = type === 'ticket.warned' || type === 'ticket.breached'
  const hasIt = ticket.assignee !== null || ticket.vendor !== null
  return type === 'ticket.appointment_missed' || (isLimit && hasIt) ? { assignee: true } : null
}

/** What a happening asks of a ladder; null for what concerns none. */
export function followUp({ type, data, at, by }: NewHappening): FollowUp | null {
  if (data === null) return null
  if (type.startsWith('incident.')) {
    const incident = data as Incident
    const why = quietIncident(incident, epoch(at))
    const of = { type: 'incident', id: incident.id } as const
    const hold = holdOf(takingOfIncident(incident, epoch(at)), by)
    return { of, site: incident.site, does: why === null ? 'climb' : 'stop', why: why ?? type.slice(9), hold }
  }
  if (!type.startsWith('ticket.')) return null
  const ticket = data as Ticket
  const why = quietTicket(ticket)
  const fresh = type === 'ticket.dispatched' || type === 'ticket.declined'
  const of = { type: 'ticket', id: ticket.id } as const
  const does = why !== null ? 'stop' : fresh ? 'again' : 'climb'
  return { of, site: ticket.site, does, why: why ?? type.slice(7), hold: holdOf(takingOfTicket(ticket), by) }
}

/** What a person does is a deed; what the system says is none. */
const holdOf = (taking: Omit<Hold, 'deed'> | null, by: string | null): Hold | null =>
  taking && { ...taking, deed: by !== null }
