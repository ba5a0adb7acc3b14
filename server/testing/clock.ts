// A clock that is turned by hand.
import type { Clock } from '../clock.ts'

export type HandClock = Clock & {
  /** Lets time pass: what is due is called in order, at its own time. */
  advance(ms: number): void
}

export function handClock(start: number): HandClock {
  let now = start
  const timers = new Set<{ every: number; next: number; tick: () => void }>()
  return {
    now: () => now,
    every(ms, tick) {
      const timer = { every: ms, next: now + ms, tick }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    advance(ms) {
      const end = now + ms
      for (;;) {
        const due = [...timers].filter(({ next }) => next <= end).sort((a, b) => a.next - b.next)[0]
        if (!due) break
        now = Math.max(now, due.next)
        due.next += due.every
        due.tick()
      }
      now = end
    },
  }
}
