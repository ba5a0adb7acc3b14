import { describe, expect, it } from 'vitest'
import type { Ticket, TicketState } from '#core/contracts/ticket.ts'
import { countTickets, isOverdue } from './tickets.ts'

const ticket = (state: TicketState, breached = false): Ticket => {
  const clock = { dueAt: '', state: 'running', stoppedAt: null, leftMs: null, breached } as const
  return { state, clocks: { response: { ...clock, breached: false }, resolution: clock } } as Ticket
}

describe('ticket counts', () => {
  it('counts by who has to act next', () => {
    const states: TicketState[] = ['new', 'dispatched', 'accepted', 'working', 'waiting', 'done', 'verified', 'closed']
    expect(countTickets(states.map((state) => ticket(state)))).toEqual({
      waiting: 2,
      working: 3,
      overdue: 0,
      verify: 1,
    })
  })
  it('a broken clock counts until the work is verified', () => {
    expect(isOverdue(ticket('working', true))).toBe(true)
    expect(isOverdue(ticket('done', true))).toBe(true)
    expect(isOverdue(ticket('verified', true))).toBe(false)
    expect(isOverdue(ticket('working'))).toBe(false)
  })
})
