// Times, durations and numbers as a duty room writes them: the site's zone always and printed, 24 hours, no 万 for values.
import type { Locale } from '../contracts/scalars.ts'
import { text } from './texts.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(locale: Locale, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}/${timeZone}/${JSON.stringify(options)}`
  const known = formats.get(key)
  if (known) return known
  const format = new Intl.DateTimeFormat(locale, { ...options, timeZone, hourCycle: 'h23' })
  formats.set(key, format)
  return format
}

function partsOf(format: Intl.DateTimeFormat, at: number): (type: Intl.DateTimeFormatPartTypes) => string {
  const parts = format.formatToParts(at)
  return (type) => parts.find((part) => part.type === type)?.value ?? ''
}

const numeric = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
} as const

/** The zone as it is printed beside a time: `UTC+8`, `UTC-3:30`, `UTC+0`. */
export const zoneLabel = (at: number, timezone: string): string =>
  partsOf(formatOf('en', timezone, { timeZoneName: 'shortOffset' }), at)('timeZoneName').replace('GMT', 'UTC')

/** `14:32:07` in a zone. */
export function formatTime(at: number, timezone: string): string {
  const part = partsOf(formatOf('en', timezone, numeric), at)
  return `${part('hour')}:${part('minute')}:${part('second')}`
}

/** `2026-11-23` in a zone. */
export function formatDate(at: number, timezone: string): string {
  const part = partsOf(formatOf('en', timezone, numeric), at)
  return `${part('year')}-${part('month')}-${part('day')}`
}

/** `2026-11-23 14:32:07 (UTC+8)`: for notices and reports, where the zone must stand beside the time. */
export const formatDateTime = (at: number, timezone: string): string =>
  `${formatDate(at, timezone)} ${formatTime(at, timezone)} (${zoneLabel(at, timezone)})`

const units = [
  { key: 'time.days', ms: 86_400_000 },
  { key: 'time.hours', ms: 3_600_000 },
  { key: 'time.minutes', ms: 60_000 },
  { key: 'time.seconds', ms: 1000 },
] as const

/** A duration in its one or two largest units, cut, not rounded: `8 分钟`, `3 小时 12 分钟`, `2 days 4 h`. */
export function formatDuration(locale: Locale, ms: number): string {
  const left = Math.max(0, ms)
  const first = units.findIndex((unit) => left >= unit.ms)
  if (first < 0) return text(locale, 'time.seconds', { n: 0 })
  // Below an hour the smaller unit says nothing that matters
  const shown = units.slice(first, first < 2 ? first + 2 : first + 1)
  const amounts = shown.map((unit, i) => ({
    unit,
    n: Math.floor((i === 0 ? left : left % (shown[0]?.ms ?? 1)) / unit.ms),
  }))
  return amounts
    .filter(({ n }) => n > 0)
    .map(({ unit, n }) => text(locale, unit.key, { n }))
    .join(' ')
}

const two = (n: number): string => String(n).padStart(2, '0')

/** A running clock: `02:14`, from an hour on `1:02:14`, counting hours on beyond a day. */
export function formatClock(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000)
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`
}

/** A measured value with its unit after a space: `0.18 MPa`. Never rounded to nothing: `decimals` is the metric's own. */
export function formatValue(locale: Locale, value: number, decimals: number, unit: string): string {
  const number = new Intl.NumberFormat(locale, {
    maximumFractionDigits: decimals,
    minimumFractionDigits: decimals,
    useGrouping: false,
  })
  return unit ? `${number.format(value)} ${unit}` : number.format(value)
}
