// Fire panels as they count (火警, 监管, 屏蔽, 故障, in the standard's order) and their loops as rings by address. Pure.
import type { Latest, Point } from '#core/contracts/device.ts'
import { numberOf, wordOf } from './values.ts'

/** The order of Chinese panels; a display that reorders them misleads. */
export const counters = ['fire', 'supervisory', 'disabled', 'fault'] as const
export type Counter = (typeof counters)[number]
/** The word of a counter, by the state of a point that it counts. */
export const counterState = { fire: 'alarm', supervisory: 'supervisory', disabled: 'disabled', fault: 'fault' } as const

/** What a panel counts, or what its points say when that is more: neither may hide an alarm of the other. */
export function countsOf(latest: Latest | undefined, points: readonly Point[]): Record<Counter, number> {
  const counted = (state: string) => points.filter((point) => point.state === state).length
  const of = (counter: Counter) => Math.max(numberOf(latest, counter) ?? 0, counted(counterState[counter]))
  return { fire: of('fire'), supervisory: of('supervisory'), disabled: of('disabled'), fault: of('fault') }
}

export type Loop = { panel: string; id: string; points: Point[]; open: boolean; worst: number }

/** How bad a point's state is, for choosing which loops to show; 0 is normal. */
const severity: Readonly<Record<string, number>> = { alarm: 4, pre_alarm: 3, fault: 2, supervisory: 2, disabled: 1 }
export const severityOf = (state: string): number => severity[state] ?? (state === 'normal' ? 0 : 1)

/** What is not normal, the worst last, so that it is drawn on top. */
export const bySeverity = (a: Point, b: Point): number => severityOf(a.state) - severityOf(b.state)

/** The loops of a panel with their points by address and the state each last reported. */
export function loopsOf(
  panel: string,
  points: readonly Point[],
  abnormal: ReadonlyMap<string, Point>,
  latest: Latest | undefined,
): Loop[] {
  const loops = new Map<string, Point[]>()
  for (const point of points) {
    if (point.loop === null) continue
    const now = abnormal.get(`${panel}:${point.id}`) ?? { ...point, state: 'normal' }
    loops.set(point.loop, [...(loops.get(point.loop) ?? []), now])
  }
  return [...loops].map(([id, members]) => ({
    panel,
    id,
    points: members.toSorted((a, b) => (a.address ?? 0) - (b.address ?? 0)),
    open: wordOf(latest, `loop_${id}`) === 'open',
    worst: Math.max(...members.map((point) => severityOf(point.state))),
  }))
}

/** A place on the edge of a rounded rectangle of `width` × `height`, going clockwise from the middle of the left side. */
export function onRing(part: number, width: number, height: number): { x: number; y: number } {
  const r = height / 2
  const straight = width - height
  const around = 2 * straight + 2 * Math.PI * r
  const quarter = (Math.PI * r) / 2
  let s = (((part % 1) + 1) % 1) * around
  if (s < quarter) return { x: r - r * Math.cos(s / r), y: r - r * Math.sin(s / r) }
  s -= quarter
  if (s < straight) return { x: r + s, y: 0 }
  s -= straight
  if (s < 2 * quarter) return { x: width - r + r * Math.sin(s / r), y: r - r * Math.cos(s / r) }
  s -= 2 * quarter
  if (s < straight) return { x: width - r - s, y: height }
  s -= straight
  return { x: r - r * Math.sin(s / r), y: r + r * Math.cos(s / r) }
}
