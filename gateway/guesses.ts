// Password guessing: after a few wrong secrets for one (user name, address) the next tries are not even looked at, for
// a time that doubles. Other addresses are not touched, so nobody can lock a device out from afar.

const freeTries = 5
const firstWaitMs = 1_000
const longestWaitMs = 60_000
/** Wrong tries older than this are forgiven. */
const forgiveMs = 600_000
const maxRemembered = 10_000

type Guess = { wrong: number; at: number; until: number }

export type Guesses = {
  /** Whether a try may be looked at now. */
  allows: (username: string, address: string, at: number) => boolean
  /** Counts a wrong try; true when a wait begins with it. */
  wrong: (username: string, address: string, at: number) => boolean
  right: (username: string, address: string) => void
}

/** An empty memory of wrong tries; the oldest goes when it is full. */
export function openGuesses(): Guesses {
  const byOrigin = new Map<string, Guess>()
  const key = (username: string, address: string) => `${address} ${username}`
  return {
    allows: (username, address, at) => (byOrigin.get(key(username, address))?.until ?? 0) <= at,
    wrong(username, address, at) {
      const origin = key(username, address)
      const before = byOrigin.get(origin)
      const wrong = before && at - before.at < forgiveMs ? before.wrong + 1 : 1
      const waitMs = wrong < freeTries ? 0 : Math.min(firstWaitMs * 2 ** (wrong - freeTries), longestWaitMs)
      byOrigin.delete(origin)
      const oldest = byOrigin.size >= maxRemembered ? byOrigin.keys().next().value : undefined
      if (oldest !== undefined) byOrigin.delete(oldest)
      byOrigin.set(origin, { wrong, at, until: at + waitMs })
      return waitMs > 0
    },
    right: (username, address) => void byOrigin.delete(key(username, address)),
  }
}
