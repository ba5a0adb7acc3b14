// Incidents: the document beside the columns it is found by; the timeline is its own append-only table.
import type { Kysely } from 'kysely'
import type { Incident, Subject, TimelineEntry } from '../../core/contracts/incident.ts'
import { epoch } from '../../core/contracts/instant.ts'
import { cursorAt, olderThan } from './newest.ts'
import { oneOf, pageOf, type Page, type PageQuery } from './page.ts'
import type { Records } from './schema.ts'

/** A subject as rows and memories write it. */
export const subjectKey = (subject: Subject): string => `${subject.type}:${subject.id}`

const from = (row: { doc: string }): Incident => JSON.parse(row.doc) as Incident

export type IncidentFilter = PageQuery & {
  state?: 'open' | 'closed' | 'active' | 'unacknowledged' | 'shelved'
  priority?: number
  device?: string
  site?: string
  rule?: string
  /** Raised in [from, to), epoch ms. */
  from?: number
  to?: number
  /** Now, for `shelved`; epoch ms. */
  at: number
}

/** Incidents, newest first, their timelines left out (empty). */
export async function listIncidents(db: Kysely<Records>, query: IncidentFilter): Promise<Page<Incident>> {
  let rows = db
    .selectFrom('incident')
    .select(['id', 'raised_at', 'doc'])
    .orderBy('raised_at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
  if (query.cursor) rows = rows.where(olderThan(query.cursor, 'raised_at', 'id'))
  if (query.sites) rows = rows.where('site', 'in', oneOf(query.sites))
  if (query.site) rows = rows.where('site', '=', query.site)
  if (query.device) rows = rows.where('device', '=', query.device)
  if (query.rule) rows = rows.where('rule', '=', query.rule)
  if (query.priority) rows = rows.where('priority', '=', query.priority)
  if (query.from !== undefined) rows = rows.where('raised_at', '>=', query.from)
  if (query.to !== undefined) rows = rows.where('raised_at', '<', query.to)
  if (query.state === 'closed') rows = rows.where('open', 'is', null)
  else if (query.state) rows = rows.where('open', '=', 1)
  if (query.state === 'active') rows = rows.where('active', '=', 1)
  if (query.state === 'unacknowledged') rows = rows.where('acknowledged', '=', 0)
  if (query.state === 'shelved') rows = rows.where('shelved_until', '>', query.at)
  return pageOf(await rows.execute(), query.limit, (row) => cursorAt(row.raised_at, row.id), from)
}

/** An incident with its whole timeline. */
export async function findIncident(db: Kysely<Records>, id: string): Promise<Incident | null> {
  const row = await db.selectFrom('incident').select('doc').where('id', '=', id).executeTakeFirst()
  if (!row) return null
  const entries = await db.selectFrom('incident_entry').select('doc').where('incident', '=', id).orderBy('id').execute()
  return { ...from(row), timeline: entries.map((entry) => JSON.parse(entry.doc) as TimelineEntry) }
}

/** The one open incident of a rule and subject, timeline left out: what a decision of the pipeline starts from. */
export async function findOpenIncident(db: Kysely<Records>, rule: string, subject: Subject): Promise<Incident | null> {
  const row = await db
    .selectFrom('incident')
    .select('doc')
    .where('rule', '=', rule)
    .where('subject', '=', subjectKey(subject))
    .where('open', '=', 1)
    .executeTakeFirst()
  return row ? from(row) : null
}

/** Every open incident, timelines left out; of one device when it is named. */
export async function openIncidents(
  db: Kysely<Records>,
  of: { device?: string; sites?: readonly string[] | null } = {},
): Promise<Incident[]> {
  let rows = db.selectFrom('incident').select('doc').where('open', '=', 1).orderBy('raised_at')
  if (of.device) rows = rows.where('device', '=', of.device)
  if (of.sites) rows = rows.where('site', 'in', oneOf(of.sites))
  return (await rows.execute()).map(from)
}

/** Incidents of a subject that were raised since `since` or are still open (they may have tripped again), without timelines. */
export async function incidentsOf(db: Kysely<Records>, subject: Subject, since: number): Promise<Incident[]> {
  const rows = await db
    .selectFrom('incident')
    .select('doc')
    .where('subject', '=', subjectKey(subject))
    .where((e) => e.or([e('raised_at', '>=', since), e('open', '=', 1)]))
    .execute()
  return rows.map(from)
}

/** Open incidents whose shelf time is over, timelines left out. */
export async function incidentsOffShelf(db: Kysely<Records>, at: number): Promise<Incident[]> {
  const rows = await db
    .selectFrom('incident')
    .select('doc')
    .where('open', '=', 1)
    .where('shelved_until', '<=', at)
    .execute()
  return rows.map(from)
}

/** Whether a record of the journal has opened an incident of this rule and subject already. */
export async function wasOpenedBy(
  db: Kysely<Records>,
  rule: string,
  subject: Subject,
  openedBy: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('incident')
    .select('id')
    .where('rule', '=', rule)
    .where('subject', '=', subjectKey(subject))
    .where('opened_by', '=', openedBy)
    .executeTakeFirst()
  return row !== undefined
}

/** A new incident; `openedBy` names the record of the journal (or the act) that opened it, for ever. */
export async function insertIncident(db: Kysely<Records>, incident: Incident, openedBy: string): Promise<void> {
  await db
    .insertInto('incident')
    .values({ ...columns(incident), id: incident.id, opened_by: openedBy })
    .execute()
  await appendTimeline(db, incident.id, incident.timeline)
}

/** The new form of an incident; of its timeline only what `before` did not have is written. */
export async function updateIncident(db: Kysely<Records>, before: Incident, next: Incident): Promise<void> {
  await db.updateTable('incident').set(columns(next)).where('id', '=', next.id).execute()
  await appendTimeline(db, next.id, next.timeline.slice(before.timeline.length))
}

const columns = (incident: Incident) => ({
  rule: incident.rule,
  subject: subjectKey(incident.subject),
  open: incident.closedAt === null ? 1 : null,
  site: incident.site,
  device: incident.device,
  priority: incident.priority,
  active: Number(incident.active),
  acknowledged: Number(incident.acknowledged),
  shelved_until: epoch(incident.shelvedUntil),
  raised_at: epoch(incident.raisedAt),
  closed_at: epoch(incident.closedAt),
  doc: JSON.stringify({ ...incident, timeline: [] }),
})

async function appendTimeline(db: Kysely<Records>, incident: string, entries: readonly TimelineEntry[]): Promise<void> {
  if (entries.length === 0) return
  const rows = entries.map((entry) => ({ incident, at: epoch(entry.at), doc: JSON.stringify(entry) }))
  await db.insertInto('incident_entry').values(rows).execute()
}
