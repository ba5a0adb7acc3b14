// The board of tickets: which column a ticket stands in, and which step leads to another. Pure.
import type { Ticket, TicketActionName, TicketState } from '#core/contracts/ticket.ts'
import type { Permission } from '#core/domain/permission.ts'
import { leadsTo } from '#core/domain/ticket-table.ts'
import { actionsOf, type Actionable } from './actions.ts'

export const columns = ['new', 'dispatched', 'working', 'waiting', 'done', 'verified'] as const
export type Column = (typeof columns)[number]

const merged: Partial<Record<TicketState, Column>> = { accepted: 'working' }

/** The column of a state; null when it has ended. */
export const columnOf = (state: TicketState): Column | null =>
  merged[state] ?? columns.find((column) => column === state) ?? null

/** The step that brings a ticket into a column, for somebody who may take it; null when there is none. */
export function stepTo(
  column: Column,
  ticket: Actionable,
  me: string,
  may: (permission: Permission) => boolean,
): TicketActionName | null {
  if (columnOf(ticket.state) === column) return null
  const leads = (action: TicketActionName) => {
    const state = leadsTo(ticket.state, action)
    return state !== null && columnOf(state) === column
  }
  return actionsOf(ticket, me, may).find(leads) ?? null
}

/** Tickets by column, each in the order given. */
export const byColumn = (tickets: readonly Ticket[]): { column: Column; tickets: Ticket[] }[] =>
  columns.map((column) => ({ column, tickets: tickets.filter(({ state }) => columnOf(state) === column) }))
