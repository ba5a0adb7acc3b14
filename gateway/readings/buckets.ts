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
  /** Adds what happened at `ts`, epoch ms; outside of the span it is left out. Ties go to the later call. */
  add(ts: number, piece: Piece): void
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
  const pieces = new Array<Piece | null>(Math.max(0, Math.ceil((to - from) / width))).fill(null)
  const lastAt = new Float64Array(pieces.length).fill(-Infinity)
  return {
    add(ts, piece) {
      if (ts < from || ts >= to) return
      const index = Math.floor((ts - from) / width)
      const there = pieces[index]
      const later = ts >= lastAt[index]!
      if (later) lastAt[index] = ts
      if (!there) pieces[index] = { ...piece }
      else {
        const { last } = there
        joinPieces(there, piece)
        if (!later) there.last = last
      }
    },
    result: () => pieces.map((piece, index) => bucketOf(from + index * width, piece)),
  }
}

function bucketOf(ts: number, piece: Piece | null): Bucket {
  if (!piece) return { ts, min: null, max: null, mean: null, last: null, count: 0 }
  const { min, max, sum, numbers, count, last } = piece
  if (numbers === 0) return { ts, min: null, max: null, mean: null, last, count }
  return { ts, min, max, mean: sum / numbers, last, count }
}
