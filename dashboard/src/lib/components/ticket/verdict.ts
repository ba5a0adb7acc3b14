// How far the watch over a repair has come. Pure.
import { epoch } from '#core/contracts/instant.ts'
import type { Verdict } from '#core/contracts/ticket.ts'

/** The share of the hold time that has passed in health, 0 to 1; 0 while something is wrong. */
export function watchedShare({ healthySince, until }: Verdict, now: number): number {
  if (healthySince === null || until === null) return 0
  const [from, to] = [epoch(healthySince), epoch(until)]
  return to <= from ? 1 : Math.min(1, Math.max(0, (now - from) / (to - from)))
}
