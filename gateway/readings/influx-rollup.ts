// Roll-ups in InfluxDB, summed up by us: continuous queries exist in 1.x only and miss late data, and the server takes
// twenty times longer to sum up many devices than to hand over their rows. What is stale is kept in memory; after a
// restart the writer goes over the last minutes again, which marks it anew.
import { joinPieces, pieceOf, type Piece } from './buckets.ts'
import { joinRanges, type Range, type Stretch } from './influx-ranges.ts'
import type { InfluxApi, Series } from './influx-api.ts'
import { metricOf, rollUpLine } from './influx-line.ts'
import { name, text, within } from './influx-ql.ts'
import { piecesOf, rowsOf } from './influx-rows.ts'
import { firstKey, tsOf } from './key.ts'
import type { Point } from './store.ts'

export type InfluxRollUp = {
  /** Marks the buckets of points as stale. */
  mark(points: readonly Point[]): void
  /** Brings what is stale up to date. What could not be, stays stale. */
  run(): Promise<void>
}
export type RollUpTarget = { database: string; width: number }
/** The pieces of one row, by metric. */
type Row = { key: number; pieces: ReadonlyMap<string, Piece> }

const devicesAtOnce = 20
const linesAtOnce = 5000
/** Buckets of one statement: two hours of readings, two days of five minutes; what comes back stays a few megabytes. */
const maxBuckets = [24, 48]

/** Readings stand in `source`; the first target is computed from them, each further one from the one before it. */
export function createInfluxRollUp(api: InfluxApi, source: string, targets: readonly RollUpTarget[]): InfluxRollUp {
  const stale = targets.map(() => new Map<string, Range>())
  const runTarget = async (n: number, { database, width }: RollUpTarget, ranges: Map<string, Range>): Promise<void> => {
    const from = targets[n - 1]
    for (const stretch of joinRanges(ranges.values(), width, maxBuckets[n] ?? 24, devicesAtOnce)) {
      const series = (await api.query(statement(from?.database ?? source, stretch))).flat()
      const lines = series.flatMap((found) => linesOf(stretch.kind, found, width, from ? rolledUpRows : readingRows))
      await writeLines(api, database, lines)
    }
  }
  return {
    mark(points) {
      for (const { kind, reading } of points) {
        targets.forEach(({ width }, n) => {
          const from = Math.floor(reading.ts / width) * width
          stale[n]!.set(`${kind}/${reading.device}/${from}`, { kind, device: reading.device, from })
        })
      }
    },
    async run() {
      for (const [n, target] of targets.entries()) {
        const taken = stale[n]!
        stale[n] = new Map()
        try {
          await runTarget(n, target, taken)
        } catch (error) {
          for (const [key, range] of taken) stale[n].set(key, range)
          throw error
        }
      }
    },
  }
}

function statement(database: string, { kind, devices, from, to }: Stretch): string {
  const which = devices.map((device) => `device = ${text(device)}`).join(' OR ')
  return (
    `SELECT *::field FROM ${name(database)}..${name(kind)} ` +
    `WHERE (${which}) AND ${within(firstKey(from), firstKey(to))} GROUP BY device, site`
  )
}

/** The lines of one device, a bucket each; rows come in the order of time, so the last value is the latest. */
function linesOf(kind: string, series: Series, width: number, rowsIn: (series: Series) => Iterable<Row>): string[] {
  const { device = '', site = '' } = series.tags ?? {}
  const buckets = new Map<number, Map<string, Piece>>()
  for (const { key, pieces } of rowsIn(series)) {
    const ts = Math.floor(tsOf(key) / width) * width
    let bucket = buckets.get(ts)
    if (!bucket) buckets.set(ts, (bucket = new Map<string, Piece>()))
    for (const [metric, piece] of pieces) {
      const there = bucket.get(metric)
      if (there) joinPieces(there, piece)
      else bucket.set(metric, piece)
    }
  }
  return [...buckets].flatMap(([ts, pieces]) =>
    pieces.size === 0 ? [] : [rollUpLine({ kind, site, device, ts, pieces })],
  )
}

function* readingRows({ columns, values }: Series): Iterable<Row> {
  const metrics = columns.map(metricOf)
  for (const row of values) {
    const pieces = new Map<string, Piece>()
    for (let n = 1; n < row.length; n++) {
      const [metric, value] = [metrics[n], row[n]]
      if (metric && value !== null && value !== undefined) pieces.set(metric, pieceOf(value))
    }
    yield { key: Number(row[0]), pieces }
  }
}

function* rolledUpRows(series: Series): Iterable<Row> {
  for (const { key, cells } of rowsOf(series)) yield { key, pieces: piecesOf(cells) }
}

async function writeLines(api: InfluxApi, database: string, lines: string[]): Promise<void> {
  for (let n = 0; n < lines.length; n += linesAtOnce) {
    await api.write(database, lines.slice(n, n + linesAtOnce).join('\n'))
  }
}
