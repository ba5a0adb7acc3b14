// A rule in one sentence: 当水泵出口压力小于 0.25 MPa，持续 10 秒 → 2 级报警“出口压力低”，并派工单.
import { epoch, milliseconds } from '#core/contracts/instant.ts'
import type { Kind } from '#core/contracts/kind.ts'
import type { Metric } from '#core/contracts/metric.ts'
import type { Condition, EventCondition, MetricCondition, Rule } from '#core/contracts/rule.ts'
import { formatValue } from '#core/texts/format.ts'
import { isTextKey } from '#core/texts/texts.ts'
import { locale, named, t } from '#lib/locale.svelte.ts'
import { moment, span } from '#lib/words.ts'

type Sentence = Pick<Rule, 'scope' | 'priority' | 'when' | 'for' | 'raise'>

const comma = () => (locale.current === 'zh-CN' ? '，' : ', ')
const semicolon = () => (locale.current === 'zh-CN' ? '；' : '; ')

/** A duration of a rule in words; what is under a second, or not a duration yet, as it is written. */
function durationWords(duration: string): string {
  if (!/^\d{1,9}(s|m|h|d)$/.test(duration)) return duration
  return span(milliseconds(duration))
}

/** The name of what a rule watches. */
export function scopeWords(scope: Rule['scope'], kind: Kind | undefined): string {
  if (scope.subject !== 'device') return t('rules.inside')
  if (kind) return named(kind.name)
  return scope.kind ?? t('rules.any_kind')
}

function valueWords(value: unknown, metric: Metric | undefined): string {
  const known = metric?.values.find((one) => one.value === value)
  if (known) return named(known.label)
  if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no')
  if (typeof value !== 'number') return typeof value === 'string' ? value : ''
  // A limit is shown with the decimals that it was given, where those are more than the metric's.
  const given = (String(value).split('.')[1] ?? '').length
  return formatValue(locale.current, value, given, metric?.unit ?? '')
}

function metricWords(when: MetricCondition, metric: Metric | undefined): string {
  const name = metric ? named(metric.label) : when.metric || '…'
  if (when.in)
    return t('rule.say.in', { metric: name, value: when.in.map((one) => valueWords(one, metric)).join(' / ') })
  const compare = (['above', 'below', 'equals'] as const).find((one) => when[one] !== undefined)
  if (!compare) return `${name} …`
  const say = (value: unknown) => valueWords(value, metric)
  const limit = say(when[compare])
  const words = t('rule.say.metric', {
    metric: name,
    compare: t(`rule.compare.${compare}`),
    // A number stands apart; a word follows directly where words are not parted.
    value: compare === 'equals' && locale.current === 'zh-CN' ? limit : ` ${limit}`,
  }).replace(/\s+/g, ' ')
  return when.clear === undefined ? words : words + comma() + t('rule.say.clear', { value: say(when.clear) })
}

function eventWords(when: EventCondition, kind: Kind | undefined): string {
  const say = (type: string) => {
    const declared = kind?.events.find((event) => event.type === type)
    const inside = `rule.inside.${type}`
    if (declared) return named(declared.label)
    return isTextKey(inside) ? t(inside) : type || '…'
  }
  const until = [when.until ?? []].flat().map(say).join(' / ')
  const words = [
    until
      ? t('rule.say.event_until', { event: say(when.event), until })
      : t('rule.say.event', { event: say(when.event) }),
    when.count === undefined ? '' : t('rule.say.count', { n: when.count, within: durationWords(when.within ?? '') }),
    when.by ? t('rule.say.by_point') : '',
  ]
  return words.filter(Boolean).join(comma())
}

/** A condition in words, with what the kind calls its metrics and events. */
export function conditionWords(when: Condition, kind: Kind | undefined): string {
  const parts = (all: Condition[]) => all.map((one) => conditionWords(one, kind)).join(semicolon())
  const metricOf = (name: string) => kind?.metrics.find((metric) => metric.name === name)
  if ('all' in when) return t('rule.say.all', { parts: parts(when.all) })
  if ('any' in when) return t('rule.say.any', { parts: parts(when.any) })
  if ('not' in when) return t('rule.say.not', { part: conditionWords(when.not, kind) })
  if ('silent' in when) return t('rule.say.silent', { n: when.silent })
  if ('event' in when) return eventWords(when, kind)
  const metric = metricOf(when.metric)
  if (!('rate' in when)) return metricWords(when, metric)
  const compare = when.rate.above === undefined ? 'below' : 'above'
  return t('rule.say.rate', {
    metric: metric ? named(metric.label) : when.metric,
    compare: t(`rule.compare.${compare}`),
    value: ` ${valueWords(when.rate[compare], metric)}`,
    per: durationWords(when.rate.per),
    window: durationWords(when.rate.window),
  })
}

/** The whole rule in one sentence. */
export function ruleSentence(rule: Sentence, kind: Kind | undefined): string {
  const space = locale.current === 'zh-CN' ? '' : ' '
  const head = t('rule.say.scope', { scope: scopeWords(rule.scope, kind) }) + space + conditionWords(rule.when, kind)
  const held = /^0(ms|s|m|h|d)$/.test(rule.for) ? '' : comma() + t('rule.say.for', { time: durationWords(rule.for) })
  const raise = t('rule.say.raise', { n: rule.priority, title: named(rule.raise.title) || '…' })
  const ticket = rule.raise.ticket && t('rule.say.ticket', { type: t(`ticket.type.${rule.raise.ticket.type}`) })
  return `${head}${held} ${raise}${ticket ? comma() + ticket : ''}`
}

/** What an event condition saw of its subject. */
type SeenEvent = { on: boolean; from: string | null; ended: string | null }

function seenWords({ on, from, ended }: SeenEvent): string {
  const at = (time: string | null) => (time === null ? '' : moment(epoch(time)))
  if (on) return t('explain.event.on', { time: at(from) })
  return ended === null ? t('explain.event.never') : t('explain.event.ended', { time: at(ended) })
}

/** What was seen, beside a condition: a value in the words of its metric, or when an event came and ended. */
export function leafValue(condition: Condition, value: unknown, kind: Kind | undefined): string {
  if (value === null || value === undefined) return t('explain.no_value')
  const metric = 'metric' in condition ? kind?.metrics.find((one) => one.name === condition.metric) : undefined
  return typeof value === 'object' ? seenWords(value as SeenEvent) : valueWords(value, metric)
}
