// Findings: the document beside the columns it is found by; the timeline is its own append-only table.
import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely'
import type { Finding, FindingState } from '../../core/contracts/finding.ts'
import { epoch } from '../../core/contracts/instant.ts'
import { isUnsettled, overdueAt } from '../../core/domain/finding.ts'
import { cursorAt, olderThan } from './newest.ts'
import { oneOf, pageOf, type Page, type PageQuery } from './page.ts'
import type { Records } from './schema.ts'

type Entry = Finding['timeline'][number]
type Db = Kysely<Records>

const from = (row: { doc: string }): Finding => JSON.parse(row.doc) as Finding
/** Stands behind every deadline, so that what waits for a re-check comes last. */
const never = 9e15

export type FindingFilter = PageQuery & {
  state?: FindingState | undefined
  checkpoint?: string | undefined
  owner?: string | undefined
  /** Seen in [from, to), epoch ms. */
  from?: number | undefined
  to?: number | undefined
}

function filtered(db: Db, query: FindingFilter) {
  let rows = db.selectFrom('finding').limit(query.limit + 1)
  if (query.sites) rows = rows.where('site', 'in', oneOf(query.sites))
  if (query.state) rows = rows.where('state', '=', query.state)
  if (query.checkpoint) rows = rows.where('checkpoint', '=', query.checkpoint)
  if (query.owner) rows = rows.where('owner', '=', query.owner)
  if (query.from !== undefined) rows = rows.where('at', '>=', query.from)
  if (query.to !== undefined) rows = rows.where('at', '<', query.to)
  return rows
}

/** Findings, the one seen last in front, their timelines left out (empty). */
export async function listFindings(db: Db, query: FindingFilter): Promise<Page<Finding>> {
  let rows = filtered(db, query).select(['id', 'at', 'doc']).orderBy('at', 'desc').orderBy('id', 'desc')
  if (query.cursor) rows = rows.where(olderThan(query.cursor, 'at', 'id'))
  return pageOf(await rows.execute(), query.limit, (row) => cursorAt(row.at, row.id), from)
}

/** Findings that are not settled, the one due first in front, their timelines left out (empty). */
export async function unsettledFindings(db: Db, query: FindingFilter & { at: number; overdue?: boolean | undefined }) {
  let rows = filtered(db, query)
    .select((e) => ['id', 'doc', e.fn.coalesce('due_at', e.lit(never)).as('due')])
    .where('open', '=', 1)
    .orderBy('due')
    .orderBy('id')
  if (query.overdue) rows = rows.where('due_at', '<=', query.at)
  if (query.cursor) rows = rows.where(dueAfter(query.cursor))
  return pageOf(await rows.execute(), query.limit, (row) => `${row.due}.${row.id}`, from)
}

/** Due later than where a page ended, or due then and next. */
function dueAfter(cursor: string): RawBuilder<SqlBool> {
  const dot = cursor.indexOf('.')
  return sql<SqlBool>`(coalesce(due_at, ${never}), id) > (${Number(cursor.slice(0, dot))}, ${cursor.slice(dot + 1)})`
}

/** A finding with its whole timeline. */
export async function findFinding(db: Db, id: string): Promise<Finding | null> {
  const row = await db.selectFrom('finding').select('doc').where('id', '=', id).executeTakeFirst()
  if (!row) return null
  const entries = await db.selectFrom('finding_entry').select('doc').where('finding', '=', id).orderBy('id').execute()
  return { ...from(row), timeline: entries.map((entry) => JSON.parse(entry.doc) as Entry) }
}

/** The open finding of a check, timeline left out. */
export async function openFindingOf(db: Db, checkpoint: string, check: string): Promise<Finding | null> {
  const row = await db
    .selectFrom('finding')
    .select('doc')
    .where('checkpoint', '=', checkpoint)
    .where('check_id', '=', check)
    .where('open', '=', 1)
    .executeTakeFirst()
  return row ? from(row) : null
}

/** The finding that a ticket was opened for, timeline left out. */
export async function findingOfTicket(db: Db, ticket: string): Promise<Finding | null> {
  const row = await db
    .selectFrom('finding')
    .select('doc')
    .where(sql<string>`json_extract(doc, '$.ticket')`, '=', ticket)
    .executeTakeFirst()
  return row ? from(row) : null
}

/** Findings of which a passed deadline must be marked by now, timelines left out. */
export async function findingsDue(db: Db, at: number): Promise<Finding[]> {
  return (await db.selectFrom('finding').select('doc').where('overdue_at', '<=', at).execute()).map(from)
}

export async function insertFinding(db: Db, finding: Finding): Promise<void> {
  await db
    .insertInto('finding')
    .values({ ...columns(finding), id: finding.id })
    .execute()
  await appendTimeline(db, finding.id, finding.timeline)
}

/** The new form of a finding; of its timeline only what `before` did not have is written. */
export async function updateFinding(db: Db, before: Finding, next: Finding): Promise<void> {
  await db.updateTable('finding').set(columns(next)).where('id', '=', next.id).execute()
  await appendTimeline(db, next.id, next.timeline.slice(before.timeline.length))
}

const columns = (finding: Finding) => ({
  site: finding.site,
  checkpoint: finding.checkpoint,
  check_id: finding.check,
  state: finding.state,
  open: isUnsettled(finding) ? 1 : null,
  owner: finding.owner,
  due_at: finding.state === 'open' || finding.state === 'assigned' ? epoch(finding.dueAt) : null,
  overdue_at: overdueAt(finding),
  at: epoch(finding.at),
  doc: JSON.stringify({ ...finding, timeline: [] }),
})

async function appendTimeline(db: Db, finding: string, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return
  const rows = entries.map((entry) => ({ finding, at: epoch(entry.at), doc: JSON.stringify(entry) }))
  await db.insertInto('finding_entry').values(rows).execute()
}
