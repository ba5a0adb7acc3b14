// The proposal of whom to send a ticket to, with the facts of this instant.
import type { Kysely } from 'kysely'
import type { Proposal } from '../core/contracts/dispatch.ts'
import type { Ticket } from '../core/contracts/ticket.ts'
import { propose } from '../core/domain/dispatch.ts'
import { readAudiences } from './audience.ts'
import type { Estate } from './estate.ts'
import type { Records } from './store/schema.ts'
import { openTickets } from './store/ticket.ts'
import { listVendors } from './store/vendor.ts'

/** Who should get a ticket now, the best first. */
export async function proposalFor(db: Kysely<Records>, estate: Estate, ticket: Ticket, at: number): Promise<Proposal> {
  const audiences = readAudiences(db, estate)
  const { users, onDuty, skill } = await audiences.facts(ticket, at)
  const { onPost } = await audiences.roster(ticket.site)
  const load = new Map<string, number>()
  for (const { id, assignee, vendor } of await openTickets(db, null))
    for (const hand of [assignee, vendor])
      if (hand !== null && id !== ticket.id) load.set(hand, (load.get(hand) ?? 0) + 1)
  const vendors = await listVendors(db, { limit: 10_000 })
  const kind = estate.devices.get(ticket.device ?? '')?.kind ?? null
  return propose(ticket, { at, users, onDuty, onPost, load, skill, kind, vendors: vendors.items })
}
