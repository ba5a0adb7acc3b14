// When a phone says that it read a tag. What cannot be (the future, before 2020, no time at all) is the time of receipt.
import type { TapPayload } from '../contracts/tap.ts'

const earliest = Date.UTC(2020, 0, 1)
const tolerance = 5 * 60_000

type Stated = number | string | undefined
const instantOf = (stated: Stated): number => (typeof stated === 'string' ? Date.parse(stated) : (stated ?? NaN))

/** What must be added to the sender's clock, ms: it said `sentAt` when it sent. Null when it did not say. */
function offsetOf(sentAt: Stated, receivedAt: number): number | null {
  const sent = instantOf(sentAt)
  return Number.isNaN(sent) ? null : receivedAt - sent
}

/** The instant of a reading, whether its sender said so itself, and what his clock is off (null: not known), ms. */
export type TapMoment = { at: number; claimed: boolean; clockOffsetMs: number | null }

/**
 * When a tap was read, by the clock of a phone: `ts`, corrected by what that clock showed when it was sent. A clock that
 * is hours wrong still tells the truth about how long ago the read was.
 */
export function momentOfTap({ ts, sentAt }: Pick<TapPayload, 'ts' | 'sentAt'>, receivedAt: number): TapMoment {
  const clockOffsetMs = offsetOf(sentAt, receivedAt)
  const at = Math.trunc(instantOf(ts) + (clockOffsetMs ?? 0))
  const possible = at >= earliest && at <= receivedAt + tolerance
  return { at: possible ? at : receivedAt, claimed: possible, clockOffsetMs }
}

/** The same instant alone. */
export const readAt = (ts: Stated, receivedAt: number, sentAt?: Stated): number =>
  momentOfTap({ ts, sentAt }, receivedAt).at
