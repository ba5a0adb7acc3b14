// When something was measured: whose clock counts, how far it is off, whether it came late.
import type { Offsets } from './offset.ts'

/** Further ahead than this, or before 2020, a device's time is not believed. */
const aheadMs = 300_000
const earliest = Date.UTC(2020, 0, 1)
/** Older than this on arrival, by the device's corrected clock, is late. */
const lateMs = 120_000

export type Moment = { ts: number; timed: 'device' | 'server'; judged: number; late: boolean }

const isoTime = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d([.,]\d+)?)?([Zz]|[+-]\d\d:?\d\d)$/

/**
 * The instant a device states, epoch ms, or null when there is none to believe. A text without a zone is none: the
 * server cannot know which one was meant.
 */
export function statedTime(ts: number | string | undefined, at: number): number | null {
  if (ts === undefined) return null
  const time = typeof ts === 'number' ? Math.round(ts) : isoTime.test(ts) ? Date.parse(ts.replace(',', '.')) : NaN
  return time >= earliest && time - at <= aheadMs ? time : null
}

/** Judges a stated time against receive time `at` and the offset measured so far. */
export function judgeTime(stated: number | null, at: number, offset: number | null): Moment {
  if (stated === null) return { ts: at, timed: 'server', judged: at, late: false }
  const judged = stated + (offset ?? 0)
  return { ts: stated, timed: 'device', judged, late: at - judged > lateMs }
}

/** Lets a live message count in the measurement of its device's clock, then judges it. */
export function momentOf(offsets: Offsets, device: string, ts: number | string | undefined, at: number): Moment {
  const stated = statedTime(ts, at)
  if (stated !== null) offsets.observe(device, at - stated, at, true)
  return judgeTime(stated, at, offsets.of(device))
}
