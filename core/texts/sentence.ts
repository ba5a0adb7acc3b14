// An incident in one sentence, for the wall, for a notice, for a voice: place + thing + state + number + since.
// “2号楼 生活水压力低 0.18 MPa（下限 0.25），8 分钟”.
import type { Incident } from '../contracts/incident.ts'
import type { Metric } from '../contracts/metric.ts'
import type { Condition, MetricCondition } from '../contracts/rule.ts'
import type { Locale, Name } from '../contracts/scalars.ts'
import { formatDuration, formatValue } from './format.ts'
import { text, type TextKey } from './texts.ts'

/** What the words need beside the incident. Names that are null are left out of the sentence. */
export type SentenceContext = {
  locale: Locale
  /** Building or zone. Left out when the name of the thing already begins with it. */
  place: Name | null
  /** The device, point or checkpoint. */
  thing: Name | null
  /** The metrics of the device's kind: unit and decimals of the number. */
  metrics: readonly Metric[]
  /** The rule's condition, for the limit; null when it is not at hand. */
  when: Condition | null
  /** Now, epoch ms; null leaves the duration out. */
  at: number | null
}

const limits = (when: Condition | null): MetricCondition[] => {
  if (when === null) return []
  if ('all' in when) return when.all.flatMap(limits)
  if ('any' in when) return when.any.flatMap(limits)
  return 'metric' in when && !('rate' in when) ? [when] : []
}

/** The number that raised it and the limit that it crossed, of the first metric in evidence that has a limit or a value. */
function numberOf(incident: Incident, context: SentenceContext): string {
  const { locale, metrics } = context
  const metric = metrics.find(({ name, type }) => type === 'number' && typeof incident.evidence[name] === 'number')
  if (!metric) return ''
  const value = formatValue(locale, Number(incident.evidence[metric.name]), metric.decimals, metric.unit)
  const limit = limits(context.when).find((condition) => condition.metric === metric.name)
  const bound = limit?.above ?? limit?.below
  if (bound === undefined) return ` ${value}`
  const key: TextKey = limit?.above === undefined ? 'incident.limit_below' : 'incident.limit_above'
  const words = text(locale, key, { limit: formatValue(locale, bound, metric.decimals, '') })
  return locale === 'zh-CN' ? ` ${value}（${words}）` : ` ${value} (${words})`
}

/** Place and thing, without saying the place twice. */
export function whereOf({ locale, place, thing }: Pick<SentenceContext, 'locale' | 'place' | 'thing'>): string {
  const [where, what] = [place?.[locale] ?? '', thing?.[locale] ?? '']
  if (!where || what.startsWith(where)) return what
  return what ? `${where}${locale === 'zh-CN' ? ' ' : ', '}${what}` : where
}

/** The incident in one sentence, in a language; the same words on the wall and in a notice. */
export function sentence(incident: Incident, context: SentenceContext): string {
  const { locale, at } = context
  const head = [whereOf(context), incident.title[locale]].filter(Boolean).join(locale === 'zh-CN' ? ' ' : ': ')
  const since = at === null ? '' : formatDuration(locale, at - Date.parse(incident.openedAt))
  const comma = locale === 'zh-CN' ? '，' : ', '
  return `${head}${numberOf(incident, context)}${since && comma}${since}`
}
