// Opens the records database and brings it to this version's form. One connection: Kysely hands it to one transaction
// or query at a time, so inside a transaction use `tx`, never `db`, or it waits for itself for ever.
import { DatabaseSync } from 'node:sqlite'
import { Kysely, sql } from 'kysely'
import { startFault } from '../../core/contracts/fault.ts'
import * as records from './migrations/0001-records.ts'
import * as patrol from './migrations/0002-patrol.ts'
import * as notice from './migrations/0003-notice.ts'
import * as ticket from './migrations/0004-ticket.ts'
import * as lockout from './migrations/0005-lockout.ts'
import * as tagRead from './migrations/0006-tag-read.ts'
import * as deviceFile from './migrations/0007-device-file.ts'
import type { Records } from './schema.ts'
import { sqliteDialect } from './sqlite.ts'

/** Forward only, in order; the database remembers how many it has seen (`user_version`). */
const migrations: readonly { up(db: Kysely<unknown>): Promise<void> }[] = [
  records,
  patrol,
  notice,
  ticket,
  lockout,
  tagRead,
  deviceFile,
]

export type Database = { db: Kysely<Records>; close: () => Promise<void> }

/**
 * Opens (or makes) the records database; `:memory:` for tests. Every commit is on disk when it returns.
 * Throws a start fault when the file was written by a newer version.
 */
export async function openDatabase(file: string): Promise<Database> {
  const raw = new DatabaseSync(file, { timeout: 0 })
  raw.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma busy_timeout = 0')
  const db = new Kysely<Records>({ dialect: sqliteDialect(raw) })
  try {
    await migrate(db, file)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return { db, close: () => db.destroy() }
}

async function migrate(db: Kysely<Records>, file: string): Promise<void> {
  const version = await versionOf(db)
  if (version > migrations.length)
    throw startFault(
      `${file} was written by a newer version of Watchkeeper (form ${version}, this one knows ` +
        `${migrations.length}): start that version, or restore a backup. 数据库由更新的版本写成,请使用新版本启动。`,
    )
  for (let step = version; step < migrations.length; step++)
    await db.transaction().execute(async (tx) => {
      await migrations[step]!.up(tx as unknown as Kysely<unknown>)
      await sql.raw(`pragma user_version = ${step + 1}`).execute(tx)
    })
}

async function versionOf(db: Kysely<Records>): Promise<number> {
  const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(db)
  return rows[0]?.user_version ?? 0
}
