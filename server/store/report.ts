// What reports ask that nothing else does.
import type { Kysely } from 'kysely'
import { iso } from '../../core/contracts/instant.ts'
import type { Incident } from '../../core/contracts/incident.ts'
import type { Tap } from '../../core/contracts/tap.ts'
import type { Finding } from '../../core/contracts/finding.ts'
import type { Ticket } from '../../core/contracts/ticket.ts'
import { findIncident } from './incident.ts'
import { cursorAt, olderThan } from './newest.ts'
import { pageOf, type Page } from './page.ts'
import type { Records } from './schema.ts'

type Db = Kysely<Records>
export type SiteSpan = { site: string; from: number; to: number; limit: number; cursor?: string | undefined }

/** Taps of a site that were read in [from, to), epoch ms; whoever sends late is in the span of the read. */
export async function tapsReadIn(db: Db, { site, from, to, limit, cursor }: SiteSpan): Promise<Page<Tap>> {
  let rows = db
    .selectFrom('tap')
    .select(['id', 'received_at', 'doc'])
    .where('site', '=', site)
    .where('received_at', '>=', from)
    .where('at', '>=', from)
    .where('at', '<', to)
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (cursor) rows = rows.where(olderThan(cursor, 'received_at', 'id'))
  return pageOf(
    await rows.execute(),
    limit,
    (row) => cursorAt(row.received_at, row.id),
    (row) => JSON.parse(row.doc) as Tap,
  )
}

/** Incidents of guards out of contact of which anything was told in [from, to), epoch ms, with their timelines. */
export async function lossesTold(db: Db, site: string, from: number, to: number): Promise<Incident[]> {
  const told = db.selectFrom('incident_entry').select('incident').where('at', '>=', from).where('at', '<', to)
  const rows = await db
    .selectFrom('incident')
    .select('id')
    .where('rule', '=', 'guard-lost')
    .where('site', '=', site)
    .where('id', 'in', told)
    .execute()
  return (await Promise.all(rows.map(({ id }) => findIncident(db, id)))).filter((incident) => incident !== null)
}

/** When each checkpoint of a site was last tapped at before an instant (epoch ms). */
export async function lastTaps(db: Db, site: string, before: number): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('checkpoint')
    .select((e) => [
      'id',
      e
        .selectFrom('tap')
        .select((f) => f.fn.max('at').as('at'))
        .whereRef('tap.checkpoint', '=', 'checkpoint.id')
        .where('tap.status', '=', 'accepted')
        .where('tap.at', '<', before)
        .as('at'),
    ])
    .where('site', '=', site)
    .execute()
  return new Map(rows.flatMap(({ id, at }) => (at === null ? [] : [[id, iso(at)] as const])))
}

/** Findings of a site that were reported by `to` and not settled before `from`, timelines left out; the oldest first. */
export async function findingsOn(db: Db, site: string, from: number, to: number): Promise<Finding[]> {
  const rows = await db
    .selectFrom('finding')
    .select('doc')
    .where('site', '=', site)
    .where('at', '<', to)
    .orderBy('at')
    .execute()
  const findings = rows.map(({ doc }) => JSON.parse(doc) as Finding)
  return findings.filter(({ closedAt }) => closedAt === null || Date.parse(closedAt) >= from)
}

/** Tickets of a site that were opened or ended in [from, to), timelines left out; by number. */
export async function ticketsOn(db: Db, site: string, from: number, to: number): Promise<Ticket[]> {
  const rows = await db
    .selectFrom('ticket')
    .select('doc')
    .where('site', '=', site)
    .where('created_at', '<', to)
    .where((e) => e.or([e('created_at', '>=', from), e('open', 'is', null)]))
    .orderBy('number')
    .execute()
  const within = (at: string | null) => at !== null && Date.parse(at) >= from && Date.parse(at) < to
  return rows
    .map(({ doc }) => JSON.parse(doc) as Ticket)
    .filter(({ createdAt, closedAt }) => within(createdAt) || within(closedAt))
}
