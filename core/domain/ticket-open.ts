// A ticket begins: both clocks run from the intake, under the terms that are in force then.
import type { Device } from '../contracts/device.ts'
import { iso } from '../contracts/instant.ts'
import type { Terms } from '../contracts/policy.ts'
import type { NewTicket, Ticket } from '../contracts/ticket.ts'
import type { Decision } from './decision.ts'
import { shippedTerms } from './policy.ts'
import { startClock } from './ticket-clock.ts'
import { told } from './ticket-change.ts'

export type TicketOrigin = {
  id: string
  number: number
  source: Ticket['source']
  at: number
  by: string | null
  /** What is promised; the product's own terms when absent. */
  terms?: Terms
  /** Tickets of the same device and type within {@link recurrenceSpan}, this one included. */
  recurrence?: number
  warranty?: Ticket['warranty']
  /** The tickets that a rectification follows from. */
  follows?: string[]
}

/** So far back tickets of the same device and type count as the same trouble, ms. */
export const recurrenceSpan = 30 * 24 * 3_600_000
/** So often is it no accident. */
export const recurrent = 3

/** Whether the same thing has come up so often that it must be put right for good (整改). */
export const needsRectification = ({ recurrence }: Pick<Ticket, 'recurrence'>): boolean => recurrence >= recurrent

/** Opens a ticket. */
export function openTicket(asked: NewTicket, origin: TicketOrigin): Decision<Ticket> {
  const { id, number, source, at, by, recurrence = 1, warranty = null, follows = [] } = origin
  const { terms = shippedTerms(asked.type) } = origin
  const start = (time: string) => startClock(time, terms.warnShare, { at, by })
  const ticket: Ticket = {
    ...asked,
    ...{ id, number, source, terms, recurrence, warranty },
    state: 'new',
    ...{ assignee: null, vendor: null, finishedBy: null, finishedVendor: null, finishedAt: null },
    clocks: { response: start(terms.response), resolution: start(terms.resolution) },
    ...{ lease: null, appointment: null, workSince: null, arrival: null, proof: null, verdict: null },
    checks: terms.checks.map((item) => ({ item, ok: null, answer: null, by: null, at: null })),
    ...{ bounces: 0, follows, rectification: null, said: null, rating: null, closedAt: null, version: 1 },
    createdAt: iso(at),
    timeline: [{ at: iso(at), type: 'created', by, data: { source } }],
  }
  return { next: ticket, happenings: [told(ticket, 'created', by, at)] }
}

/** The warranty of a device at an instant: its attributes `vendor` and `warrantyUntil` (a date, the day included, UTC). */
export function warrantyOf({ attributes }: Pick<Device, 'attributes'>, at: number): Ticket['warranty'] {
  const { vendor, warrantyUntil: until } = attributes
  if (typeof vendor !== 'string' || typeof until !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(until)) return null
  return iso(at).slice(0, 10) <= until ? { vendor, until } : null
}

/** What somebody who takes a call must still ask: of repair requests and complaints who it is, and that it was read back. */
export function owedAtIntake({ type, incident, reporter, readBack }: NewTicket): string[] {
  if ((type !== 'repair' && type !== 'complaint') || incident !== null) return []
  const owed = { 'reporter.name': reporter?.name.trim(), 'reporter.phone': reporter?.phone.trim(), readBack }
  return Object.entries(owed).flatMap(([path, given]) => (given ? [] : [path]))
}
