// Climbs of ladders, found by what they climb for and by when they have something to do; and what ought to climb.
import { sql, type Kysely } from 'kysely'
import { epoch } from '../../core/contracts/instant.ts'
import type { Climb } from '../../core/contracts/ladder.ts'
import type { Incident } from '../../core/contracts/incident.ts'
import type { NewHappening } from '../../core/contracts/live.ts'
import type { Ticket } from '../../core/contracts/ticket.ts'
import type { Decision } from '../../core/domain/decision.ts'
import type { Laddered } from '../../core/domain/ladder-audit.ts'
import type { Records } from './schema.ts'

type Db = Kysely<Records>
const from = (row: { doc: string }): Climb => JSON.parse(row.doc) as Climb
/** What a climb is for, as rows write it. */
export const climbKey = ({ type, id }: Climb['of']): string => `${type}:${id}`

/** Null when it is not there. */
export async function findClimb(db: Db, id: string): Promise<Climb | null> {
  const row = await db.selectFrom('climb').select('doc').where('id', '=', id).executeTakeFirst()
  return row ? from(row) : null
}

/** The climb for an incident or ticket (`{type}:{id}`); there is one at most. */
export async function climbOf(db: Db, of: string): Promise<Climb | null> {
  const row = await db.selectFrom('climb').select('doc').where('of', '=', of).executeTakeFirst()
  return row ? from(row) : null
}

/** Climbs that have something to do at `at` (a step, or to begin anew), the longest due first. */
export async function climbsDue(db: Db, at: number): Promise<Climb[]> {
  const rows = await db
    .selectFrom('climb')
    .select('doc')
    .where('open', '=', 1)
    .where('next_at', '<=', at)
    .orderBy('next_at')
    .execute()
  return rows.map(from)
}

/** Writes a climb in its new form, whether it is there already or not. */
export async function saveClimb(db: Db, climb: Climb): Promise<void> {
  const next = climb.nextAt ?? climb.resumeAt
  const open = climb.state === 'climbing' || next !== null ? 1 : null
  const values = { open, next_at: epoch(next), doc: JSON.stringify(climb) }
  await db
    .insertInto('climb')
    .values({ id: climb.id, of: climbKey(climb.of), ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute()
}

/** Writes what was decided of a climb; gives what is told of it. What is not told changed nothing. */
export async function keepClimb(db: Db, { next, happenings }: Decision<Climb>): Promise<NewHappening[]> {
  if (happenings.length > 0) await saveClimb(db, next)
  return happenings
}

/** Open incidents of a site that nobody took. */
export async function countWaiting(db: Db, site: string): Promise<number> {
  const row = await db
    .selectFrom('incident')
    .select(sql<number>`count(*)`.as('count'))
    .where('site', '=', site)
    .where('open', '=', 1)
    .where('acknowledged', '=', 0)
    .executeTakeFirst()
  return row?.count ?? 0
}

/**
 * Incidents of priority 1 and 2 and tickets that nobody took, each with its climb if it has one; and what somebody has and
 * may leave lying.
 */
export async function laddered(db: Db): Promise<Laddered[]> {
  const incidents = await db
    .selectFrom('incident as i')
    .leftJoin('climb as c', (join) => join.on('c.of', '=', sql<string>`'incident:' || i.id`))
    .select(['i.doc', 'c.doc as climb'])
    .where('i.open', '=', 1)
    .where((e) => e.or([e('i.acknowledged', '=', 1), e('i.priority', '<=', 2)]))
    .execute()
  const tickets = await db
    .selectFrom('ticket as t')
    .leftJoin('climb as c', (join) => join.on('c.of', '=', sql<string>`'ticket:' || t.id`))
    .select(['t.doc', 'c.doc as climb'])
    .where('t.state', 'in', ['new', 'dispatched', 'accepted'])
    .execute()
  return [...incidents, ...tickets].map(({ doc, climb }) => ({
    thing: JSON.parse(doc) as Incident | Ticket,
    climb: climb === null ? null : from({ doc: climb }),
  }))
}
