// The only clock. Everything else takes `at` as a parameter or this port; tests pass one that is turned by hand.
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
    timer.unref()
    return () => clearInterval(timer)
  },
}
