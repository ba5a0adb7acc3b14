// What rules remember of their holders (a device, a checkpoint …), written in bulk with the journal's offset: one
// prepared statement takes the whole batch as one JSON text.
import { sql, type Kysely } from 'kysely'
import type { Records } from './schema.ts'

/** `holder` is a device's id, or `{type}:{id}` of what an event inside the product concerns. A null `doc` forgets. */
export type MemoryRow = { rule: string; holder: string; doc: unknown }

export async function allMemories(db: Kysely<Records>): Promise<MemoryRow[]> {
  const rows = await db.selectFrom('rule_memory').selectAll().execute()
  return rows.map((row) => ({ rule: row.rule, holder: row.subject, doc: JSON.parse(row.doc) as unknown }))
}

/** What one rule remembers of one holder; null when nothing. */
export async function findMemory(db: Kysely<Records>, rule: string, holder: string): Promise<unknown> {
  const row = await db
    .selectFrom('rule_memory')
    .select('doc')
    .where('rule', '=', rule)
    .where('subject', '=', holder)
    .executeTakeFirst()
  return row ? (JSON.parse(row.doc) as unknown) : null
}

export async function saveMemories(tx: Kysely<Records>, rows: readonly MemoryRow[]): Promise<void> {
  const kept = rows.filter((row) => row.doc !== null)
  const gone = rows.filter((row) => row.doc === null)
  if (kept.length > 0) {
    const batch = JSON.stringify(kept.map((row) => [row.rule, row.holder, JSON.stringify(row.doc)]))
    await sql`insert or replace into rule_memory (rule, subject, doc)
      select value ->> 0, value ->> 1, value ->> 2 from json_each(${batch})`.execute(tx)
  }
  for (const { rule, holder } of gone)
    await tx.deleteFrom('rule_memory').where('rule', '=', rule).where('subject', '=', holder).execute()
}
