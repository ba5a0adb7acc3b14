// What the places of a metric that is no number are called.
import type { Metric, MetricValue } from '#core/contracts/metric.ts'
import { formatValue } from '#core/texts/format.ts'
import { locale, named, t } from '#lib/locale.svelte.ts'

/** A word, a truth or a state by its declared name; else as it is. */
export function placeWords(metric: Pick<Metric, 'values'>, value: MetricValue): string {
  const declared = metric.values.find((one) => one.value === value)
  if (declared) return named(declared.label)
  if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no')
  return String(value)
}

/** Any measured value as people read it: number with unit, or its declared word. */
export const measuredWords = (metric: Metric, value: MetricValue): string =>
  typeof value === 'number' && metric.type === 'number'
    ? formatValue(locale.current, value, metric.decimals, metric.unit)
    : placeWords(metric, value)
