// The spans that a duty room asks for by name, in the site's own calendar. Pure.
import type { Shift } from '#core/contracts/shift.ts'
import { dayOf, dutyAt, instantOf } from '#core/domain/schedule.ts'
import type { View } from './axis.ts'

export const presets = ['hour', 'shift', 'last_shift', 'night', 'day', 'week', 'month'] as const
export type Preset = (typeof presets)[number]

type Calendar = { shifts: readonly Shift[]; timezone: string; now: number }

const hour = 3_600_000
const lengths = { hour, day: 24 * hour, week: 7 * 24 * hour, month: 30 * 24 * hour } as const

/** The span of a preset up to now; null where it has none (nobody is on shift). */
export function spanOf(preset: Preset, { shifts, timezone, now }: Calendar): View | null {
  if (preset === 'night') return nightBefore(now, timezone)
  if (preset === 'shift' || preset === 'last_shift') {
    const running = shiftAt(shifts, timezone, now)
    if (preset === 'shift' || running === null) return running && { from: running.from, to: Math.min(running.to, now) }
    return shiftAt(shifts, timezone, running.from - 1)
  }
  return { from: now - lengths[preset], to: now }
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

/** The shift that is running at an instant; where several do, the one that ends first. */
function shiftAt(shifts: readonly Shift[], timezone: string, at: number): View | null {
  const first = dutyAt([...shifts], timezone, at).toSorted((a, b) => a.until - b.until)[0]
  if (!first) return null
  const minutes = (minutesOf(first.shift.end) - minutesOf(first.shift.start) + 1440) % 1440 || 1440
  return { from: first.until - minutes * 60_000, to: first.until }
}

/** From ten in the evening to six in the morning: the last one that is over, or the one that is going on. */
function nightBefore(now: number, timezone: string): View {
  const today = dayOf(now, timezone)
  const morning = instantOf(today, '06:00', timezone)
  const evening = instantOf(dayOf(morning - 12 * hour, timezone), '22:00', timezone)
  return { from: evening, to: Math.min(morning, now) }
}
