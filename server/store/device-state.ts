// What is known of each device now (presence, clock offset, latest values), written in bulk. Applying the same record
// twice changes nothing, so these rows may trail behind the rules: they keep an offset of their own.
import { sql, type Kysely } from 'kysely'
import type { Records } from './schema.ts'

export type StateRow = { device: string; doc: unknown }

export async function allStates(db: Kysely<Records>): Promise<StateRow[]> {
  const rows = await db.selectFrom('device_state').selectAll().execute()
  return rows.map((row) => ({ device: row.device, doc: JSON.parse(row.doc) as unknown }))
}

export async function saveStates(tx: Kysely<Records>, rows: readonly StateRow[]): Promise<void> {
  if (rows.length === 0) return
  const batch = JSON.stringify(rows.map((row) => [row.device, JSON.stringify(row.doc)]))
  await sql`insert or replace into device_state (device, doc)
    select value ->> 0, value ->> 1 from json_each(${batch})`.execute(tx)
}
