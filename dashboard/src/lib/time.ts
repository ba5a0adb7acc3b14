// Times that only screens show; everything else about time is in core/texts/format.ts. Always the site's zone, 24 hours.
import type { Locale } from '#core/contracts/scalars.ts'
import { formatTime } from '#core/texts/format.ts'

/** `14:32` in a zone. */
export const hourMinute = (at: number, timeZone: string): string => formatTime(at, timeZone).slice(0, 5)

/** `11月23日 周一`, `Mon, 23 Nov` in a zone. */
export function dayOfWeek(at: number, timeZone: string, locale: Locale): string {
  const say = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(at)
  const [weekday, day] = [say({ weekday: 'short' }), say({ month: 'short', day: 'numeric' })]
  return locale === 'zh-CN' ? `${day} ${weekday}` : `${weekday} ${day}`
}
