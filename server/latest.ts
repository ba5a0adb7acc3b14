// What is known of each device now: when it was heard, how its clock stands, its newest values. Late data never
// overwrites a newer value, and applying a record twice changes nothing, so a replay after a restart is harmless.
import type { Latest, Presence } from '../core/contracts/device.ts'
import { iso } from '../core/contracts/instant.ts'
import type { Kind } from '../core/contracts/kind.ts'
import type { MetricValue } from '../core/contracts/metric.ts'
import type { Reading } from '../core/contracts/reading.ts'

export type LatestValue = { value: MetricValue; ts: number; judged: number }

export type DeviceState = {
  device: string
  /** Receive time of the last message; null when never heard. */
  lastSeen: number | null
  /** Receive − measured time of the clock, as the gateway corrected the last message; null when never timed. */
  clockOffsetMs: number | null
  presence: Presence
  since: number | null
  /** The newest connection that said it was online or offline, and what it said. */
  connection: { epoch: number; online: boolean } | null
  values: Map<string, LatestValue>
}

/** Below this the correction of a device's clock is only delay on the way, and its own time is shown. */
const wrongClock = 60_000

export const newState = (device: string): DeviceState => ({
  ...{ device, lastSeen: null, clockOffsetMs: null, presence: 'unknown', since: null, connection: null },
  values: new Map(),
})

/** Takes a reading in; true when at least one value is newer than what was known. */
export function takeReading(state: DeviceState, reading: Reading): boolean {
  takeTimes(state, reading)
  const { metrics, judged, ts } = reading
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

/** Takes in when a message was received and what it says of the sender's clock. */
export function takeTimes(
  state: DeviceState,
  message: { at: number; ts: number; judged: number; timed: 'device' | 'server' },
): void {
  if (state.lastSeen === null || message.at > state.lastSeen) {
    state.lastSeen = message.at
    if (message.timed === 'device') state.clockOffsetMs = message.judged - message.ts
  }
}

/** The contract's form, with the units of the kind. */
export function latestOf(state: DeviceState, kind: Kind | undefined): Latest {
  const units = new Map(kind?.metrics.map((metric) => [metric.name, metric.unit]))
  const metrics: Latest['metrics'] = Object.create(null) as Latest['metrics']
  for (const [name, { value, ts, judged }] of state.values) {
    const shown = Math.abs(judged - ts) < wrongClock ? ts : judged
    metrics[name] = { value, ts: iso(shown), unit: units.get(name) ?? '' }
  }
  return { ...presenceOf(state), metrics }
}

/** The part that is told when presence changes. */
export const presenceOf = (state: DeviceState): Omit<Latest, 'metrics'> => ({
  device: state.device,
  presence: state.presence,
  since: state.since === null ? null : iso(state.since),
  lastSeen: state.lastSeen === null ? null : iso(state.lastSeen),
  clockOffsetMs: state.clockOffsetMs,
})

/** The kept form, and back. */
export const packState = ({ values, ...rest }: DeviceState): unknown => ({
  ...rest,
  values: [...values].map(([name, { value, ts, judged }]) => [name, value, ts, judged]),
})
export function unpackState(doc: unknown): DeviceState {
  type Packed = Omit<DeviceState, 'values'> & { values: [string, MetricValue, number, number][] }
  const { values, ...rest } = doc as Packed
  return { ...rest, values: new Map(values.map(([name, value, ts, judged]) => [name, { value, ts, judged }])) }
}
