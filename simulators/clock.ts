// The clock of the fleet; tests pass one that is turned by hand.
export type Clock = {
  /** Epoch milliseconds. */
  now(): number
  /** Calls back every so often until stopped. */
  every(ms: number, tick: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  every(ms, tick) {
    const timer = setInterval(tick, ms)
    return () => clearInterval(timer)
  },
}
