// Rectification (整改): the same trouble of a device for the third time within the span asks for work that ends it for good.
// There is one such ticket at a time; what comes up meanwhile is counted on it.
import type { NewTicket, Ticket, TicketType } from '../contracts/ticket.ts'
import { epoch } from '../contracts/instant.ts'
import type { Decision } from './decision.ts'
import { change } from './ticket-change.ts'
import { recurrent } from './ticket-open.ts'

const troubles: ReadonlySet<TicketType> = new Set(['fault', 'repair', 'entrapment', 'complaint'])
/** Whether tickets of a type are about trouble; what is planned comes again by itself. */
export const isTrouble = (type: TicketType): boolean => troubles.has(type)

const calledOff = ({ state }: Pick<Ticket, 'state'>): boolean => state === 'cancelled' || state === 'declined'
/** Which of the earlier tickets count: what was called off was none. */
export const counting = (earlier: readonly Ticket[]): Ticket[] => earlier.filter((ticket) => !calledOff(ticket))

/**
 * The tickets that a new rectification follows from, the new one last; null when it is not time for one. `ended`: the last
 * rectification of them, which is over: what came before its end has been put right.
 */
export function rectifies(ticket: Ticket, earlier: readonly Ticket[], ended: Ticket | null): Ticket[] | null {
  const since = epoch(ended?.closedAt ?? null) ?? -Infinity
  const again = earlier.filter(({ createdAt }) => epoch(createdAt) > since)
  return again.length + 1 >= recurrent ? [...again, ticket] : null
}

/** Whether a rectification is still worked on, so that more of the same trouble belongs to it. */
export const isGoing = ({ state }: Ticket): boolean => state !== 'closed' && !calledOff({ state })

/** The work that is asked for. */
export const askedFor = ({ site, device, zone }: Ticket, title: NewTicket['title']): NewTicket => ({
  ...{ site, type: 'rectification', title, description: '', priority: 3, device, zone },
  ...{ incident: null, reporter: null, readBack: false },
})

/** The ticket says what follows from it. */
export const leadTo = (ticket: Ticket, { id, number }: Ticket, at: number): Decision<Ticket> =>
  change(ticket, { type: 'rectification', set: { rectification: id }, data: { ticket: id, number }, by: null, at })

/** The rectification follows from one more. */
export const followFrom = (rectification: Ticket, { id, number }: Ticket, at: number): Decision<Ticket> =>
  change(rectification, {
    ...{ type: 'followed', set: { follows: [...rectification.follows, id] } },
    ...{ data: { ticket: id, number }, by: null, at },
  })
