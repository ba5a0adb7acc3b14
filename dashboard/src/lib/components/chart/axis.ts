// The time axis in the zone of the site: whole hours and midnights of that zone, whatever zone the browser lives in. Pure.
import { formatDate, formatTime } from '#core/texts/format.ts'

export type View = { from: number; to: number }

const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000]
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 5, 10].map((n) => n * day),
]

/** What the zone adds to UTC at an instant, in milliseconds. */
function offsetAt(at: number, timezone: string): number {
  const local = Date.parse(`${formatDate(at, timezone)}T${formatTime(at, timezone)}Z`)
  return local - Math.floor(at / second) * second
}

/** The step between two ticks, so that at most `most` stand in the span. */
export const stepOf = ({ from, to }: View, most: number): number =>
  steps.find((step) => (to - from) / step <= most) ?? Math.ceil((to - from) / most / day) * day

/** Instants at which the zone's clock is round, oldest first. */
export function ticksOf(view: View, timezone: string, most: number): number[] {
  const step = stepOf(view, most)
  const offset = offsetAt(view.from, timezone)
  const ticks: number[] = []
  for (let local = Math.ceil((view.from + offset) / step) * step; local - offset <= view.to; local += step) {
    // Daylight saving may have changed since the beginning of the view
    const at = local - offsetAt(local - offset, timezone)
    if (at >= view.from && at <= view.to) ticks.push(at)
  }
  return ticks
}

/** A tick's words: the time of day, with the date at midnight and on spans of days. */
export function tickWords(at: number, view: View, timezone: string): string {
  const [date, time] = [formatDate(at, timezone).slice(5), formatTime(at, timezone)]
  if (view.to - view.from > 4 * day) return date
  if (time === '00:00:00') return date
  return view.to - view.from < 10 * minute ? time : time.slice(0, 5)
}

/** An instant in a list or a file: `2026-11-23 14:32:07`. */
export const fullTime = (at: number, timezone: string): string =>
  `${formatDate(at, timezone)} ${formatTime(at, timezone)}`

export const shortestView = 60_000
export const longestView = 31 * day

/** Zooms around a place of the view (0 left, 1 right); `factor` above 1 shows less. Never reaches beyond `now`. */
export function zoomed({ from, to }: View, factor: number, now: number, around = 0.5): View {
  const span = Math.min(longestView, Math.max(shortestView, (to - from) / factor))
  return upTo({ from: from + (to - from - span) * around, to: from + (to - from - span) * around + span }, now)
}

/** Moves by a part of the view; never beyond `now`. */
export function moved({ from, to }: View, part: number, now: number): View {
  const by = (to - from) * part
  return upTo({ from: from + by, to: to + by }, now)
}

function upTo({ from, to }: View, now: number): View {
  const over = Math.max(0, to - now)
  return { from: Math.round(from - over), to: Math.round(to - over) }
}
