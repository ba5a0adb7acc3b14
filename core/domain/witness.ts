// The counter of a signed tag as a witness of time: it only ever rises, so reads are ordered whatever the clocks said.
// A contradiction is evidence with the read that speaks against it, never a verdict.
import { epoch, iso } from '../contracts/instant.ts'
import type { Tap } from '../contracts/tap.ts'
import { gradeOf, liveMs } from './tap.ts'

/** Reads of the same tag within so long of each other bound what lies between them well enough for grade B. */
const bracketMs = 15 * 60_000
/** What networks and clocks may be off before they speak against anybody. */
const toleranceMs = 5 * 60_000
/** Of the last ten taps of a tag, so many without proof of time call for a live one. */
const [recentTaps, unproven] = [10, 5]

/** An accepted read of a signed tag. */
type Read = Tap & { counter: number }
const isRead = (tap: Tap): tap is Read => tap.status === 'accepted' && tap.place === 'signed' && tap.counter !== null

/** A live read proves that every higher counter was read later, if its sender said when; else it may have been held back. */
const provesAfter = (read: Read): boolean => read.time === 'live' && read.claimed

/** What is certain of the order of two instants: `a` lies so far after `b` that neither network nor clocks explain it. */
const isClearlyAfter = (a: number, b: number): boolean => a > b + toleranceMs

function speaksAgainst(tap: Read, other: Read): boolean {
  if (!tap.claimed) return false
  const received = epoch(other.receivedAt)
  if (other.counter > tap.counter) return isClearlyAfter(epoch(tap.at), received)
  return provesAfter(other) && isClearlyAfter(Math.min(epoch(other.at), received), epoch(tap.at))
}

/** A tap that arrived well after a later read of the tag did was not read just then, whatever it says. */
const wasHeldBack = (tap: Read, other: Read): boolean =>
  other.counter > tap.counter && epoch(tap.receivedAt) - epoch(other.receivedAt) > liveMs

const earlier = (a: string | null, b: string): string => (a !== null && epoch(a) < epoch(b) ? a : b)
const later = (a: string | null, b: string): string => (a !== null && epoch(a) > epoch(b) ? a : b)

function boundsBy(tap: Read, other: Read): Tap['bounds'] {
  const { after = null, before = null } = tap.bounds ?? {}
  if (other.counter < tap.counter && provesAfter(other)) return { after: later(after, other.receivedAt), before }
  if (other.counter > tap.counter && other.time === 'live') return { after, before: earlier(before, other.receivedAt) }
  return tap.bounds
}

/** Whether the bounds hold the claimed time, and hold it closely. */
function isBounded({ at, claimed, bounds }: Read): boolean {
  if (!claimed || !bounds?.after || !bounds.before) return false
  const [from, read, until] = [epoch(bounds.after), epoch(at), epoch(bounds.before)]
  return until - from <= bracketMs && until >= from && read >= from - liveMs && read <= until + liveMs
}

/**
 * What a tap proves once another read of the same tag is known: its bounds, time, grade and flags anew. Gives the tap
 * itself when the other read says nothing about it. Order does not matter, and a second hearing changes nothing.
 */
export function hear(tap: Tap, other: Tap): Tap {
  if (!isRead(tap) || !isRead(other) || tap.uid !== other.uid || tap.counter === other.counter) return tap
  const against = tap.against ?? (speaksAgainst(tap, other) ? evidenceOf(other) : null)
  const heard = { ...tap, bounds: boundsBy(tap, other), against }
  const live = tap.time === 'live' && against === null && !wasHeldBack(tap, other)
  const time = live ? 'live' : against === null && isBounded(heard) ? 'bounded' : 'unproven'
  const flags = against === null || tap.flags.includes('counter_contradicts') ? tap.flags : flagged(tap)
  const next = { ...heard, time, grade: gradeOf('signed', time), flags } satisfies Tap
  return JSON.stringify(next) === JSON.stringify(tap) ? tap : next
}

const evidenceOf = ({ id, counter, receivedAt }: Read): Tap['against'] => ({
  ...{ tap: id, counter, receivedAt: iso(epoch(receivedAt)) },
})
const flagged = (tap: Tap): Tap['flags'] => [...tap.flags, 'counter_contradicts']

/** How many reads nobody sent between a read and the one that is known before it; null when none is. */
export const gapAfter = (counter: number, before: number | null): number | null =>
  before === null ? null : counter - before - 1

/**
 * Whether somebody should tap this tag while in contact: of its last ten taps (newest first) at least five do not prove
 * their time, and nothing bounds those who come next.
 */
export const wantsSpotTap = (taps: readonly Pick<Tap, 'grade'>[]): boolean =>
  taps.slice(0, recentTaps).filter(({ grade }) => grade === 'C').length >= unproven
