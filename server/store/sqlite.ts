// node:sqlite as a Kysely dialect. SQLite blocks the event loop, so it never waits for a lock itself (`timeout: 0`):
// a statement that finds the file locked by another process is tried again between turns of the loop.
import { setTimeout as pause } from 'node:timers/promises'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import {
  CompiledQuery,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
} from 'kysely'

const busy = 5
const triesWhenBusy = 600
const statementsKept = 400

/** The SQLite result code of an error of node:sqlite, without its extension; `null` for any other error. */
export function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error)) return null
  return Number(error.errcode) & 0xff
}

/** A dialect over an open database; the caller keeps the right to close it through `db.destroy()`. */
export function sqliteDialect(database: DatabaseSync): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => sqliteDriver(database),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

function sqliteDriver(database: DatabaseSync): Driver {
  const connection = sqliteConnection(database)
  const say = async (sql: string) => void (await connection.executeQuery(CompiledQuery.raw(sql)))
  return {
    init: () => Promise.resolve(),
    acquireConnection: () => Promise.resolve(connection),
    // `immediate` takes the write lock at once, so that only this statement can find the file busy.
    beginTransaction: (_, settings) => say(settings.accessMode === 'read only' ? 'begin' : 'begin immediate'),
    commitTransaction: () => say('commit'),
    rollbackTransaction: () => say('rollback'),
    releaseConnection: () => Promise.resolve(),
    destroy() {
      database.close()
      return Promise.resolve()
    },
  }
}

function sqliteConnection(database: DatabaseSync): DatabaseConnection {
  const prepare = statementCache(database)
  return {
    async executeQuery<R>({ sql, parameters }: CompiledQuery) {
      for (let attempt = 1; ; attempt++)
        try {
          return run<R>(prepare(sql), parameters)
        } catch (error) {
          if (sqliteCode(error) !== busy || attempt === triesWhenBusy) throw error
          await pause(10)
        }
    },
    streamQuery() {
      throw new Error('streams are not used: a transaction that waits for its reader would hold up everybody')
    },
  }
}

function run<R>(statement: StatementSync, parameters: readonly unknown[]) {
  const values = parameters as never[]
  if (statement.columns().length > 0) return { rows: statement.all(...values) as R[] }
  const { changes, lastInsertRowid } = statement.run(...values)
  return { rows: [] as R[], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
}

function statementCache(database: DatabaseSync): (sql: string) => StatementSync {
  const kept = new Map<string, StatementSync>()
  return (sql) => {
    const known = kept.get(sql)
    if (known) return known
    const made = database.prepare(sql)
    if (kept.size >= statementsKept) kept.clear()
    kept.set(sql, made)
    return made
  }
}
