// Fills a chart from the coarsest level that is fine enough for its buckets; from the level below at the edges of the
// span, which no whole roll-up covers, and where roll-ups are stale.
import type { DatabaseSync } from 'node:sqlite'
import type { Buckets } from './buckets.ts'
import { firstKey, tsOf } from './key.ts'
import type { Dictionary } from './sqlite-dictionary.ts'
import { unpackMetric, unpackPiece } from './sqlite-pack.ts'
import { fiveMinutes, oneHour, type Horizons } from './sqlite-schema.ts'

/** One metric of a device over [from, to), into the buckets of a chart. */
export type Curve = { buckets: Buckets; device: number; metric: string }
export type Levels = {
  /** `width` is that of a bucket, ms. */
  fill(curve: Curve, from: number, to: number, width: number, horizons: Horizons): void
}

type Row = readonly [t: number, shape: number, data: Uint8Array]
type Fill = (curve: Curve, from: number, to: number, horizons: Horizons) => void

const ceil = (ts: number, width: number): number => Math.ceil(ts / width) * width
const floor = (ts: number, width: number): number => Math.floor(ts / width) * width

export function createLevels(db: DatabaseSync, dictionary: Dictionary): Levels {
  const findReadings = rowsOf(db, 'reading', 't')
  const findStale = db.prepare('SELECT ts FROM dirty WHERE device = ? AND ts >= ? AND ts < ?')

  const fillRaw: Fill = ({ buckets, device, metric }, from, to) => {
    for (const [t, shape, data] of findReadings(device, firstKey(from), firstKey(to))) {
      const value = unpackMetric(dictionary, shape, data, metric)
      if (value !== undefined) buckets.add(tsOf(t), value)
    }
  }
  /** A filler from roll-ups of one level; `horizonOf` says up to when the level below it has expired. */
  const rolledUp = (table: string, width: number, horizonOf: (h: Horizons) => number, below: Fill): Fill => {
    const find = rowsOf(db, table, 'ts')
    return (curve, from, to, horizons) => {
      const [start, end] = [ceil(from, width), floor(to, width)]
      if (start >= end) return below(curve, from, to, horizons)
      const stale = new Set<number>()
      for (const { ts } of findStale.all(curve.device, start, end)) stale.add(floor(Number(ts), width))
      below(curve, from, start, horizons)
      for (const [t, shape, data] of find(curve.device, start, end)) {
        // what lies below a stale one is read instead; if that has expired it is only what came late, and is added
        if (stale.has(t) && t >= horizonOf(horizons)) continue
        const piece = unpackPiece(dictionary, { shape, data }, curve.metric)
        if (piece) curve.buckets.addPiece(t, piece)
      }
      for (const ts of stale) below(curve, ts, ts + width, horizons)
      below(curve, end, to, horizons)
    }
  }
  const fillFives = rolledUp('rollup_5m', fiveMinutes, (horizons) => horizons.reading, fillRaw)
  const fillHours = rolledUp('rollup_1h', oneHour, (horizons) => horizons.rollup_5m, fillFives)
  return {
    fill(curve, from, to, width, horizons) {
      // hours from two to a bucket on: with one to a bucket, some buckets would hold two and look like peaks
      const fill = width < fiveMinutes ? fillRaw : width < 2 * oneHour ? fillFives : fillHours
      fill(curve, from, to, horizons)
    },
  }
}

function rowsOf(db: DatabaseSync, table: string, column: string) {
  const find = db.prepare(
    `SELECT ${column}, shape, data FROM ${table} WHERE device = ? AND ${column} >= ? AND ${column} < ? ORDER BY ${column}`,
  )
  // a third faster than objects, and the rows of a chart are many
  find.setReturnArrays(true)
  return (device: number, from: number, to: number) => find.all(device, from, to) as unknown as Row[]
}
