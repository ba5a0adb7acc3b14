// A route as a form holds it: numbers and times as typed, stops in their order. Pure.
import type { Route, RouteStop, Schedule } from '#core/contracts/route.ts'
import type { Name } from '#core/contracts/scalars.ts'

export type StopDraft = {
  key: number
  checkpoint: string
  from: string
  until: string
  /** Minutes of the way here; empty asks nothing. */
  legMin: string
  legMax: string
  dwell: string
}
export type RouteDraft = {
  id: string
  name: Name
  order: Route['order']
  grace: string
  mode: 'none' | 'times' | 'rule'
  starts: string
  days: number[]
  rrule: string
  from: string
  start: string
  holidays: Schedule['holidays']
  startPoint: string
  endPoint: string
  guard: string
  enabled: boolean
  stops: StopDraft[]
}

const everyDay = [1, 2, 3, 4, 5, 6, 7]

/** The form of a route; of a new one when there is none. `today` (`YYYY-MM-DD`): where a new recurrence begins. */
export function draftOfRoute(route: Route | null, today: string): RouteDraft {
  const schedule = route?.schedule ?? null
  const times = schedule && 'starts' in schedule ? schedule : null
  const rule = schedule && 'rrule' in schedule ? schedule : null
  return {
    id: route?.id ?? '',
    name: { ...(route?.name ?? { 'zh-CN': '', en: '' }) },
    order: route?.order ?? 'ordered',
    grace: String(route?.graceMinutes ?? 5),
    mode: rule ? 'rule' : times || !route ? 'times' : 'none',
    starts: times?.starts.join(' ') ?? '',
    days: [...(times?.days ?? everyDay)],
    rrule: rule?.rrule ?? '',
    from: rule?.from ?? today,
    start: rule?.start ?? '09:00',
    holidays: schedule?.holidays ?? 'keep',
    startPoint: route?.startPoint ?? '',
    endPoint: route?.endPoint ?? '',
    guard: route?.guard ?? '',
    enabled: route?.enabled ?? true,
    stops: (route?.stops ?? []).map(draftOfStop),
  }
}

const draftOfStop = (stop: RouteStop, key: number): StopDraft => ({
  key,
  checkpoint: stop.checkpoint,
  from: String(stop.from),
  until: String(stop.until),
  legMin: stop.leg ? String(stop.leg.min) : '',
  legMax: stop.leg?.max == null ? '' : String(stop.leg.max),
  dwell: stop.dwellSeconds === 0 ? '' : String(stop.dwellSeconds),
})

/** What the form says of when rounds start; null: by hand. Times may be typed with any kind of separator. */
export function scheduleOf(draft: RouteDraft): Schedule | null {
  const { mode, rrule, from, start, holidays } = draft
  if (mode === 'rule' && rrule.trim()) return { rrule: rrule.trim(), from, start, holidays }
  const starts = draft.starts.split(/[^\d:]+/).filter(Boolean)
  if (mode !== 'times' || starts.length === 0) return null
  return { starts, days: draft.days.toSorted((a, b) => a - b), holidays }
}

/** What the server is told. */
export function routeOfDraft(draft: RouteDraft): Omit<Route, 'id' | 'site' | 'name' | 'version'> {
  return {
    order: draft.order,
    graceMinutes: Number(draft.grace),
    guard: draft.guard || null,
    enabled: draft.enabled,
    schedule: scheduleOf(draft),
    startPoint: draft.startPoint || null,
    endPoint: draft.endPoint || null,
    stops: draft.stops.map(({ checkpoint, from, until, legMin, legMax, dwell }): RouteStop => ({
      checkpoint,
      from: Number(from),
      until: Number(until),
      leg: legMin || legMax ? { min: Number(legMin), max: legMax ? Number(legMax) : null } : null,
      dwellSeconds: Number(dwell),
    })),
  }
}

/** A stop more, ten minutes after the last one. */
export function withStop(stops: readonly StopDraft[]): StopDraft[] {
  const last = stops.at(-1)
  const from = last ? Number(last.until) || 0 : 0
  const key = Math.max(-1, ...stops.map((stop) => stop.key)) + 1
  return [
    ...stops,
    { key, checkpoint: '', from: String(from), until: String(from + 10), legMin: '', legMax: '', dwell: '' },
  ]
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
