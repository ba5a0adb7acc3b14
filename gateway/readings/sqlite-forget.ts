// Removes a device from the embedded store, a bounded number of rows at a time.
import type { DatabaseSync } from 'node:sqlite'
import { transact } from './sqlite-schema.ts'

const chunk = 5000
const tables = [
  ['reading', 't'],
  ['rollup_5m', 'ts'],
  ['rollup_1h', 'ts'],
  ['dirty', 'ts'],
] as const

/** Removes some of what is kept of a device. True when there is more. Its number stays, so that caches hold. */
export function forgetDevice(db: DatabaseSync, name: string): boolean {
  const id = db.prepare('SELECT id FROM device WHERE name = ?').get(name)?.['id'] as number | undefined
  if (id === undefined) return false
  return transact(db, () => tables.some(([table, column]) => removeSome(db, table, column, id)))
}

function removeSome(db: DatabaseSync, table: string, column: string, device: number): boolean {
  const { changes } = db
    .prepare(
      `DELETE FROM ${table} WHERE device = ?1 AND ${column} IN
        (SELECT ${column} FROM ${table} WHERE device = ?1 ORDER BY ${column} LIMIT ${chunk})`,
    )
    .run(device)
  return changes === chunk
}
