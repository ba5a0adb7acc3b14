// What a closed ticket says of its machine's life: what was done, with which parts, by whom, at what price, how long. Pure.
import { epoch } from '#core/contracts/instant.ts'
import type { Name } from '#core/contracts/scalars.ts'
import type { Ticket } from '#core/contracts/ticket.ts'
import { waitedMs } from '#core/domain/ticket-stats.ts'

type Part = { name: string; quantity: number }
export type Repair = {
  ticket: string
  number: number
  title: Name
  /** When it was closed, epoch ms; and for how long it had been waited for, ms, null where nobody finished it. */
  at: number
  waitedMs: number | null
  done: string
  parts: Part[]
  cost: number | null
  minutes: number | null
  by: string | null
  vendor: string | null
  bounces: number
}

/** The entry of a closed ticket; null while it is open or when it ended without work. */
export function repairOf(ticket: Ticket): Repair | null {
  const at = epoch(ticket.closedAt)
  if (ticket.state !== 'closed' || at === null) return null
  const said = ticket.timeline.findLast(({ type }) => type === 'finished')?.data ?? {}
  const cost = ticket.timeline.findLast(({ data }) => typeof data['cost'] === 'number')?.data['cost']
  return {
    ...{ ticket: ticket.id, number: ticket.number, title: ticket.title, at, bounces: ticket.bounces },
    waitedMs: ticket.finishedBy === null ? null : waitedMs(ticket.clocks.resolution),
    done: typeof said['note'] === 'string' ? said['note'] : '',
    parts: Array.isArray(said['parts']) ? (said['parts'] as Part[]) : [],
    cost: typeof cost === 'number' ? cost : null,
    minutes: typeof said['minutes'] === 'number' ? said['minutes'] : null,
    ...{ by: ticket.finishedBy, vendor: ticket.finishedVendor },
  }
}
