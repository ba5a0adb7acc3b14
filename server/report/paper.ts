// A report as it is printed: lines and tables of words, the same for CSV and PDF; and how times, names and people are
// written on it.
import type { Locale, Name } from '../../core/contracts/scalars.ts'
import { formatDate, formatDateTime, formatTime, zoneLabel } from '../../core/texts/format.ts'
import { text, type TextKey } from '../../core/texts/texts.ts'

/** `width` is the share of the page's width. */
export type Column = { name: string; width: number }
export type Table = { heading: string; columns: Column[]; rows: string[][] }
export type Paper = { locale: Locale; title: string; lines: string[]; tables: Table[] }

type Report = {
  siteName: Name
  timezone: string
  madeAt: string
  checkpoints?: Record<string, Name>
  people?: Record<string, string>
  routes?: Record<string, Name>
}

/** How one report is written in one language. */
export function penFor(report: Report, locale: Locale) {
  const { timezone } = report
  const time = (at: string | null): string =>
    at === null ? '' : `${formatDate(Date.parse(at), timezone)} ${formatTime(Date.parse(at), timezone)}`
  const clock = (at: string): string => formatTime(Date.parse(at), timezone)
  const say = (key: TextKey, params: Record<string, string | number> = {}): string => text(locale, key, params)
  return {
    say,
    time,
    /** The time of day alone. */
    clock,
    name: (name: Name | undefined, id: string | null): string => name?.[locale] ?? id ?? '',
    checkpoint: (id: string | null): string => report.checkpoints?.[id ?? '']?.[locale] ?? id ?? '',
    route: (id: string | null): string => report.routes?.[id ?? '']?.[locale] ?? id ?? '',
    person: (user: string | null): string => report.people?.[user ?? ''] ?? user ?? '',
    column: (key: TextKey, width: number): Column => ({ name: say(key), width }),
    /** Site, zone and when it was made, around the lines of the report itself. */
    lines: (...own: string[]): string[] => [
      say('report.site', { name: report.siteName[locale] }),
      ...own,
      say('report.zone', { zone: `${timezone} (${zoneLabel(Date.parse(report.madeAt), timezone)})` }),
      say('report.made', { at: formatDateTime(Date.parse(report.madeAt), timezone) }),
    ],
  }
}
export type Pen = ReturnType<typeof penFor>
