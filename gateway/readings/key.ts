// The key of a reading within its device: microseconds of its instant plus its ordinal, one number that sorts by time.
import type { MetricValue } from '../../core/contracts/metric.ts'
import type { RawPage } from './store.ts'

/** Ordinals beyond this would run into the next millisecond. */
const perMs = 1000

/** The key of an instant and ordinal. */
export const keyOf = ({ ts, ordinal }: { ts: number; ordinal: number }): number => ts * perMs + ordinal
/** The first key of an instant, epoch ms. */
export const firstKey = (ts: number): number => Math.ceil(ts) * perMs
/** The instant of a key, epoch ms. */
export const tsOf = (key: number): number => Math.floor(key / perMs)

type Row = { key: number; ts: number; seq: number | null; metrics: Record<string, MetricValue> }

/** A page of rows that were asked for with one more than `limit`, so that the end is known. */
export function pageOf(rows: readonly Row[], limit: number): RawPage {
  const page = rows.slice(0, limit)
  const cursor = rows.length > limit ? String(page.at(-1)?.key ?? '') : null
  return { items: page.map(({ ts, seq, metrics }) => ({ ts, seq, metrics })), cursor }
}
