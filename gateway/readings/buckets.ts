// Sums values up into the equal buckets of a chart. Pieces may be single values or roll-ups of many.
import type { MetricValue } from '../../core/contracts/metric.ts'
import type { Bucket } from './store.ts'

/** What is known of one metric over a stretch of time; `numbers` of the `count` values were numeric. */
export type Piece = {
  min: number
  max: number
  sum: number
  numbers: number
  count: number
  last: MetricValue
}

export type Buckets = {
  /** Adds one value measured at `ts`, epoch ms; outside of the span it is left out. Ties go to the later call. */
  add(ts: number, value: MetricValue): void
  /** Adds a roll-up that begins at `ts`. */
  addPiece(ts: number, piece: Piece): void
  result(): Bucket[]
}

/** One value as a piece. */
export const pieceOf = (value: MetricValue): Piece =>
  typeof value === 'number'
    ? { min: value, max: value, sum: value, numbers: 1, count: 1, last: value }
    : { min: Infinity, max: -Infinity, sum: 0, numbers: 0, count: 1, last: value }

/** Adds a later piece to an earlier one. */
export function joinPieces(earlier: Piece, later: Piece): void {
  earlier.min = Math.min(earlier.min, later.min)
  earlier.max = Math.max(earlier.max, later.max)
  earlier.sum += later.sum
  earlier.numbers += later.numbers
  earlier.count += later.count
  earlier.last = later.last
}

/** The width of a chart's buckets in ms: the span over the points, but no finer than `finest`. */
export const bucketWidth = (span: { from: number; to: number; points: number }, finest = 1): number =>
  Math.max(Math.ceil((span.to - span.from) / span.points), finest)

/** Empty buckets of `width` ms over [from, to). */
export function createBuckets({ from, to }: { from: number; to: number }, width: number): Buckets {
  const size = Math.max(0, Math.ceil((to - from) / width))
  const min = new Float64Array(size).fill(Infinity)
  const max = new Float64Array(size).fill(-Infinity)
  const [sum, numbers, count] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)]
  const lastAt = new Float64Array(size).fill(-Infinity)
  const last = new Array<MetricValue | null>(size).fill(null)

  /** The bucket of an instant, with its last value kept; -1 outside of the span. */
  const indexOf = (ts: number, value: MetricValue): number => {
    if (ts < from || ts >= to) return -1
    const index = Math.floor((ts - from) / width)
    if (ts >= lastAt[index]!) {
      lastAt[index] = ts
      last[index] = value
    }
    return index
  }
  return {
    add(ts, value) {
      const n = indexOf(ts, value)
      if (n < 0) return
      count[n]! += 1
      if (typeof value !== 'number') return
      numbers[n]! += 1
      sum[n]! += value
      if (value < min[n]!) min[n] = value
      if (value > max[n]!) max[n] = value
    },
    addPiece(ts, piece) {
      const n = indexOf(ts, piece.last)
      if (n < 0) return
      count[n]! += piece.count
      numbers[n]! += piece.numbers
      sum[n]! += piece.sum
      if (piece.min < min[n]!) min[n] = piece.min
      if (piece.max > max[n]!) max[n] = piece.max
    },
    result: () =>
      last.map((value, n) => {
        const some = numbers[n]! > 0
        return {
          ts: from + n * width,
          min: some ? min[n]! : null,
          max: some ? max[n]! : null,
          mean: some ? sum[n]! / numbers[n]! : null,
          last: value,
          count: count[n]!,
        }
      }),
  }
}
