// Charts and packed rows: whatever way values take, they count once and come out as they went in.
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBuckets, joinPieces, pieceOf, type Piece } from './buckets.ts'
import { createDictionary } from './sqlite-dictionary.ts'
import { packMetrics, packPieces, unpackMetric, unpackMetrics, unpackPieces } from './sqlite-pack.ts'

const value = fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.boolean(), fc.string({ unit: 'binary', maxLength: 8 }))
const number = fc.double({ noNaN: true, noDefaultInfinity: true })
const metrics = fc.dictionary(
  fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/),
  fc.oneof(number, fc.boolean(), fc.string({ unit: 'binary' })),
)

function dictionary() {
  const db = new DatabaseSync(':memory:')
  db.exec(
    'CREATE TABLE shape (id INTEGER PRIMARY KEY, spec TEXT UNIQUE); CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT UNIQUE)',
  )
  return createDictionary(db, true)
}

test('a chart of pieces is the chart of their values', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: -50, max: 650 }), value), { maxLength: 60 }), (readings) => {
      const ordered = readings.toSorted(([a], [b]) => a - b)
      const [single, joined] = [createBuckets({ from: 0, to: 600 }, 100), createBuckets({ from: 0, to: 600 }, 100)]
      const pieces = new Map<number, Piece>()
      for (const [ts, measured] of ordered) {
        single.add(ts, measured)
        const start = Math.floor(ts / 50) * 50
        const there = pieces.get(start)
        if (there) joinPieces(there, pieceOf(measured))
        else pieces.set(start, pieceOf(measured))
      }
      for (const [start, piece] of pieces) joined.addPiece(start, piece)
      expect(joined.result()).toEqual(single.result())
    }),
  )
})

test('buckets hold what lies in the span, each value once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: -500, max: 1500 }), value)),
      fc.integer({ min: 1, max: 400 }),
      (readings, width) => {
        const buckets = createBuckets({ from: 0, to: 1000 }, width)
        for (const [ts, measured] of readings) buckets.add(ts, measured)
        const result = buckets.result()
        expect(result).toHaveLength(Math.ceil(1000 / width))
        const inside = readings.filter(([ts]) => ts >= 0 && ts < 1000)
        expect(result.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(inside.length)
        const numbers = inside.map(([, measured]) => measured).filter((measured) => typeof measured === 'number')
        const highest = result.map((bucket) => bucket.max).filter((max) => max !== null)
        if (numbers.length > 0) expect(Math.max(...highest)).toBe(Math.max(...numbers))
      },
    ),
  )
})

test('metrics come out of a row as they went in, each by itself, too', () => {
  const words = dictionary()
  fc.assert(
    fc.property(metrics, (given) => {
      const packed = packMetrics(words, given)
      expect(unpackMetrics(words, packed)).toEqual({ ...given })
      for (const [name, measured] of Object.entries(given)) {
        expect(unpackMetric(words, packed.shape, packed.data, name)).toBe(measured)
      }
      expect(unpackMetric(words, packed.shape, packed.data, 'not_there_at_all')).toBeUndefined()
    }),
  )
})

test('a row is packed the same, whatever shape is guessed', () => {
  const words = dictionary()
  fc.assert(
    fc.property(metrics, metrics, (given, other) => {
      const plain = packMetrics(words, given)
      for (const { shape } of [plain, packMetrics(words, other)])
        expect(packMetrics(words, given, shape === 0 ? null : words.shape(shape))).toEqual(plain)
    }),
  )
})

test('the pieces of a roll-up come out as they went in', () => {
  const words = dictionary()
  fc.assert(
    fc.property(metrics, (given) => {
      const pieces = new Map(Object.entries(given).map(([name, measured]) => [name, pieceOf(measured)]))
      expect(unpackPieces(words, packPieces(words, pieces))).toEqual(pieces)
    }),
  )
})
