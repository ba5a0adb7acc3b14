// Watches over finished work: one row a ticket while its machine is looked at, so that a restart forgets nothing.
import type { Kysely } from 'kysely'
import type { Verdict } from '../../core/contracts/ticket.ts'
import type { Records } from './schema.ts'

type Watch = { ticket: string; verdict: Verdict }
/** `due`: when it was to be looked at, epoch ms. */
export type DueWatch = Watch & { due: number }

/** Watches whose next look is due, epoch ms. */
export async function watchesDue(db: Kysely<Records>, at: number): Promise<DueWatch[]> {
  const rows = await db.selectFrom('watch').selectAll().where('next_at', '<=', at).orderBy('next_at').execute()
  return rows.map(({ ticket, doc, next_at }) => ({ ticket, verdict: JSON.parse(doc) as Verdict, due: next_at }))
}

export async function saveWatch(db: Kysely<Records>, { ticket, verdict }: Watch, nextAt: number): Promise<void> {
  const doc = JSON.stringify(verdict)
  await db
    .insertInto('watch')
    .values({ ticket, next_at: nextAt, doc })
    .onConflict((conflict) => conflict.column('ticket').doUpdateSet({ next_at: nextAt, doc }))
    .execute()
}

export async function endWatch(db: Kysely<Records>, ticket: string): Promise<void> {
  await db.deleteFrom('watch').where('ticket', '=', ticket).execute()
}
