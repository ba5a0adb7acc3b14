// What is watched of a machine after a repair: the values that its rule looks at, with their limits, then its key values.
// Pure.
import type { Latest } from '#core/contracts/device.ts'
import { epoch } from '#core/contracts/instant.ts'
import type { Metric, MetricValue } from '#core/contracts/metric.ts'
import type { Condition } from '#core/contracts/rule.ts'
import { boundsOn, type Bounds } from '#lib/components/incident/evidence.ts'

/** `at`: when it was measured, epoch ms. `isBeyond`: on the wrong side of a limit; null where there is none or no value. */
export type Watched = {
  metric: Metric
  bounds: Bounds
  value: MetricValue | null
  at: number | null
  isBeyond: boolean | null
}

const most = 4

/** The rows, those with a limit first; at most four. */
export function watchedOf(metrics: readonly Metric[], when: Condition | null, latest: Latest | null): Watched[] {
  const rows = metrics.map((metric) => rowOf(metric, boundsOn(when, metric.name), latest))
  const limited = rows.filter(({ bounds }) => bounds.above !== null || bounds.below !== null)
  const key = rows.filter((row) => row.metric.key && !limited.includes(row))
  return [...limited, ...key].slice(0, most)
}

function rowOf(metric: Metric, bounds: Bounds, latest: Latest | null): Watched {
  const known = latest?.metrics[metric.name]
  const value = known?.value ?? null
  return { metric, bounds, value, at: epoch(known?.ts ?? null), isBeyond: beyond(bounds, value) }
}

function beyond({ above, below }: Bounds, value: MetricValue | null): boolean | null {
  if (typeof value !== 'number' || (above === null && below === null)) return null
  return (above !== null && value > above) || (below !== null && value < below)
}

/** Where values lie on a bar from 0 to 1: the limit stands well inside, whatever else the instrument could show. */
export function placedOn({ bounds, value }: Watched): (value: number) => number {
  const shown = [value, bounds.above, bounds.below].filter((one) => typeof one === 'number')
  const [low, high] = [Math.min(0, ...shown), Math.max(...shown, 0)]
  const air = (high - low || 1) * 0.25
  return (at) => Math.min(1, Math.max(0, (at - low) / (high - low + air)))
}
