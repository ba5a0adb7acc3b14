// The curve around a fault, with the limits that its rule set: made to be kept on the phone. Pure.
import type { History } from '#core/contracts/api/reading.ts'
import type { Incident } from '#core/contracts/incident.ts'
import { epoch } from '#core/contracts/instant.ts'
import type { Metric } from '#core/contracts/metric.ts'
import type { Condition } from '#core/contracts/rule.ts'
import { pointsOf, type Point } from '#lib/components/chart/curve.ts'
import { limitsOn, metricOf } from '#lib/components/incident/evidence.ts'

const aroundMs = 30 * 60_000

export type Wanted = { metric: Metric; limits: number[]; from: number; to: number; at: number }
export type Trend = Wanted & { points: Point[] }

/** What is to be drawn, and of which time; null when nothing of the device can be. */
export function wantedOf(
  incident: Pick<Incident, 'evidence' | 'openedAt'> | null,
  when: Condition | null,
  metrics: readonly Metric[],
  ticketAt: number,
): Wanted | null {
  const numbers = metrics.filter(({ type }) => type === 'number')
  const metric = metricOf(incident ?? { evidence: {} }, when, numbers)
  if (!metric) return null
  const at = epoch(incident?.openedAt ?? null) ?? ticketAt
  return { metric, limits: limitsOn(when, metric.name), from: at - aroundMs, to: at + aroundMs, at }
}

export const trendOf = (wanted: Wanted, history: History): Trend => ({
  ...wanted,
  points: pointsOf(history, wanted.metric),
})

type Worst = { side: 'peak' | 'low'; value: number }

const valuesOf = (points: readonly Point[]): number[] =>
  points.flatMap(({ low, high, value }) => [low, high, value].filter((each) => each !== null))

/**
 * The value that went furthest the wrong way: away from the side of the limit where it usually is, else the highest.
 * Null when nothing was measured.
 */
export function worstOf({ points, limits, at }: Pick<Trend, 'points' | 'limits' | 'at'>): Worst | null {
  const values = valuesOf(points)
  if (values.length === 0) return null
  const before = valuesOf(points.filter((point) => point.at < at))
  const usual = (before.length > 0 ? before : values).toSorted((a, b) => a - b)
  const middle = usual[Math.floor(usual.length / 2)] ?? 0
  return middle > (limits[0] ?? Infinity)
    ? { side: 'low', value: Math.min(...values) }
    : { side: 'peak', value: Math.max(...values) }
}

type Box = { width: number; height: number }

/** Where things lie in a box: a path that breaks at gaps, the limits, the moment of the fault. */
export function drawn({ points, limits, metric, from, to, at }: Trend, { width, height }: Box) {
  // The instrument's own band may be far away: what happened must fill the box.
  const known = [...valuesOf(points), ...limits]
  const [low, high] = known.length > 0 ? [Math.min(...known), Math.max(...known)] : [0, 1]
  const air = (high - low || 1) * 0.1
  const x = (time: number) => ((time - from) / (to - from)) * width
  const y = (value: number) => height - ((value - low + air) / (high - low + 2 * air)) * height
  return {
    path: pathOf(points, x, y),
    limits: limits.map((value) => ({ value, y: y(value) })),
    band: bandOf(metric, y, height),
    at: x(at),
  }
}

/** The normal band inside the box; null where all of the box is normal, or nothing of it. */
function bandOf({ normal }: Pick<Metric, 'normal'>, y: (value: number) => number, height: number) {
  const within = (place: number) => Math.min(height, Math.max(0, place))
  const top = within(y(normal?.[1] ?? Infinity))
  const bottom = within(y(normal?.[0] ?? -Infinity))
  return bottom <= top || bottom - top === height ? null : { top, height: bottom - top }
}

function pathOf(points: readonly Point[], x: (at: number) => number, y: (value: number) => number): string {
  const steps = points.map(({ at, value, low, high }, i) => {
    if (value === null) return ''
    // A peak between two points of the mean must not be lost: it is what the fault was.
    const [top, bottom] = [high ?? value, low ?? value]
    const peak = top - value > value - bottom ? top : bottom
    const pen = (points[i - 1]?.value ?? null) === null ? 'M' : 'L'
    const left = x(at).toFixed(1)
    return `${pen}${left} ${y(value).toFixed(1)}L${left} ${y(peak).toFixed(1)}`
  })
  return steps.join('')
}
