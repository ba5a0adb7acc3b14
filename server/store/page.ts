// One page of a list that is ordered by id: a page opens after the last id of the one before.

export type PageQuery = {
  limit: number
  cursor?: string | undefined
  /** Only things of these sites; null for all of them. */
  sites: readonly string[] | null
}
export type Page<T> = { items: T[]; nextCursor: string | null }

/** Makes a page of rows of which one more than `limit` was asked for. */
export function pageOf<Row, T>(rows: Row[], limit: number, key: (row: Row) => string, thing: (row: Row) => T): Page<T> {
  const shown = rows.slice(0, limit)
  return { items: shown.map(thing), nextCursor: rows.length > limit ? key(shown.at(-1)!) : null }
}

/** What an `in` may be given: a database need not accept an empty list, and no site has an empty id. */
export const oneOf = (sites: readonly string[]): readonly string[] => (sites.length > 0 ? sites : [''])
