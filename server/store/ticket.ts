// Tickets: the document beside the columns it is found by; the timeline is its own append-only table.
import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely'
import { epoch } from '../../core/contracts/instant.ts'
import type { Ticket, TicketState, TicketType } from '../../core/contracts/ticket.ts'
import { oneOf, pageOf, type Page, type PageQuery } from './page.ts'
import type { Records } from './schema.ts'

type Entry = Ticket['timeline'][number]

const from = (row: { doc: string }): Ticket => JSON.parse(row.doc) as Ticket
const ended: ReadonlySet<TicketState> = new Set(['closed', 'cancelled', 'declined'])
/** Stands behind every due time, so that tickets whose clocks stand still come last. */
const never = 9e15

export type TicketFilter = PageQuery & {
  state?: TicketState | 'open'
  site?: string
  device?: string
  assignee?: string
  vendor?: string
  /** Only what this person, or the firm that he works for, has or has finished. */
  ofFirm?: { name: string; vendor: string }
  overdue?: boolean
  /** Now, for `overdue`; epoch ms. */
  at: number
}

/** Tickets, the one due first in front, their timelines left out (empty). */
export async function listTickets(db: Kysely<Records>, query: TicketFilter): Promise<Page<Ticket>> {
  let rows = db
    .selectFrom('ticket')
    .select((e) => ['number', 'doc', e.fn.coalesce('due_at', e.lit(never)).as('due')])
    .orderBy('due')
    .orderBy('number', 'desc')
    .limit(query.limit + 1)
  if (query.cursor) rows = rows.where(dueAfter(query.cursor))
  if (query.sites) rows = rows.where('site', 'in', oneOf(query.sites))
  if (query.site) rows = rows.where('site', '=', query.site)
  if (query.device) rows = rows.where('device', '=', query.device)
  if (query.assignee) rows = rows.where('assignee', '=', query.assignee)
  if (query.vendor) rows = rows.where(named('vendor'), '=', query.vendor)
  if (query.ofFirm) rows = rows.where(ofFirm(query.ofFirm))
  if (query.state === 'open') rows = rows.where('open', '=', 1)
  else if (query.state) rows = rows.where('state', '=', query.state)
  if (query.overdue) rows = rows.where('due_at', '<', query.at)
  return pageOf(await rows.execute(), query.limit, (row) => `${row.due}.${row.number}`, from)
}

const named = (field: 'vendor' | 'finishedVendor') => sql<string>`json_extract(doc, ${`$.${field}`})`

const ofFirm = ({ name, vendor }: { name: string; vendor: string }): RawBuilder<SqlBool> =>
  sql<SqlBool>`(assignee = ${name} or ${named('vendor')} = ${vendor} or ${named('finishedVendor')} = ${vendor})`

/** Due later than where a page ended, or due then and older. */
function dueAfter(cursor: string): RawBuilder<SqlBool> {
  const [due, number] = cursor.split('.').map(Number)
  return sql<SqlBool>`(coalesce(due_at, ${never}), -number) > (${due ?? 0}, ${-(number ?? 0)})`
}

/** A ticket with its whole timeline. */
export async function findTicket(db: Kysely<Records>, id: string): Promise<Ticket | null> {
  const row = await db.selectFrom('ticket').select('doc').where('id', '=', id).executeTakeFirst()
  if (!row) return null
  const entries = await db.selectFrom('ticket_entry').select('doc').where('ticket', '=', id).orderBy('id').execute()
  return { ...from(row), timeline: entries.map((entry) => JSON.parse(entry.doc) as Entry) }
}

/** Every ticket that has not ended, timelines left out. */
export async function openTickets(db: Kysely<Records>, sites: readonly string[] | null): Promise<Ticket[]> {
  let rows = db.selectFrom('ticket').select('doc').where('open', '=', 1).orderBy('number')
  if (sites) rows = rows.where('site', 'in', oneOf(sites))
  return (await rows.execute()).map(from)
}

/** Tickets of which something is due by now (a warning, a breach, a missed appointment), timelines left out. */
export async function ticketsDue(db: Kysely<Records>, at: number): Promise<Ticket[]> {
  const rows = await db.selectFrom('ticket').select('doc').where('open', '=', 1).where('breach_at', '<=', at).execute()
  return rows.map(from)
}

/** The newest ticket that was opened for a rule's trouble with a subject, with its timeline; null when there is none. */
export async function ticketOfTrouble(db: Kysely<Records>, rule: string, subject: string): Promise<Ticket | null> {
  const row = await db
    .selectFrom('ticket')
    .innerJoin('incident', 'incident.id', 'ticket.incident')
    .select('ticket.id')
    .where('incident.rule', '=', rule)
    .where('incident.subject', '=', subject)
    .orderBy('ticket.number', 'desc')
    .executeTakeFirst()
  return row ? findTicket(db, row.id) : null
}

/** The tickets of a type that a device has had since `since`, epoch ms, oldest first, timelines left out. */
export async function ticketsOfDevice(
  db: Kysely<Records>,
  { device, type, since }: { device: string; type: TicketType; since: number },
): Promise<Ticket[]> {
  const rows = await db
    .selectFrom('ticket')
    .select('doc')
    .where('device', '=', device)
    .where('created_at', '>=', since)
    .orderBy('number')
    .execute()
  return rows.map(from).filter((ticket) => ticket.type === type)
}

/** The number people say aloud for the next ticket. To be asked inside the transaction that opens it. */
export async function nextTicketNumber(tx: Kysely<Records>): Promise<number> {
  const row = await tx
    .selectFrom('ticket')
    .select((e) => e.fn.max('number').as('last'))
    .executeTakeFirst()
  return (row?.last ?? 0) + 1
}

/** A new ticket. `breachAt` is when a breach must be marked next (core/domain/ticket.ts `nextDue`). */
export async function insertTicket(db: Kysely<Records>, ticket: Ticket, breachAt: number | null): Promise<void> {
  await db
    .insertInto('ticket')
    .values({ ...columns(ticket, breachAt), id: ticket.id })
    .execute()
  await appendTimeline(db, ticket.id, ticket.timeline)
}

/** The new form of a ticket; of its timeline only what `before` did not have is written. */
export async function updateTicket(
  db: Kysely<Records>,
  before: Ticket,
  next: Ticket,
  breachAt: number | null,
): Promise<void> {
  await db.updateTable('ticket').set(columns(next, breachAt)).where('id', '=', next.id).execute()
  await appendTimeline(db, next.id, next.timeline.slice(before.timeline.length))
}

function earliestDue({ clocks }: Ticket): number | null {
  const running = Object.values(clocks).filter((clock) => clock.state === 'running')
  return running.length === 0 ? null : Math.min(...running.map((clock) => epoch(clock.dueAt)))
}

const columns = (ticket: Ticket, breachAt: number | null) => ({
  number: ticket.number,
  site: ticket.site,
  device: ticket.device,
  incident: ticket.incident,
  state: ticket.state,
  open: ended.has(ticket.state) ? null : 1,
  assignee: ticket.assignee,
  due_at: earliestDue(ticket),
  breach_at: breachAt,
  created_at: epoch(ticket.createdAt),
  doc: JSON.stringify({ ...ticket, timeline: [] }),
})

async function appendTimeline(db: Kysely<Records>, ticket: string, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return
  const rows = entries.map((entry) => ({ ticket, at: epoch(entry.at), doc: JSON.stringify(entry) }))
  await db.insertInto('ticket_entry').values(rows).execute()
}
