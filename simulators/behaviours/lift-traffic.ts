// Who calls a lift of a residential building and where to: down in the morning, up in the evening, little at night.
import { curve } from '../curves.ts'
import type { Random } from '../random.ts'

/** One stop that a car owes: how many get in and out there. Floors are indices, 0 is the ground floor. */
export type Stop = { floor: number; board: number; alight: number }

// prettier-ignore
const callsPerHour = [2, 1, 1, 1, 1, 3, 10, 24, 26, 16, 12, 14, 18, 14, 11, 11, 14, 20, 26, 24, 18, 12, 8, 4]
// prettier-ignore
const shareGoingDown = [0.4, 0.4, 0.4, 0.5, 0.6, 0.8, 0.9, 0.92, 0.85, 0.7, 0.6, 0.5, 0.5, 0.55, 0.6, 0.5, 0.4, 0.3, 0.2, 0.2, 0.25, 0.3, 0.3, 0.35]

/** Seconds until somebody calls; asked again after ten minutes, because the rate changes with the hour. */
export const nextCall = (hour: number, share: number, random: Random): { wait: number; called: boolean } => {
  const wait = random.wait(curve(callsPerHour, hour) * share)
  return wait > 600 ? { wait: 600, called: false } : { wait, called: true }
}

/** A call as two stops: from where to where, with one to four people. */
export function call(hour: number, lowest: number, highest: number, random: Random): Stop[] {
  const people = random.next() < 0.7 ? 1 : random.whole(2, 4)
  const home = random.whole(1, highest)
  // One in four goes to the garage instead of the lobby.
  const out = lowest < 0 && random.next() < 0.25 ? random.whole(lowest, -1) : 0
  const down = random.next() < curve(shareGoingDown, hour)
  const [from, to] = down ? [home, out] : [out, home]
  return [
    { floor: from, board: people, alight: 0 },
    { floor: to, board: 0, alight: people },
  ]
}
