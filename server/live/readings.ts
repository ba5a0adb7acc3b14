// Readings on their way to the screens: only the newest of each device since the last sending, one text for all screens
// that see the same part of the estate.
import { iso } from '../../core/contracts/instant.ts'
import type { LiveReading } from '../../core/contracts/live.ts'
import type { Reading } from '../../core/contracts/reading.ts'
import { shownTime } from '../latest.ts'

/** The part of the estate whose readings a screen wants; null does not narrow. */
export type Part = { sites: ReadonlySet<string> | null; devices: ReadonlySet<string> | null }

export type ReadingFunnel = {
  add(site: string, reading: Reading): void
  /** What came together since the last call, as each part sees it; empties it. */
  drain<K>(parts: ReadonlyMap<K, Part>): [K, LiveReading[]][]
}

type Waiting = { site: string; device: string; at: number; metrics: Reading['metrics'] }

export function createFunnel(): ReadingFunnel {
  let waiting = new Map<string, Waiting>()
  return {
    add(site, { device, ts, judged, metrics }) {
      const known = waiting.get(device)
      const at = shownTime(ts, judged)
      if (known === undefined) waiting.set(device, { site, device, at, metrics })
      else {
        known.at = at
        // Later readings may carry other metrics; none of them may get lost.
        known.metrics = { ...known.metrics, ...metrics }
      }
    },
    drain(parts) {
      const taken = [...waiting.values()]
      waiting = new Map()
      if (taken.length === 0 || parts.size === 0) return []
      const told = new Map<Waiting, LiveReading>()
      const tell = (one: Waiting): LiveReading => {
        const known = told.get(one)
        if (known) return known
        const made = { device: one.device, ts: iso(one.at), metrics: one.metrics }
        told.set(one, made)
        return made
      }
      const seenBy = ({ sites, devices }: Part): LiveReading[] =>
        taken.filter((one) => (sites?.has(one.site) ?? true) && (devices?.has(one.device) ?? true)).map(tell)
      return [...parts].map(([key, part]) => [key, seenBy(part)])
    },
  }
}
