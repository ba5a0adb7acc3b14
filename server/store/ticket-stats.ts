// Tickets for figures, read in pages so that screens get their turn in between. Drills are left out: their devices are
// shadows, whose id ends in `-drill`.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql, type Kysely } from 'kysely'
import type { Ticket } from '../../core/contracts/ticket.ts'
import { oneOf } from './page.ts'
import type { Records } from './schema.ts'

type Span = { from: number; to: number; sites: readonly string[] | null }
const pageSize = 500

/** Tickets received in [from, to), epoch ms, without their timelines. */
export async function ticketsReceived(db: Kysely<Records>, { from, to, sites }: Span): Promise<Ticket[]> {
  const found: Ticket[] = []
  for (let after = { at: from, number: 0 }; ;) {
    let rows = db
      .selectFrom('ticket')
      .select(['created_at', 'number', 'doc'])
      .where(sql<boolean>`(created_at, number) > (${after.at}, ${after.number})`)
      .where('created_at', '<', to)
      .where((e) => e.or([e('device', 'is', null), e('device', 'not like', '%-drill')]))
      .orderBy('created_at')
      .orderBy('number')
      .limit(pageSize)
    if (sites) rows = rows.where('site', 'in', oneOf(sites))
    const page = await rows.execute()
    found.push(...page.map(({ doc }) => JSON.parse(doc) as Ticket))
    const last = page.at(-1)
    if (page.length < pageSize || !last) return found
    after = { at: last.created_at, number: last.number }
    await nextTurn()
  }
}

/** Ratings given in [from, to), whenever their tickets were received. */
export async function ratingsGiven(
  db: Kysely<Records>,
  { from, to, sites }: Span,
): Promise<NonNullable<Ticket['rating']>[]> {
  let rows = db
    .selectFrom('ticket_entry')
    .innerJoin('ticket', 'ticket.id', 'ticket_entry.ticket')
    .select('ticket.doc')
    .where(sql<string>`json_extract(ticket_entry.doc, '$.type')`, '=', 'rated')
    .where('ticket_entry.at', '>=', from)
    .where('ticket_entry.at', '<', to)
    .where((e) => e.or([e('ticket.device', 'is', null), e('ticket.device', 'not like', '%-drill')]))
    .groupBy('ticket.id')
  if (sites) rows = rows.where('ticket.site', 'in', oneOf(sites))
  return (await rows.execute()).flatMap(({ doc }) => (JSON.parse(doc) as Ticket).rating ?? [])
}
