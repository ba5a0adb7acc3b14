// The tables of the embedded readings store. Wide rows: one per reading, its metrics packed (sqlite-pack.ts); keys as in
// key.ts. `dirty` names the five-minute buckets whose roll-ups do not yet hold everything.
import { DatabaseSync } from 'node:sqlite'

export const fiveMinutes = 300_000
export const oneHour = 3_600_000

const schema = `
  CREATE TABLE IF NOT EXISTS device (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE IF NOT EXISTS shape (id INTEGER PRIMARY KEY, spec TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE IF NOT EXISTS word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE IF NOT EXISTS reading (
    device INTEGER NOT NULL, t INTEGER NOT NULL, seq INTEGER, shape INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (device, t)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS rollup_5m (
    device INTEGER NOT NULL, ts INTEGER NOT NULL, shape INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (device, ts)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS rollup_1h (
    device INTEGER NOT NULL, ts INTEGER NOT NULL, shape INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (device, ts)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS dirty (
    device INTEGER NOT NULL, ts INTEGER NOT NULL, PRIMARY KEY (device, ts)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`
const version = 1

/**
 * Opens the file for writing and brings its tables up to date. A commit is on disk when it returns (synchronous FULL).
 * Throws on a file that a newer version wrote.
 */
export function openForWriting(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: 5000 })
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384')
  db.exec('PRAGMA wal_autocheckpoint = 8000; PRAGMA journal_size_limit = 67108864')
  const { user_version: found } = db.prepare('PRAGMA user_version').get() as { user_version: number }
  if (found > version) throw new Error(`${file} was written by a newer version of this program`)
  db.exec(`BEGIN; ${schema} PRAGMA user_version = ${version}; COMMIT`)
  return db
}

/** Opens the file for reading beside the writer. */
export function openForReading(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5000 })
  db.exec('PRAGMA cache_size = -32768')
  return db
}

/** Runs `work` in one writing transaction; on an error nothing of it remains. */
export const transact = <T>(db: DatabaseSync, work: () => T): T => within(db, 'BEGIN IMMEDIATE', work)

/** Runs `work` on one unchanging view of the data. */
export const snapshot = <T>(db: DatabaseSync, work: () => T): T => within(db, 'BEGIN', work)

function within<T>(db: DatabaseSync, begin: string, work: () => T): T {
  db.exec(begin)
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

/** Up to when levels have expired, epoch ms. Behind it, roll-ups hold more than the level below still does. */
export type Horizons = { reading: number; rollup_5m: number }

/** The horizons of a database; 0 where nothing has expired yet. */
export function readHorizons(db: DatabaseSync): Horizons {
  const row = db.prepare("SELECT value FROM state WHERE key = 'horizons'").get()
  return row ? (JSON.parse(String(row['value'])) as Horizons) : { reading: 0, rollup_5m: 0 }
}

export function saveHorizons(db: DatabaseSync, horizons: Horizons): void {
  db.prepare(
    "INSERT INTO state (key, value) VALUES ('horizons', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
  ).run(JSON.stringify(horizons))
}
