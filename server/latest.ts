// What is known of each device now: when it was heard, how its clock stands, its newest values. Late data never
// overwrites a newer value, and applying a record twice changes nothing, so a replay after a restart is harmless.
import type { Device, Latest } from '../core/contracts/device.ts'
import { iso } from '../core/contracts/instant.ts'
import type { Kind } from '../core/contracts/kind.ts'
import type { MetricValue } from '../core/contracts/metric.ts'
import type { Reading } from '../core/contracts/reading.ts'
import { unjudged, type Watched } from '../core/domain/presence.ts'

type LatestValue = { value: MetricValue; ts: number; judged: number }

export type DeviceState = {
  /** What silence is judged by; `watched.judged` is the presence shown. */
  watched: Watched
  /** The number of the newest connection that said something of itself. */
  connection: number
  /** Receive − measured time of the device's clock, as the gateway corrected the last message; null when never timed. */
  clockOffsetMs: number | null
  values: Map<string, LatestValue>
}

/** Below this the correction of a device's clock is only delay on the way, and its own time is shown. */
const shownAsIs = 60_000

/** The state of a device of which nothing is known yet. */
export const newState = (device: Pick<Device, 'id' | 'parent'>, interval: number): DeviceState => ({
  watched: { id: device.id, parent: device.parent, interval, lastSeen: null, offlineAt: null, judged: unjudged },
  ...{ connection: 0, clockOffsetMs: null, values: new Map() },
})

/** Takes in the values of a reading that are newer than what was known; false when none is. */
export function takeReading(state: DeviceState, { metrics, judged, ts }: Reading): boolean {
  let newer = false
  for (const name in metrics) {
    const known = state.values.get(name)
    if (known === undefined) state.values.set(name, { value: metrics[name]!, ts, judged })
    else if (judged >= known.judged) {
      known.value = metrics[name]!
      known.ts = ts
      known.judged = judged
    } else continue
    newer = true
  }
  return newer
}

/** The contract's form, with the units of the kind. */
export function latestOf(state: DeviceState, kind: Kind | undefined): Latest {
  const units = new Map(kind?.metrics.map((metric) => [metric.name, metric.unit]))
  const metrics = Object.create(null) as Latest['metrics']
  for (const [name, { value, ts, judged }] of state.values)
    metrics[name] = { value, ts: iso(shownTime(ts, judged)), unit: units.get(name) ?? '' }
  return { ...presenceOf(state), metrics }
}

/** When a value was measured, as people are shown it: the device's own time unless its clock is wrong. */
export const shownTime = (ts: number, judged: number): number => (Math.abs(judged - ts) < shownAsIs ? ts : judged)

/** The part that is told when presence changes. */
export function presenceOf({ watched, clockOffsetMs }: DeviceState): Omit<Latest, 'metrics'> {
  const { presence, since } = watched.judged
  return {
    device: watched.id,
    presence,
    since: since === null ? null : iso(since),
    lastSeen: watched.lastSeen === null ? null : iso(watched.lastSeen),
    clockOffsetMs,
  }
}

type Packed = Omit<DeviceState, 'values'> & { values: [string, MetricValue, number, number][] }

/** The kept form … */
export const packState = ({ values, ...rest }: DeviceState): unknown => ({
  ...rest,
  values: [...values].map(([name, { value, ts, judged }]) => [name, value, ts, judged]),
})

/** … and back, for a device as it stands now. */
export function unpackState(doc: unknown, device: Pick<Device, 'parent'>, interval: number): DeviceState {
  const { values, watched, ...rest } = doc as Packed
  return {
    ...rest,
    watched: { ...watched, parent: device.parent, interval },
    values: new Map(values.map(([name, value, ts, judged]) => [name, { value, ts, judged }])),
  }
}
