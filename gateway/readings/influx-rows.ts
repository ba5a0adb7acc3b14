// What InfluxQL answers, back into pieces, readings and instants.
import type { MetricValue } from '../../core/contracts/metric.ts'
import type { Piece } from './buckets.ts'
import type { Series } from './influx-api.ts'
import { metricOf } from './influx-line.ts'
import { tsOf } from './key.ts'

type Row = { key: number; cells: Map<string, MetricValue> }

/** The rows of a series by the names of its columns; cells without a value are left out. */
export function rowsOf({ columns, values }: Series): Row[] {
  return values.map((row) => {
    const cells = new Map<string, MetricValue>()
    for (let n = 1; n < columns.length; n++) {
      const cell = row[n]
      if (cell !== null && cell !== undefined) cells.set(columns[n]!, cell)
    }
    return { key: Number(row[0]), cells }
  })
}

/** The pieces of a row whose columns are named as roll-up fields are, by metric. */
export function piecesOf(cells: ReadonlyMap<string, MetricValue>): Map<string, Piece> {
  const pieces = new Map<string, Piece>()
  for (const [column, count] of cells) {
    if (!column.startsWith('count_') || count === 0) continue
    const field = column.slice('count_'.length)
    const metric = metricOf(field)
    const last = cells.get(`last_${field}`)
    if (metric !== null && last !== undefined) pieces.set(metric, pieceOfField(cells, field, Number(count), last))
  }
  return pieces
}

function pieceOfField(cells: ReadonlyMap<string, MetricValue>, field: string, count: number, last: MetricValue): Piece {
  if (typeof last !== 'number') return { min: Infinity, max: -Infinity, sum: 0, numbers: 0, count, last }
  const figure = (name: string): number => Number(cells.get(`${name}_${field}`))
  const sum = cells.has(`sum_${field}`) ? figure('sum') : figure('mean') * count
  return { min: figure('min'), max: figure('max'), sum, numbers: count, count, last }
}

/** A row as a raw reading with its key. */
export function readingOf({ key, cells }: Row): {
  key: number
  ts: number
  seq: number | null
  metrics: Record<string, MetricValue>
} {
  const entries = [...cells].flatMap(([field, value]) => {
    const metric = metricOf(field)
    return metric === null ? [] : [[metric, value] as const]
  })
  const seq = cells.get('_seq')
  return { key, ts: tsOf(key), seq: seq === undefined ? null : Number(seq), metrics: Object.fromEntries(entries) }
}
