// Charts out of InfluxDB: from the coarsest level that is fine enough, and from readings at the edges of the span and
// after the last roll-up. One call, summed up by the server.
import { bucketWidth, createBuckets } from './buckets.ts'
import type { InfluxApi } from './influx-api.ts'
import { fieldOf } from './influx-line.ts'
import { byTime, exactly, figures, name, text, within } from './influx-ql.ts'
import type { RollUpTarget } from './influx-rollup.ts'
import { piecesOf, rowsOf } from './influx-rows.ts'
import { firstKey, tsOf } from './key.ts'
import type { Bucket, HistoryQuery } from './store.ts'

export type HistorySource = {
  api: InfluxApi
  /** The database of readings. */
  database: string
  /** Finest first. */
  levels: readonly RollUpTarget[]
  /** Up to when roll-ups are complete, epoch ms. */
  rolledUpTo: number
  /** Readings before are gone, epoch ms. */
  readingsFrom: number
}

/** The buckets of a chart. */
export async function influxHistory(
  source: HistorySource,
  query: HistoryQuery,
): Promise<{ bucketMs: number; buckets: Bucket[] }> {
  const finest = query.from < source.readingsFrom ? source.levels[0]!.width : 1
  const width = bucketWidth(query, finest)
  const buckets = createBuckets(query, width)
  for (const series of (await source.api.query(statements(source, query, width).join('; '))).flat()) {
    for (const { key, cells } of rowsOf(series)) {
      const piece = piecesOf(cells).get(query.metric)
      if (piece) buckets.addPiece(Math.max(tsOf(key), query.from), piece)
    }
  }
  return { bucketMs: width, buckets: buckets.result() }
}

/** In the order of time, so that the last value of a bucket is the latest. */
function statements(source: HistorySource, query: HistoryQuery, width: number): string[] {
  const { from, to } = query
  // of whole hours two and more to a bucket: with one, some buckets would hold two and look like peaks
  const level = source.levels.findLast((candidate, n) => width >= candidate.width * (n === 0 ? 1 : 2))
  const raw = (start: number, end: number): string[] =>
    start < end ? [select(source.database, figures(exactly(fieldOf(query.metric))), query, start, end, width)] : []
  if (!level) return raw(from, to)
  const start = Math.ceil(from / level.width) * level.width
  const end = Math.floor(Math.min(to, source.rolledUpTo) / level.width) * level.width
  if (start >= end) return raw(from, to)
  const rolledUp = select(level.database, rollUpFigures(fieldOf(query.metric)), query, start, end, width)
  return [...raw(from, start), rolledUp, ...raw(end, to)]
}

function select(
  database: string,
  what: string,
  { kind, device, from }: HistoryQuery,
  start: number,
  end: number,
  width: number,
): string {
  return (
    `SELECT ${what} FROM ${name(database)}..${name(kind)} ` +
    `WHERE device = ${text(device)} AND ${within(firstKey(start), firstKey(end))} ` +
    `GROUP BY ${byTime(width, from)} fill(none)`
  )
}

/** The figures of roll-ups, under the names that those of readings have. */
function rollUpFigures(field: string): string {
  const figure = (of: string, how: string): string => `${how}(${name(`${of}_${field}`)}) AS ${name(`${of}_${field}`)}`
  return [
    figure('min', 'min'),
    figure('max', 'max'),
    figure('sum', 'sum'),
    figure('count', 'sum'),
    figure('last', 'last'),
  ].join(', ')
}
