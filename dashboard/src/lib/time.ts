// Times that only screens show; everything else about time is in core/texts/format.ts. Always the site's zone, 24 hours.
import type { Locale } from '#core/contracts/scalars.ts'
import { formatDate, formatTime } from '#core/texts/format.ts'

/** `14:32` in a zone. */
export const hourMinute = (at: number, timeZone: string): string => formatTime(at, timeZone).slice(0, 5)

/** Making a format costs more than a hundred uses of it, and lists say the day in every row, every second. */
const formats = new Map<string, { weekday: Intl.DateTimeFormat; day: Intl.DateTimeFormat }>()

function wordsOf(at: number, timeZone: string, locale: Locale): { weekday: string; day: string } {
  const key = `${locale} ${timeZone}`
  const known = formats.get(key) ?? {
    weekday: new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone }),
    day: new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', timeZone }),
  }
  formats.set(key, known)
  return { weekday: known.weekday.format(at), day: known.day.format(at) }
}

/** `11月23日 周一`, `Mon, 23 Nov` in a zone. */
export function dayOfWeek(at: number, timeZone: string, locale: Locale): string {
  const { weekday, day } = wordsOf(at, timeZone, locale)
  return locale === 'zh-CN' ? `${day} ${weekday}` : `${weekday} ${day}`
}

/** `14:32` today, `11月24日 周二 14:32` on another day of the zone. */
export function when(at: number, now: number, timeZone: string, locale: Locale): string {
  const time = hourMinute(at, timeZone)
  return formatDate(at, timeZone) === formatDate(now, timeZone) ? time : `${dayOfWeek(at, timeZone, locale)} ${time}`
}
