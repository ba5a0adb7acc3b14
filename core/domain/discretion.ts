// What is left out of what is shown. The telephone numbers of people: only whoever may call them sees them; of the house's
// own people they stand in no record but their own. And who walked: only the house's own staff sees where somebody was.
import type { Incident } from '../contracts/incident.ts'
import type { Round, Visit } from '../contracts/round.ts'
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

/** Whether somebody may see who walked where. */
export const seesWalkers = ({ role, vendor }: Pick<Reader, 'role' | 'vendor'>): boolean =>
  may(role, 'tap.read') && !vendor

/** A round as somebody may see it: what was done and when, and by whom for the house's own staff alone. */
export const discreetRound = (reader: Pick<Reader, 'role' | 'vendor'>, round: Round): Round =>
  seesWalkers(reader)
    ? round
    : {
        ...{ ...round, guard: null, visits: round.visits.map(withoutWalker) },
        pauses: round.pauses.map((pause) => ({ ...pause, by: null })),
      }

/** The id of a tap may name the reader that one guard carries. */
function withoutWalker(visit: Visit): Visit {
  const nameless = <T extends { by: string; tap: string }>(tap: T): T => ({ ...tap, by: '', tap: '' })
  const roles = visit.roles && {
    guard: visit.roles.guard && nameless(visit.roles.guard),
    technician: visit.roles.technician && nameless(visit.roles.technician),
    taps: visit.roles.taps.map(nameless),
  }
  return { ...visit, by: null, tap: null, roles }
}

/** What an incident says of who walked: of whose round a stop was missed, and by whom it was done after all. */
const walkerIn = ['guard', 'by', 'tap']
const withoutWords = (data: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(data).filter(([word]) => !walkerIn.includes(word)))

/** An incident about a checkpoint as somebody may see it: what was missed, and by whom for the house's own staff alone. */
export function discreetIncident(reader: Pick<Reader, 'role' | 'vendor'>, incident: Incident): Incident {
  if (seesWalkers(reader) || incident.subject.type !== 'checkpoint') return incident
  const timeline = incident.timeline.map(({ data, ...entry }) => {
    const evidence = data.evidence as Record<string, unknown> | undefined
    return { ...entry, data: { ...withoutWords(data), ...(evidence && { evidence: withoutWords(evidence) }) } }
  })
  return { ...incident, evidence: withoutWords(incident.evidence), timeline }
}

type Heard = { type: string; by?: string | null; data?: unknown }

/** A happening as somebody may hear it. */
export function discreetHappening<T extends Heard>(reader: Reader, happening: T): T {
  if (!happening.data) return happening
  if (happening.type.startsWith('ticket.'))
    return { ...happening, data: discreetTicket(reader, happening.data as Ticket) }
  if (happening.type.startsWith('incident.'))
    return { ...happening, data: discreetIncident(reader, happening.data as Incident) }
  if (!happening.type.startsWith('round.') || seesWalkers(reader)) return happening
  return { ...happening, by: null, data: discreetRound(reader, happening.data as Round) }
}
