// When a phone says that it read a tag. What cannot be (the future, before 2020, no time at all) is the time of receipt.

const earliest = Date.UTC(2020, 0, 1)
const tolerance = 5 * 60_000

/** The instant of a reading as its sender claims it: epoch ms or ISO 8601; `receivedAt` when the claim is impossible. */
export function readAt(ts: number | string | undefined, receivedAt: number): number {
  const claimed = typeof ts === 'string' ? Date.parse(ts) : (ts ?? receivedAt)
  const possible = claimed >= earliest && claimed <= receivedAt + tolerance
  return possible ? Math.trunc(claimed) : receivedAt
}
