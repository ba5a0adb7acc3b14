// Slows guessing down: after some free attempts each further one must wait twice as long. An attempt counts when it
// begins, so that a thousand at once gain nothing.

export type Backoff = {
  /** Begins an attempt: 0, or the milliseconds to wait before the next one is listened to. */
  attempt(key: string, at: number): number
  /** The attempt was right: forget its key. */
  passed(key: string): void
}

const firstWaitMs = 1000
const longestWaitMs = 15 * 60_000
/** Keys remembered; the one whose last attempt is longest ago goes first. */
const capacity = 10_000

/** `free` attempts are listened to before the first wait of a second; waits double up to 15 minutes. */
export function createBackoff(free: number): Backoff {
  const attempts = new Map<string, { count: number; until: number }>()
  return {
    attempt(key, at) {
      const known = attempts.get(key)
      if (known && known.until > at) return known.until - at
      const count = (known && at - known.until < longestWaitMs ? known.count : 0) + 1
      const wait = count < free ? 0 : Math.min(firstWaitMs * 2 ** (count - free), longestWaitMs)
      attempts.delete(key)
      attempts.set(key, { count, until: at + wait })
      if (attempts.size > capacity) attempts.delete(attempts.keys().next().value!)
      return 0
    },
    passed: (key) => void attempts.delete(key),
  }
}
