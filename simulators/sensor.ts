// What can be wrong with a sensor while the machine is well: it says a set value, stands still, drifts, or is not heard.
import type { Metrics } from './behaviour.ts'
import { round } from './curves.ts'

export type Distortion = {
  set: Metrics
  /** Metrics that stand still at what they said first. */
  held: Map<string, Metrics[string] | undefined>
  /** Change a minute, from an instant on. */
  drift: Map<string, { perMinute: number; since: number }>
  mute: boolean
}

export const undistorted = (): Distortion => ({ set: {}, held: new Map(), drift: new Map(), mute: false })

/** What is sent instead of what is true. A held metric remembers the first value that it sees. */
export function distort(true_: Metrics, distortion: Distortion, at: number): Metrics {
  const said: Metrics = { ...true_, ...distortion.set }
  for (const [metric, { perMinute, since }] of distortion.drift) {
    const value = said[metric]
    if (typeof value === 'number') said[metric] = round(value + (perMinute * (at - since)) / 60_000, 2)
  }
  for (const [metric, first] of distortion.held) {
    if (first !== undefined) said[metric] = first
    else if (said[metric] !== undefined) distortion.held.set(metric, said[metric])
  }
  return said
}
