// When rounds start, in words: times on weekdays, or the common recurrences; any other shows its RRULE.
import type { Schedule } from '#core/contracts/route.ts'
import { locale, t } from '#lib/locale.svelte.ts'
import { span } from '#lib/words.ts'
import { recurrences } from './recurrences.ts'
import { regularStarts } from './route-draft.ts'

/** Times of day on weekdays; even distances shortly. */
export function timesWords({ starts, days }: Extract<Schedule, { starts: unknown }>): string {
  const comma = locale.current === 'zh-CN' ? '、' : ', '
  const regular = regularStarts(starts)
  const when = regular
    ? t('routes.every', { ...regular, step: span(regular.stepMs) })
    : t('routes.scheduled', { starts: starts.join(comma) })
  const names = days.map((day) => t(`day.${day as 1}`)).join(comma)
  return days.length === 7 ? when : t('routes.on_days', { days: names, when })
}

/** A recurrence. */
export function ruleWords(rrule: string, start: string): string {
  const known = recurrences.find((one) => one.rrule === rrule)
  return `${known ? t(`routes.rule.${known.id}`) : rrule} ${start}`
}
