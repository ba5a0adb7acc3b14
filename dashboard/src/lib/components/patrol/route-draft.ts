// A route as a form holds it: numbers and times as typed, stops in their order. Pure.
import type { Route, RouteStop } from '#core/contracts/route.ts'
import type { Name } from '#core/contracts/scalars.ts'

export type StopDraft = { key: number; checkpoint: string; from: string; until: string } & Pick<
  RouteStop,
  'leg' | 'dwellSeconds'
>
export type RouteDraft = {
  id: string
  name: Name
  order: Route['order']
  grace: string
  starts: string
  days: number[]
  guard: string
  enabled: boolean
  stops: StopDraft[]
}

const everyDay = [1, 2, 3, 4, 5, 6, 7]

/** The form of a route; of a new one when there is none. */
export const draftOfRoute = (route: Route | null): RouteDraft => ({
  id: route?.id ?? '',
  name: { ...(route?.name ?? { 'zh-CN': '', en: '' }) },
  order: route?.order ?? 'ordered',
  grace: String(route?.graceMinutes ?? 5),
  starts: route?.schedule?.starts.join(' ') ?? '',
  days: [...(route?.schedule?.days ?? everyDay)],
  guard: route?.guard ?? '',
  enabled: route?.enabled ?? true,
  stops: (route?.stops ?? []).map((stop, key) => ({
    key,
    checkpoint: stop.checkpoint,
    from: String(stop.from),
    until: String(stop.until),
    leg: stop.leg,
    dwellSeconds: stop.dwellSeconds,
  })),
})

/** What the server is told. Times may be typed with any kind of separator; no time means no schedule. */
export function routeOfDraft(
  draft: RouteDraft,
): Omit<Route, 'id' | 'site' | 'name' | 'startPoint' | 'endPoint' | 'version'> {
  const starts = draft.starts.split(/[\s,，、;；]+/).filter((one) => one !== '')
  return {
    order: draft.order,
    graceMinutes: Number(draft.grace),
    guard: draft.guard || null,
    enabled: draft.enabled,
    schedule: starts.length === 0 ? null : { starts, days: draft.days.toSorted((a, b) => a - b) },
    stops: draft.stops.map(({ checkpoint, from, until, leg, dwellSeconds }): RouteStop => ({
      checkpoint,
      from: Number(from),
      until: Number(until),
      leg,
      dwellSeconds,
    })),
  }
}

/** A stop more, ten minutes after the last one. */
export function withStop(stops: readonly StopDraft[]): StopDraft[] {
  const last = stops.at(-1)
  const from = last ? Number(last.until) || 0 : 0
  const key = Math.max(-1, ...stops.map((stop) => stop.key)) + 1
  return [...stops, { key, checkpoint: '', from: String(from), until: String(from + 10), leg: null, dwellSeconds: 0 }]
}

/** The stops with one moved by a step up (−1) or down (1); the minutes stay where they are. */
export function moved(stops: readonly StopDraft[], at: number, by: -1 | 1): StopDraft[] {
  const [one, other] = [stops[at], stops[at + by]]
  if (!one || !other) return [...stops]
  const next = [...stops]
  next[at] = { ...other, from: one.from, until: one.until }
  next[at + by] = { ...one, from: other.from, until: other.until }
  return next
}

const minuteMs = 60_000
const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

/** Starts that follow each other at one distance, four at least, said shortly; null for others. */
export function regularStarts(starts: readonly string[]): { first: string; last: string; stepMs: number } | null {
  const sorted = starts.toSorted()
  const [first, second, last] = [sorted[0], sorted[1], sorted.at(-1)]
  if (first === undefined || second === undefined || last === undefined || sorted.length < 4) return null
  const step = minutesOf(second) - minutesOf(first)
  const isEven = sorted.every((time, i) => minutesOf(time) === minutesOf(first) + i * step)
  return isEven && step > 0 ? { first, last, stepMs: step * minuteMs } : null
}
