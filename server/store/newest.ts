// Pages of lists with the newest in front: a page opens after the last (time, id) of the one before, so that things of
// one millisecond are neither left out nor shown twice.
import { sql, type RawBuilder } from 'kysely'
import type { SqlBool } from 'kysely'

/** Where a page ended. */
export const cursorAt = (at: number, id: string): string => `${at}.${id}`

/** Rows that come after a cursor in a list ordered by both columns, descending. A cursor of nonsense finds nothing. */
export function olderThan(cursor: string, atColumn: string, idColumn: string): RawBuilder<SqlBool> {
  const dot = cursor.indexOf('.')
  const at = Number(cursor.slice(0, dot))
  const id = cursor.slice(dot + 1)
  return sql<SqlBool>`(${sql.ref(atColumn)}, ${sql.ref(idColumn)}) < (${at}, ${id})`
}
