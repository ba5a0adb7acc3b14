// A finding and its ticket: what is asked for, what the ticket is told, and what becomes of the finding when the work is
// verified or did not hold.
import type { Checkpoint } from '../contracts/checkpoint.ts'
import type { Finding } from '../contracts/finding.ts'
import { refuse, type Refusal } from '../contracts/refusal.ts'
import type { NewTicket, Ticket } from '../contracts/ticket.ts'
import type { Decision } from './decision.ts'
import { change } from './finding-change.ts'
import { findingLeadsTo, isRunning } from './finding.ts'
import * as tickets from './ticket-change.ts'

/** The ticket to open for a finding; null when it has one. Refused `finding_transition` once it is settled or put right. */
export function ticketOfFinding(
  finding: Finding,
  checkpoint: Pick<Checkpoint, 'zone' | 'key'> | null,
  title: NewTicket['title'],
): NewTicket | Refusal | null {
  if (finding.ticket !== null) return null
  if (findingLeadsTo(finding.state, 'ticket') === null)
    return refuse('finding_transition', { state: finding.state, action: 'ticket' })
  const { site, device, text } = finding
  return {
    ...{
      site,
      device,
      zone: checkpoint?.zone ?? null,
      incident: null,
      reporter: null,
      description: text,
      readBack: false,
    },
    ...{ type: device === null ? 'repair' : 'fault', title, priority: checkpoint?.key ? 2 : 3 },
  }
}

/** Work for it was verified: it counts as put right by who did it, and waits for its re-check. Null when it does not wait for that. */
export function mendFinding(finding: Finding, ticket: Ticket, by: string | null, at: number): Decision<Finding> | null {
  if (ticket.state !== 'verified' || !isRunning(finding)) return null
  const set = { state: 'fixed' as const, fixedBy: ticket.finishedBy }
  return change(finding, { type: 'mended', set, data: { ticket: ticket.id, number: ticket.number }, by, at })
}

/** Its ticket is over although it was not put right: another may be opened. */
export const unlinkTicket = (finding: Finding, at: number): Decision<Finding> =>
  change(finding, { type: 'unlinked', set: { ticket: null }, data: { ticket: finding.ticket }, by: null, at })

/** The finding says which ticket was opened for it. */
export const linkTicketToFinding = (finding: Finding, ticket: string, by: string, at: number): Decision<Finding> =>
  change(finding, { type: 'ticketed', set: { ticket }, data: { ticket }, by, at })

/** The tickets that it had and that are over: the next one is another ticket. */
export const endedTickets = ({ timeline }: Pick<Finding, 'timeline'>): string[] =>
  timeline.flatMap(({ type, data }) => (type === 'unlinked' ? [String(data.ticket)] : []))

/** What the finder saw and said goes with the ticket: who mends it looks at it there. */
export const tellTicket = (ticket: Ticket, { id, photos, voice, by }: Finding, at: number): Decision<Ticket> =>
  tickets.change(ticket, {
    ...{ type: 'found', set: {}, data: { finding: id, photos, ...(voice !== null && { voice }) }, by, at },
  })
