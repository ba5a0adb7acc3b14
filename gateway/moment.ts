// When something was measured: whose clock counts, how far it is off, whether it came late.
import type { Offsets } from './offset.ts'

/** Further ahead than this, or before 2020, a device's time is not believed. */
const aheadMs = 300_000
const earliest = Date.UTC(2020, 0, 1)
/** Older than this on arrival, by the device's corrected clock, is late. */
const lateMs = 120_000

export type Moment = {
  ts: number
  timed: 'device' | 'server'
  /** What the device said, when it was not believed. */
  claimed?: number
  judged: number
  late: boolean
}

const isoTime = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d([.,]\d+)?)?([Zz]|[+-]\d\d:?\d\d)$/

/** What a device says, epoch ms; NaN when it says nothing. A text without a zone says nothing: which one was meant? */
function claimedTime(ts: number | string | undefined): number {
  if (typeof ts === 'number') return Math.round(ts)
  return ts !== undefined && isoTime.test(ts) ? Date.parse(ts.replace(',', '.')) : NaN
}
/** Whether a clock that shows `time` at `at` is near enough to be corrected. */
export const isCredible = (time: number, at: number): boolean => time >= earliest && time - at <= aheadMs

/** The instant a device states, epoch ms, or null when there is none to believe. */
export function statedTime(ts: number | string | undefined, at: number): number | null {
  const time = claimedTime(ts)
  return isCredible(time, at) ? time : null
}

/** Judges a device's time against receive time `at` and the offset measured so far. */
export function judgeTime(ts: number | string | undefined, at: number, offset: number | null): Moment {
  const time = claimedTime(ts)
  if (!isCredible(time, at)) {
    const moment: Moment = { ts: at, timed: 'server', judged: at, late: false }
    return Number.isNaN(time) ? moment : { ...moment, claimed: time }
  }
  const judged = time + (offset ?? 0)
  return { ts: time, timed: 'device', judged, late: at - judged > lateMs }
}

/** Lets a live message count in the measurement of its device's clock, then judges it. */
export function momentOf(offsets: Offsets, device: string, ts: number | string | undefined, at: number): Moment {
  const stated = statedTime(ts, at)
  if (stated !== null) offsets.observe(device, at - stated, at, true)
  return judgeTime(ts, at, offsets.of(device))
}
