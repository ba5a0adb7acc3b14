// Errands: which guard was sent to which incident. Open until the incident is over or the guard is called back.
import type { Kysely } from 'kysely'
import type { Errand } from '../../core/contracts/errand.ts'
import { epoch } from '../../core/contracts/instant.ts'
import { oneOf } from './page.ts'
import type { Records } from './schema.ts'

const from = (row: { doc: string }): Errand => JSON.parse(row.doc) as Errand

/** Errands that last; of one person, to one incident, or at some sites (null: all). */
export async function openErrands(
  db: Kysely<Records>,
  of: { user: string } | { incident: string } | { sites: readonly string[] | null },
): Promise<Errand[]> {
  let rows = db.selectFrom('errand').select('doc').where('open', '=', 1).orderBy('at')
  if ('user' in of) rows = rows.where('user', '=', of.user)
  else if ('incident' in of) rows = rows.where('incident', '=', of.incident)
  else if (of.sites) rows = rows.where('site', 'in', oneOf(of.sites))
  return (await rows.execute()).map(from)
}

/** Errands that last although their incident is closed. */
export async function errandsDone(db: Kysely<Records>): Promise<Errand[]> {
  const rows = await db
    .selectFrom('errand')
    .innerJoin('incident', 'incident.id', 'errand.incident')
    .select('errand.doc')
    .where('errand.open', '=', 1)
    .where('incident.open', 'is', null)
    .execute()
  return rows.map(from)
}

/** Writes an errand in its new form, whether it is there already or not. */
export async function saveErrand(db: Kysely<Records>, errand: Errand): Promise<void> {
  const values = { open: errand.endedAt === null ? 1 : null, doc: JSON.stringify(errand) }
  const { id, incident, site, user } = errand
  await db
    .insertInto('errand')
    .values({ id, incident, site, user, at: epoch(errand.sentAt), ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute()
}
