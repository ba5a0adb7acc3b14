// Which tickets stand in which tab, and in which order: overdue first, then what is due soonest. Pure.
import { epoch } from '#core/contracts/instant.ts'
import type { Ticket, TicketClock, TicketState } from '#core/contracts/ticket.ts'
import { isOverdue } from '#lib/tickets.ts'

export const tabs = ['open', 'overdue', 'waiting', 'working', 'verify', 'ended'] as const
export type Tab = (typeof tabs)[number]
export const endStates = ['closed', 'cancelled', 'declined'] as const

const statesOf: Partial<Record<Tab, readonly TicketState[]>> = {
  waiting: ['new', 'dispatched'],
  working: ['accepted', 'working', 'waiting'],
  verify: ['done', 'verified'],
  ended: endStates,
}

/** Whether a ticket stands in a tab. */
export function isIn(tab: Tab, ticket: Ticket): boolean {
  if (tab === 'open') return true
  if (tab === 'overdue') return isOverdue(ticket)
  return statesOf[tab]?.includes(ticket.state) ?? false
}

/** The clock that somebody has to hurry for: the response until it stopped, then the resolution; null when none runs. */
export function urgentClock({ clocks }: Pick<Ticket, 'clocks'>): TicketClock | null {
  return [clocks.response, clocks.resolution].find((clock) => clock.state !== 'stopped') ?? null
}

/** Overdue first, then by what is due soonest, then newest. */
export function byHurry(a: Ticket, b: Ticket): number {
  const due = (ticket: Ticket) => epoch(urgentClock(ticket)?.dueAt ?? null) ?? Infinity
  const [dueA, dueB] = [due(a), due(b)]
  return Number(isOverdue(b)) - Number(isOverdue(a)) || (dueA === dueB ? b.number - a.number : dueA - dueB)
}

export type Filter = { words: string; type: string; priority: string; assignee: string }

/** Whether a ticket fits the filters; `found` are the words by which it can be found. */
export function fits(ticket: Ticket, filter: Filter, found: readonly string[]): boolean {
  const words = filter.words.trim().toLowerCase()
  return (
    (filter.type === '' || ticket.type === filter.type) &&
    (filter.priority === '' || String(ticket.priority) === filter.priority) &&
    (filter.assignee === '' || ticket.assignee === filter.assignee) &&
    (words === '' || found.some((word) => word.toLowerCase().includes(words)))
  )
}
