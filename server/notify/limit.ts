// How many messages a provider may be sent now. A message counts from when it leaves until its window has passed since
// the provider answered, so that no delay on the way can bring two windows together. Half of each window is kept for
// priority 1.
import type { Limit } from './provider.ts'

/** Clocks of two machines do not tick alike. */
const slackMs = 250

export type Limiter = {
  /** How many messages may leave at `at`; `urgent` may use what is kept back. */
  free(urgent: boolean, at: number): number
  /**
   * One leaves. What it gives is to be called with the time when the provider has answered or is waited for no longer,
   * or with null when nothing left after all.
   */
  take(): (at: number | null) => void
  /** One left at `at`, before this limiter was made. */
  note(at: number): void
}

export function createLimiter(limits: readonly Limit[]): Limiter {
  const longest = Math.max(...limits.map(({ ms }) => ms)) + slackMs
  let answered: number[] = []
  let away = 0
  const inWindow = (limit: Limit, at: number): number =>
    answered.filter((time) => time > at - limit.ms - slackMs).length
  return {
    free(urgent, at) {
      answered = answered.filter((time) => time > at - longest)
      const left = limits.map((limit) => {
        const kept = urgent ? 0 : Math.floor(limit.count / 2)
        return limit.count - kept - inWindow(limit, at) - away
      })
      return Math.max(0, Math.min(...left))
    },
    take() {
      away++
      return (at) => {
        away--
        if (at !== null) answered.push(at)
      }
    },
    note: (at) => void answered.push(at),
  }
}
