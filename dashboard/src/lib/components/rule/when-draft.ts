// The condition of a rule as the form holds it: one of five basic shapes, or another one that is only carried. Pure.
import type { Condition, EventCondition, MetricCondition, RateCondition } from '#core/contracts/rule.ts'

export const shapes = ['metric', 'equals', 'rate', 'silent', 'event'] as const
export type Shape = (typeof shapes)[number] | 'other'

export type WhenDraft = {
  shape: Shape
  metric: string
  compare: 'above' | 'below'
  value: string
  clear: string
  /** The word or number that it must equal, as JSON, so that `true` and `"true"` stay apart. */
  equals: string
  per: string
  window: string
  silent: string
  event: string
  until: string
  byPoint: boolean
  count: string
  within: string
  /** A condition of another shape, untouched. */
  other: Condition | null
}

export const blankWhen = (): WhenDraft => ({
  shape: 'metric',
  metric: '',
  compare: 'above',
  value: '',
  clear: '',
  equals: '',
  per: '1m',
  window: '5m',
  silent: '3',
  event: '',
  until: '',
  byPoint: false,
  count: '',
  within: '',
  other: null,
})

const optional = (value: number | undefined): string => (value === undefined ? '' : String(value))

/** The form of a condition. */
export function draftOfCondition(when: Condition): WhenDraft {
  const blank = blankWhen()
  if ('silent' in when) return { ...blank, shape: 'silent', silent: String(when.silent) }
  if ('rate' in when) return { ...blank, shape: 'rate', ...rateDraft(when) }
  if ('event' in when && !Array.isArray(when.until)) return { ...blank, shape: 'event', ...eventDraft(when) }
  if ('metric' in when && when.in === undefined && !(when.equals !== undefined && when.clear !== undefined))
    return { ...blank, ...metricDraft(when) }
  return { ...blank, shape: 'other', other: when }
}

function metricDraft(when: MetricCondition): Partial<WhenDraft> {
  const { metric, above, below, equals, clear } = when
  if (equals !== undefined) return { shape: 'equals', metric, equals: JSON.stringify(equals) }
  const compare = above === undefined ? 'below' : 'above'
  return { shape: 'metric', metric, compare, value: optional(above ?? below), clear: optional(clear) }
}

function rateDraft({ metric, rate }: RateCondition): Partial<WhenDraft> {
  const compare = rate.above === undefined ? 'below' : 'above'
  return { metric, compare, value: optional(rate.above ?? rate.below), per: rate.per, window: rate.window }
}

const eventDraft = (when: EventCondition): Partial<WhenDraft> => ({
  event: when.event,
  until: typeof when.until === 'string' ? when.until : '',
  byPoint: when.by === 'point',
  count: optional(when.count),
  within: when.within ?? '',
})

/** The condition that a form describes. A number that was not typed is left out; the server then says what is missing. */
export function conditionOfDraft(draft: WhenDraft): Condition | object {
  const { shape, metric, compare, value, clear } = draft
  if (shape === 'other' && draft.other) return draft.other
  if (shape === 'silent') return { silent: Number(draft.silent) }
  if (shape === 'rate') return { metric, rate: { ...number(compare, value), per: draft.per, window: draft.window } }
  if (shape === 'equals') return { metric, equals: parsed(draft.equals) }
  if (shape === 'event') return eventOf(draft)
  return { metric, ...number(compare, value), ...number('clear', clear) }
}

const eventOf = ({ event, until, byPoint, count, within }: WhenDraft): object => ({
  event,
  ...(until && { until }),
  ...(byPoint && { by: 'point' }),
  ...number('count', count),
  ...(within.trim() && { within: within.trim() }),
})

const number = (name: string, typed: string): Record<string, number> =>
  typed.trim() === '' ? {} : { [name]: Number(typed.trim()) }

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return json
  }
}

/** What a person typed for an equality, as {@link WhenDraft.equals}: a number where the metric is one. */
export const equalsOf = (typed: string, isNumber: boolean): string =>
  isNumber && typed.trim() !== '' && Number.isFinite(Number(typed)) ? typed.trim() : JSON.stringify(typed)

/** An equality as it is typed. */
export function typedOf(equals: string): string {
  const value = parsed(equals)
  return typeof value === 'string' ? value : equals
}
