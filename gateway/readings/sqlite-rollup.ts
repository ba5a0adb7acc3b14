// Roll-ups of the embedded store: five minutes from readings, one hour from five minutes, each bucket computed anew from
// what lies below, so late data is counted. Where the level below has expired, late data is added instead.
import type { DatabaseSync } from 'node:sqlite'
import { joinPieces, pieceOf, type Piece } from './buckets.ts'
import { firstKey } from './key.ts'
import type { Dictionary } from './sqlite-dictionary.ts'
import { packPieces, unpackMetrics, unpackPieces, type Packed } from './sqlite-pack.ts'
import { fiveMinutes, oneHour, readHorizons, type Horizons } from './sqlite-schema.ts'

export type RollUp = {
  /**
   * Brings at most `limit` stale buckets that begin before `before` up to date; to be called within a transaction.
   * Returns how many there were: fewer than `limit` means that all are done.
   */
  some(limit: number, before?: number): number
}

type Bucket = { device: number; ts: number }
type Pieces = Map<string, Piece>

/** The roll-ups of a database; `dictionary` is asked anew each time. */
export function createRollUp(db: DatabaseSync, dictionary: () => Dictionary): RollUp {
  const findStale = db.prepare('SELECT device, ts FROM dirty WHERE ts < ? ORDER BY device, ts LIMIT ?')
  const tidy = db.prepare('DELETE FROM dirty WHERE device = ? AND ts = ?')
  const readings = spanOf(db, 'reading', 't')
  const fives = { ...spanOf(db, 'rollup_5m', 'ts'), ...levelOf(db, dictionary, 'rollup_5m') }
  const hours = levelOf(db, dictionary, 'rollup_1h')

  const rollUpFive = (bucket: Bucket, horizons: Horizons): void => {
    const { device, ts } = bucket
    const span = [device, firstKey(ts), firstKey(ts + fiveMinutes)] as const
    const expired = ts < horizons.reading
    const pieces: Pieces = new Map()
    for (const row of readings.all(...span)) {
      for (const [name, value] of Object.entries(unpackMetrics(dictionary(), row))) add(pieces, name, pieceOf(value))
    }
    fives.save(bucket, expired ? addLate(fives.kept(bucket), pieces) : pieces)
    // they are in the roll-up now and must not be added a second time
    if (expired) readings.remove(...span)
    tidy.run(device, ts)
  }
  const rollUpHour = (bucket: Bucket, horizons: Horizons): void => {
    const span = [bucket.device, bucket.ts, bucket.ts + oneHour] as const
    const expired = bucket.ts < horizons.rollup_5m
    const pieces: Pieces = new Map()
    for (const row of fives.all(...span)) {
      for (const [name, piece] of unpackPieces(dictionary(), row)) add(pieces, name, piece)
    }
    hours.save(bucket, expired ? addLate(hours.kept(bucket), pieces) : pieces)
    if (expired) fives.remove(...span)
  }

  return {
    some(limit, before = Number.MAX_SAFE_INTEGER) {
      const horizons = readHorizons(db)
      const stale = findStale.all(before, limit) as Bucket[]
      const touched = new Map<string, Bucket>()
      for (const bucket of stale) {
        rollUpFive(bucket, horizons)
        const ts = Math.floor(bucket.ts / oneHour) * oneHour
        touched.set(`${bucket.device}/${ts}`, { device: bucket.device, ts })
      }
      for (const hour of touched.values()) rollUpHour(hour, horizons)
      return stale.length
    },
  }
}

/** The rows of a device over a span, in order. */
function spanOf(db: DatabaseSync, table: string, column: string) {
  const where = `device = ? AND ${column} >= ? AND ${column} < ?`
  const find = db.prepare(`SELECT shape, data FROM ${table} WHERE ${where} ORDER BY ${column}`)
  const remove = db.prepare(`DELETE FROM ${table} WHERE ${where}`)
  return {
    all: (...span: readonly [number, number, number]) => find.all(...span) as unknown as Packed[],
    remove: (...span: readonly [number, number, number]) => void remove.run(...span),
  }
}

/** The row of one bucket of a level. */
function levelOf(db: DatabaseSync, dictionary: () => Dictionary, table: string) {
  const find = db.prepare(`SELECT shape, data FROM ${table} WHERE device = ? AND ts = ?`)
  const replace = db.prepare(
    `INSERT INTO ${table} (device, ts, shape, data) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET shape = excluded.shape, data = excluded.data`,
  )
  return {
    kept({ device, ts }: Bucket): Pieces {
      const row = find.get(device, ts) as unknown as Packed | undefined
      return row ? unpackPieces(dictionary(), row) : new Map<string, Piece>()
    },
    save({ device, ts }: Bucket, pieces: Pieces): void {
      if (pieces.size === 0) return
      const { shape, data } = packPieces(dictionary(), pieces)
      replace.run(device, ts, shape, data)
    },
  }
}

function add(pieces: Pieces, name: string, piece: Piece): void {
  const there = pieces.get(name)
  if (there) joinPieces(there, piece)
  else pieces.set(name, { ...piece })
}

/** What arrived after the rest had expired is counted, but does not become the last value. */
function addLate(kept: Pieces, late: Pieces): Pieces {
  for (const [name, piece] of late) {
    const last = kept.get(name)?.last ?? piece.last
    add(kept, name, piece)
    kept.get(name)!.last = last
  }
  return kept
}
