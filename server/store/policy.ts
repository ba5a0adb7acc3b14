// Policies: every version that somebody wrote stays; the newest of a type is in force.
import type { Kysely } from 'kysely'
import type { Policy, TicketType } from '../../core/contracts/policy.ts'
import type { Records } from './schema.ts'

const from = (row: { doc: string }): Policy => JSON.parse(row.doc) as Policy

/** Every version that was written, newest first. */
export async function writtenPolicies(db: Kysely<Records>, type?: TicketType): Promise<Policy[]> {
  let rows = db.selectFrom('policy').select('doc').orderBy('type').orderBy('version', 'desc')
  if (type) rows = rows.where('type', '=', type)
  return (await rows.execute()).map(from)
}

/** A new version; the database refuses one that is there. */
export async function insertPolicy(db: Kysely<Records>, policy: Policy): Promise<void> {
  const { type, version } = policy
  await db
    .insertInto('policy')
    .values({ type, version, doc: JSON.stringify(policy) })
    .execute()
}
