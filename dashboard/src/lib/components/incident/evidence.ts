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
