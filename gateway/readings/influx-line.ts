// Readings as line protocol: measurement = kind, tags site and device only (a tag that can be edited would double points
// on a replay), time in microseconds. A metric is a field of its own name; names that Influx keeps for itself are marked.
import { Point as Line } from '@influxdata/influxdb-client'
import type { MetricValue } from '../../core/contracts/metric.ts'
import type { Piece } from './buckets.ts'
import { keyOf } from './key.ts'
import type { Point } from './store.ts'

/** Metric names begin with a letter, so nothing that begins so is one. */
const mark = '_m_'
const reserved: ReadonlySet<string> = new Set(['time', 'site', 'device'])

/** The field of a metric. */
export const fieldOf = (metric: string): string => (reserved.has(metric) ? mark + metric : metric)
/** The metric of a field; null for fields of our own, such as `_seq`. */
export function metricOf(field: string): string | null {
  if (field.startsWith(mark)) return field.slice(mark.length)
  return field.startsWith('_') ? null : field
}

const precise = { convertTime: String }

/** One line of a reading. Throws on a value that line protocol cannot hold. */
export function lineOf({ kind, site, reading }: Point): string {
  const line = new Line(kind).tag('site', site).tag('device', reading.device)
  for (const [metric, value] of Object.entries(reading.metrics)) setField(line, fieldOf(metric), value)
  if (reading.seq !== null) line.intField('_seq', reading.seq)
  else if (Object.keys(line.fields).length === 0) line.booleanField('_empty', true)
  return line.timestamp(keyOf(reading)).toLineProtocol(precise)!
}

/** Numbers are floats always: the first value fixes the type of a field for ever. */
function setField(line: Line, field: string, value: MetricValue): void {
  if (typeof value === 'number') line.floatField(field, value)
  else if (typeof value === 'boolean') line.booleanField(field, value)
  else line.stringField(field, value)
}

/** What a roll-up line stands for: one device and bucket, `ts` epoch ms. */
type RollUpRow = { kind: string; site: string; device: string; ts: number; pieces: ReadonlyMap<string, Piece> }

/** One line of a roll-up; the fields of a metric are `min_`, `max_`, `mean_`, `sum_`, `count_` and `last_`. */
export function rollUpLine({ kind, site, device, ts, pieces }: RollUpRow): string {
  const line = new Line(kind).tag('site', site).tag('device', device)
  for (const [metric, piece] of pieces) {
    const field = fieldOf(metric)
    line.floatField(`count_${field}`, piece.count)
    setField(line, `last_${field}`, piece.last)
    if (piece.numbers === 0) continue
    line.floatField(`min_${field}`, piece.min).floatField(`max_${field}`, piece.max)
    line.floatField(`mean_${field}`, piece.sum / piece.numbers).floatField(`sum_${field}`, piece.sum)
  }
  return line.timestamp(ts * 1000).toLineProtocol(precise)!
}
