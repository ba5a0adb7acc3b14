// Times that only screens show; everything else about time is in core/texts/format.ts. Always the site's zone, 24 hours.
import type { Locale } from '#core/contracts/scalars.ts'
import { formatDate, formatTime } from '#core/texts/format.ts'

/** `14:32` in a zone. */
export const hourMinute = (at: number, timeZone: string): string => formatTime(at, timeZone).slice(0, 5)

/** `11月23日 周一`, `Mon, 23 Nov` in a zone. */
export function dayOfWeek(at: number, timeZone: string, locale: Locale): string {
  const say = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(at)
  const [weekday, day] = [say({ weekday: 'short' }), say({ month: 'short', day: 'numeric' })]
  return locale === 'zh-CN' ? `${day} ${weekday}` : `${weekday} ${day}`
}

/** `14:32` today, `11月24日 周二 14:32` on another day of the zone. */
export function when(at: number, now: number, timeZone: string, locale: Locale): string {
  const time = hourMinute(at, timeZone)
  return formatDate(at, timeZone) === formatDate(now, timeZone) ? time : `${dayOfWeek(at, timeZone, locale)} ${time}`
}
