// One step in the life of a ticket: its new form, one entry of the timeline, one happening.
import { iso } from '../contracts/instant.ts'
import type { NewHappening } from '../contracts/live.ts'
import type { Ticket } from '../contracts/ticket.ts'
import type { Decision } from './decision.ts'

/** `by`: null for the system. */
export type Change = {
  type: string
  set: Partial<Ticket>
  data?: Record<string, unknown>
  by: string | null
  at: number
}

export function change(ticket: Ticket, { type, set, data = {}, by, at }: Change): Decision<Ticket> {
  const entry = { at: iso(at), type, by, data }
  const next = { ...ticket, ...set, version: ticket.version + 1, timeline: [...ticket.timeline, entry] }
  return { next, happenings: [told(next, type, by, at)] }
}

export const told = (ticket: Ticket, type: string, by: string | null, at: number): NewHappening => ({
  ...{ type: `ticket.${type}`, at: iso(at), site: ticket.site, by, id: ticket.id, data: ticket },
})

export const unchanged = (ticket: Ticket): Decision<Ticket> => ({ next: ticket, happenings: [] })
