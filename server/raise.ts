// From a rule's signal to an incident and its ticket, inside the transaction that commits them. One open incident per
// (rule, subject): looked up here, guaranteed by the unique keys of the database.
import { createHash } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { Device } from '../core/contracts/device.ts'
import type { Incident } from '../core/contracts/incident.ts'
import type { NewHappening } from '../core/contracts/live.ts'
import type { Rule } from '../core/contracts/rule.ts'
import { clear, linkTicket, raise, suppressed } from '../core/domain/incident.ts'
import type { Decision } from '../core/domain/decision.ts'
import type { Signal } from '../core/domain/rule.ts'
import { rebreak } from '../core/domain/ticket-system.ts'
import { findOpenIncident, insertIncident, subjectKey, updateIncident, wasOpenedBy } from './store/incident.ts'
import type { Records } from './store/schema.ts'
import { ticketOfTrouble } from './store/ticket.ts'
import { keepNewTicket, writeTicket } from './ticket.ts'

export type Signalled = {
  rule: Rule
  signal: Signal
  site: string
  /** The device that the subject belongs to, as it stands now; null when there is none. */
  device: Device | null
  /** Pipeline time, epoch ms. */
  at: number
  /** What caused it, for ever unique: the record of the journal, or the act. */
  cause: string
  /** Raises what had been kept quiet; an open incident is left as it is. */
  resumed?: boolean
}

/** Makes a signal true. What service work keeps quiet, and what is open or was opened already, makes nothing new. */
export async function settle(tx: Transaction<Records>, signalled: Signalled): Promise<NewHappening[]> {
  const { rule, signal, site, device, at } = signalled
  const open = await findOpenIncident(tx, rule.id, signal.subject)
  if (signal.type === 'clear') return open ? update(tx, open, clear(open, signal.at)) : []
  if (open && signalled.resumed) return []
  if (!open && (suppressed(rule, device) || !rule.enabled)) return []
  const id = idOf('i', rule.id, subjectKey(signal.subject), signalled.cause)
  const decision = raise(open, { id, rule, signal, site, device, at })
  if (open) return goOn(tx, signalled, open, decision)
  if (await wasOpenedBy(tx, rule.id, signal.subject, signalled.cause)) return []
  return openNew(tx, signalled, decision)
}

/** An incident that is open already; one that was over and is not needs its ticket again. */
async function goOn(tx: Transaction<Records>, signalled: Signalled, open: Incident, decision: Decision<Incident>) {
  if (open.active || !decision.next.active) return update(tx, open, decision)
  const { next, happenings } = await withTicket(tx, signalled, decision.next)
  return update(tx, open, { next, happenings: [...decision.happenings, ...happenings] })
}

async function openNew(tx: Transaction<Records>, signalled: Signalled, opened: Decision<Incident>) {
  const ticketed = await withTicket(tx, signalled, opened.next)
  await insertIncident(tx, ticketed.next, signalled.cause)
  return [...opened.happenings, ...ticketed.happenings]
}

/**
 * What has ended already needs no work, so that yesterday's data opens no tickets. The same trouble as before finds the
 * ticket that it had: one that is open, or one that was said to be fixed less than a day ago.
 */
async function withTicket(tx: Transaction<Records>, { rule, at }: Signalled, incident: Incident) {
  const nothing = { next: incident, happenings: [] }
  if (incident.historic || incident.drill) return nothing
  const before = await ticketOfTrouble(tx, rule.id, subjectKey(incident.subject))
  const again = before && rebreak(before, incident.id, at)
  if (before && again) await writeTicket(tx, before, again)
  const ticket = again ?? (await openFor(tx, rule, incident, at))
  if (!ticket) return nothing
  const linked = linkTicket(incident, ticket.next.id, null, at)
  return { next: linked.next, happenings: [...ticket.happenings, ...linked.happenings] }
}

async function openFor(
  tx: Transaction<Records>,
  { raise: { ticket: template } }: Rule,
  incident: Incident,
  at: number,
) {
  if (!template) return null
  const asked = {
    ...{ site: incident.site, type: template.type, title: template.title ?? incident.title, description: '' },
    ...{ priority: incident.priority, device: incident.device, zone: null, incident: incident.id },
    ...{ reporter: null, readBack: false },
  }
  return keepNewTicket(tx, asked, {
    id: idOf('t', incident.id, incident.openedAt, String(incident.trips)),
    source: 'rule',
    at,
    by: null,
  })
}

/** Writes what was decided about an open incident; a decision that changes nothing writes nothing. */
export async function update(
  tx: Transaction<Records>,
  before: Incident,
  decision: Decision<Incident>,
): Promise<NewHappening[]> {
  if (decision.happenings.length > 0) await updateIncident(tx, before, decision.next)
  return decision.happenings
}

/** An id that the same cause gives again, so that a replay writes the same thing. */
export const idOf = (letter: string, ...parts: string[]): string =>
  `${letter}-${createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 24)}`
