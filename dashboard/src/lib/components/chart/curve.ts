// A history answer as a curve: the mean as a line, smallest and largest as an envelope, gaps as gaps. Pure.
import type { History } from '#core/contracts/api/reading.ts'
import { epoch } from '#core/contracts/instant.ts'
import type { Metric, MetricValue } from '#core/contracts/metric.ts'
import { bridgeMs } from '#lib/curve.ts'

/** `value` null breaks the curve. What is no number (running, a mode) has its place among the metric's words. */
export type Point = { at: number; low: number | null; high: number | null; value: number | null }

/** The words of a metric that is no number, in order of their place on the axis; null for numbers. */
export function placesOf(metric: Pick<Metric, 'type' | 'values'>): MetricValue[] | null {
  if (metric.type === 'number') return null
  if (metric.type === 'boolean') return [false, true]
  return metric.values.map(({ value }) => value)
}

/** Whether a metric can be drawn: free text cannot. */
export const isDrawable = (metric: Pick<Metric, 'type'>): boolean => metric.type !== 'text'

function pointOf(bucket: History['buckets'][number], at: number, places: readonly MetricValue[] | null): Point | null {
  if (bucket.count === 0) return null
  if (places === null) {
    const value = bucket.mean ?? (typeof bucket.last === 'number' ? bucket.last : null)
    return value === null ? null : { at, value, low: bucket.min ?? value, high: bucket.max ?? value }
  }
  const place = bucket.last === null ? -1 : places.indexOf(bucket.last)
  return place < 0 ? null : { at, value: place, low: null, high: null }
}

/** The points of a history, oldest first, broken where nothing was measured for longer than readings lie apart. */
export function pointsOf(
  { buckets, bucketMs }: Pick<History, 'buckets' | 'bucketMs'>,
  metric: Pick<Metric, 'type' | 'values'>,
): Point[] {
  const places = placesOf(metric)
  const bridge = Math.max(bridgeMs, 2.5 * bucketMs)
  const points = buckets.flatMap((bucket) => pointOf(bucket, epoch(bucket.ts) + bucketMs / 2, places) ?? [])
  return points.flatMap((point, i) => {
    const before = points[i - 1]
    return before && point.at - before.at > bridge
      ? [{ at: before.at + 1, value: null, low: null, high: null }, point]
      : [point]
  })
}

/** Smallest, largest and mean of what is shown, for the words beside a curve; null when nothing was measured. */
export function summaryOf(points: readonly Point[]): { low: number; high: number; mean: number } | null {
  const measured = points.filter((point) => point.value !== null)
  if (measured.length === 0) return null
  return {
    low: Math.min(...measured.map((point) => point.low ?? point.value ?? 0)),
    high: Math.max(...measured.map((point) => point.high ?? point.value ?? 0)),
    mean: measured.reduce((sum, point) => sum + (point.value ?? 0), 0) / measured.length,
  }
}
