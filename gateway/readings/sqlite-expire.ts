// Retention of the embedded store. What expires goes in steps of ten minutes of data, one short transaction each, and
// the horizon moves with it: behind the horizon late data is added to roll-ups instead of replacing them.
import type { DatabaseSync } from 'node:sqlite'
import { firstKey, tsOf } from './key.ts'
import type { RollUp } from './sqlite-rollup.ts'
import { fiveMinutes, oneHour, readHorizons, saveHorizons, transact } from './sqlite-schema.ts'

/** How long each level is kept, ms. */
export type Retention = { reading: number; rollup_5m: number; rollup_1h: number }

const step = 2 * fiveMinutes

/** Takes one step of expiry at `now`, epoch ms. True when there is more to do. */
export function expireStep(db: DatabaseSync, rollUp: RollUp, retention: Retention, now: number): boolean {
  const target = floor(now - retention.reading, fiveMinutes)
  const horizons = readHorizons(db)
  if (target <= horizons.reading) return false
  const oldest = oldestReading(db)
  const horizon = Math.min(target, Math.max(horizons.reading, floor(oldest, fiveMinutes)) + step)
  transact(db, () => {
    while (rollUp.some(1000, horizon) === 1000);
    removeBefore(db, 'reading', 't', firstKey(horizon))
    saveHorizons(db, { ...horizons, reading: horizon })
    if (horizon === target) expireRollUps(db, retention, now, horizon)
  })
  return horizon < target
}

const floor = (ts: number, width: number): number => Math.floor(ts / width) * width

function expireRollUps(db: DatabaseSync, retention: Retention, now: number, reading: number): void {
  const rollup_5m = Math.max(0, floor(now - retention.rollup_5m, oneHour))
  removeBefore(db, 'rollup_5m', 'ts', rollup_5m)
  removeBefore(db, 'rollup_1h', 'ts', floor(now - retention.rollup_1h, oneHour))
  saveHorizons(db, { reading, rollup_5m })
}

function oldestReading(db: DatabaseSync): number {
  // one seek per device; a plain min(t) would read the whole table
  const { t } = db
    .prepare(`SELECT min((SELECT t FROM reading WHERE reading.device = device.id ORDER BY t LIMIT 1)) AS t FROM device`)
    .get() as { t: number | null }
  return t === null ? Infinity : tsOf(t)
}

function removeBefore(db: DatabaseSync, table: string, column: string, before: number): void {
  const remove = db.prepare(`DELETE FROM ${table} WHERE device = ? AND ${column} < ?`)
  for (const { id } of db.prepare('SELECT id FROM device').all() as { id: number }[]) remove.run(id, before)
}
