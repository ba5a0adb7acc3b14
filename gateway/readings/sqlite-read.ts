// Everything that is read from the embedded store, synchronous, for the reader's worker.
import type { DatabaseSync } from 'node:sqlite'
import { bucketWidth, createBuckets } from './buckets.ts'
import { firstKey, pageOf, tsOf } from './key.ts'
import { createDictionary } from './sqlite-dictionary.ts'
import { createLevels } from './sqlite-levels.ts'
import { unpackMetrics, type Packed } from './sqlite-pack.ts'
import { fiveMinutes, oneHour, readHorizons, snapshot, type Horizons } from './sqlite-schema.ts'
import type { Bucket, HistoryQuery, RawPage, RawQuery } from './store.ts'

export type SqliteReader = {
  history(query: HistoryQuery): { bucketMs: number; buckets: Bucket[] }
  raw(query: RawQuery): RawPage
}

export function createSqliteReader(db: DatabaseSync): SqliteReader {
  const dictionary = createDictionary(db, false)
  const levels = createLevels(db, dictionary)
  const findDevice = db.prepare('SELECT id FROM device WHERE name = ?')
  const findRows = db.prepare(
    'SELECT t, seq, shape, data FROM reading WHERE device = ? AND t >= ? AND t < ? ORDER BY t LIMIT ?',
  )
  const deviceId = (name: string): number | null => (findDevice.get(name)?.['id'] as number | undefined) ?? null

  return {
    history: (query) =>
      snapshot(db, () => {
        const { from, to, metric } = query
        const horizons = readHorizons(db)
        const width = bucketWidth(query, finestAt(from, horizons))
        const buckets = createBuckets(query, width)
        const device = deviceId(query.device)
        if (device !== null) levels.fill({ buckets, device, metric }, from, to, width, horizons)
        return { bucketMs: width, buckets: buckets.result() }
      }),
    raw: ({ device: name, from, to, limit, cursor }) =>
      snapshot(db, () => {
        const after = cursor === null ? firstKey(from) : Number(cursor) + 1
        const found = findRows.all(deviceId(name), after, firstKey(to), limit + 1)
        const rows = (found as unknown as (Packed & { t: number; seq: number | null })[]).map((row) => ({
          key: row.t,
          ts: tsOf(row.t),
          seq: row.seq,
          metrics: unpackMetrics(dictionary, row),
        }))
        return pageOf(rows, limit)
      }),
  }
}

/** The finest bucket that a chart can have whose readings have expired in part. */
function finestAt(from: number, horizons: Horizons): number {
  if (from >= horizons.reading) return 1
  return from >= horizons.rollup_5m ? fiveMinutes : oneHour
}
