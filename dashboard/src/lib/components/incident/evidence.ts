// Which metric shows what happened in an incident, and the limits that its rule set on it. Pure.
import type { Incident } from '#core/contracts/incident.ts'
import type { Metric } from '#core/contracts/metric.ts'
import type { Condition, MetricCondition } from '#core/contracts/rule.ts'

/** Every comparison of a metric inside a condition. */
function comparisons(when: Condition | null): MetricCondition[] {
  if (when === null) return []
  if ('all' in when) return when.all.flatMap(comparisons)
  if ('any' in when) return when.any.flatMap(comparisons)
  if ('not' in when) return comparisons(when.not)
  return 'metric' in when && !('rate' in when) ? [when] : []
}

function namesIn(when: Condition | null): string[] {
  if (when === null) return []
  if ('all' in when) return when.all.flatMap(namesIn)
  if ('any' in when) return when.any.flatMap(namesIn)
  if ('not' in when) return namesIn(when.not)
  return 'metric' in when ? [when.metric] : []
}

/**
 * The metric to draw: one that the rule compares, else one that is in evidence (an event brings figures in its `data`),
 * else the first key number of the device. Null when nothing of it can be drawn.
 */
export function metricOf(
  incident: Pick<Incident, 'evidence'>,
  when: Condition | null,
  metrics: readonly Metric[],
): Metric | null {
  const data = incident.evidence['data']
  const said = typeof data === 'object' && data !== null ? Object.keys(data) : []
  const drawable = metrics.filter((metric) => metric.type !== 'text')
  const wanted = [...namesIn(when), ...Object.keys(incident.evidence), ...said]
  const named = wanted.map((name) => drawable.find((metric) => metric.name === name)).find(Boolean)
  return named ?? drawable.find((metric) => metric.key && metric.type === 'number') ?? null
}

/** The limits that a rule sets on a metric, each once. */
export const limitsOn = (when: Condition | null, metric: string): number[] => [
  ...new Set(
    comparisons(when)
      .filter((condition) => condition.metric === metric)
      .flatMap(({ above, below }) => [above, below].filter((limit) => limit !== undefined)),
  ),
]

/** The nearest limit to each side that is an alarm when passed; null where there is none. */
export type Bounds = { above: number | null; below: number | null }

/** The limits between which a metric is healthy. What a rule says by denial or with other metrics sets none. */
export function boundsOn(when: Condition | null, metric: string): Bounds {
  const said = plain(when).filter((condition) => condition.metric === metric)
  const least = (limits: number[]) => (limits.length === 0 ? null : Math.min(...limits))
  const above = said.flatMap((condition) => condition.above ?? [])
  const below = said.flatMap((condition) => (condition.below === undefined ? [] : -condition.below))
  const nearest = least(below)
  return { above: least(above), below: nearest === null ? null : -nearest }
}

/** The comparisons that are not denied. */
function plain(when: Condition | null): MetricCondition[] {
  if (when === null || 'not' in when) return []
  if ('all' in when) return when.all.flatMap(plain)
  return 'any' in when ? when.any.flatMap(plain) : comparisons(when)
}
