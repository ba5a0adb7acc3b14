// The one clock of the screens: the server's time, ticking once a second. Ages are `clock.now - at`; nothing else asks
// the browser for the time, because a console's own clock may be hours wrong.

const sampleCount = 30
let samples: number[] = []
let offset = 0
let now = $state(Date.now())

export const clock = {
  /** Server time, epoch milliseconds, as of the last tick; reactive. */
  get now(): number {
    return now
  },
  /** Server time at this very moment; not reactive. */
  exact: (): number => Date.now() + offset,
  /** Learns from an instant that the server stamped and that has just arrived. The least delayed of the last samples counts. */
  learn(serverAt: number): void {
    samples = [...samples.slice(1 - sampleCount), serverAt - Date.now()]
    offset = Math.max(...samples)
    now = Date.now() + offset
  },
  /** Starts ticking on the second; answers how to stop. */
  start(): () => void {
    let timer: ReturnType<typeof setTimeout>
    const tick = () => {
      // Not read back from the state: the effect that starts the clock would depend on it and start it again.
      const at = Date.now() + offset
      now = at
      timer = setTimeout(tick, 1000 - (at % 1000))
    }
    tick()
    return () => clearTimeout(timer)
  },
}
