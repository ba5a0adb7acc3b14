// No fake fix: what the telemetry says after the work was said to be done. Healthy means that the incident is over;
// moving means that values change, because a stuck sensor proves nothing. The system proposes, a person verifies.
import type { Presence } from '../contracts/device.ts'
import type { Incident } from '../contracts/incident.ts'
import { epoch, iso, milliseconds } from '../contracts/instant.ts'
import type { MetricValue } from '../contracts/metric.ts'
import type { Duration } from '../contracts/scalars.ts'
import type { Verdict } from '../contracts/ticket.ts'

/** Readings that it takes at least before values can be said to move. */
const fewest = 3

/** One look at the device. */
export type Look = {
  at: number
  /** Since when nothing is wrong any more, epoch ms; null while something is. */
  healthySince: number | null
  /** What is wrong has no end of its own: only a person who resets it says that it is over. */
  awaitsReset: boolean
  presence: Presence
  values: ReadonlyMap<string, { value: MetricValue; judged: number }>
}

/** Whether all that is wrong waits for a person who resets it. */
export function awaitsReset(wrong: Iterable<Pick<Incident, 'active' | 'endless'>>): boolean {
  const active = [...wrong].filter((one) => one.active)
  return active.length > 0 && active.every(({ endless }) => endless === true)
}

/** The watch begins when the work is said to be done. */
export const beginWatch = (hold: Duration, telemetry: boolean, at: number): Verdict => ({
  state: telemetry ? 'watching' : 'not_watched',
  since: iso(at),
  until: telemetry ? iso(at + milliseconds(hold)) : null,
  at: telemetry ? null : iso(at),
  ...{ readings: 0, newest: null, healthySince: null, values: {} },
})

/**
 * Whether the look that was due at `due` is made so late that the system itself was away. What it did not see speaks
 * neither for nor against the machine: the watch begins anew.
 */
export const wasAway = ({ state }: Verdict, due: number, at: number, hold: Duration): boolean =>
  state === 'watching' && at - due > fewest * lookEvery(hold)

/** Ten looks within the hold time, at most one a second (the ticks), at least one in five seconds; ms. */
export const lookEvery = (hold: Duration): number => Math.min(5_000, Math.max(1_000, milliseconds(hold) / 10))

/** Takes in what is seen now. What was counted before something went wrong again counts no more. */
export function observe(verdict: Verdict, look: Look, hold: Duration): Verdict {
  if (look.healthySince === null) return { ...verdict, healthySince: null, readings: 0, values: {} }
  const healthySince = Math.max(look.healthySince, epoch(verdict.since))
  const same = verdict.healthySince === iso(healthySince)
  const base: Verdict = same ? verdict : { ...verdict, readings: 0, values: {}, newest: null }
  const next = { ...base, healthySince: iso(healthySince), until: iso(healthySince + milliseconds(hold)) }
  const newest = Math.max(...[...look.values.values()].map(({ judged }) => judged))
  const isNew = newest >= healthySince && newest > (epoch(base.newest) ?? -Infinity)
  return isNew ? { ...next, newest: iso(newest), readings: base.readings + 1, values: moved(base, look) } : next
}

const moved = ({ values }: Verdict, look: Look): Verdict['values'] =>
  Object.fromEntries(
    [...look.values].map(([name, { value }]) => {
      const before = Object.hasOwn(values, name) ? values[name] : undefined
      return [name, { value, changes: (before?.changes ?? 0) + (before && before.value !== value ? 1 : 0) }]
    }),
  )

/**
 * What it comes to at an instant. `metrics` are those that the rule of the incident looks at: where they are numbers, one
 * of them must have changed; else any value.
 */
export function decide(verdict: Verdict, look: Look, hold: Duration, metrics: readonly string[]): Verdict['state'] {
  const { since, healthySince, readings, values } = verdict
  const span = milliseconds(hold)
  const isUp = look.at >= epoch(since) + span
  // The machine cannot say that it is well again, so its silence about that says nothing against the work.
  if (healthySince === null) return isUp && !look.awaitsReset ? 'not_healthy' : 'watching'
  if (look.at < epoch(healthySince) + span) return 'watching'
  if (readings === 0 || look.presence !== 'online') return 'silent'
  const asked = metrics.filter((name) => Object.hasOwn(values, name) && typeof values[name]!.value === 'number')
  const pool = asked.length > 0 ? asked : Object.keys(values)
  const moves = readings >= fewest && pool.some((name) => values[name]!.changes > 0)
  return moves ? 'proposed_good' : 'not_moving'
}
