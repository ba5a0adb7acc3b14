// What a reading, or the want of one, does to a rule: newest values count, overtaken ones go their own way.
import type { Reading } from '../contracts/reading.ts'
import { holds, rateAfter, rateHolds, truthOf } from './condition.ts'
import type { Truth } from './condition.ts'
import { forgetOldRun, onOvertaken } from './rule-late.ts'
import type { Leaf, MetricLeaf, Plan, RateLeaf } from './rule-plan.ts'
import { applyAll, fire } from './rule-track.ts'
import { isFresh, metricOf, moveTime, ownTime } from './rule-work.ts'
import type { Work } from './rule-work.ts'
import type { StepContext } from './rule.ts'

/**
 * The common case, decided without a working copy: nothing is remembered, and what the reading brings does not make the
 * condition true. Not common are an overtaken value, one of which a rate must be kept, and a limit that holds until its own
 * `clear`, which must be remembered.
 */
export function isHealthy(plan: Plan, reading: Reading, context: StepContext): boolean {
  const { root, metrics, byPoint, rated, holding } = plan
  if (root.type === 'metric') {
    const value = metricOf(reading, root.condition.metric)
    return value === undefined || holds(root.condition, value, false) !== true
  }
  if (rated) return false
  for (const metric of metrics) {
    const newest = metricOf(reading, metric) === undefined ? null : context.latest(metric)
    if (newest !== null && newest.judged > reading.judged) return false
  }
  if (holding.some((leaf) => truthAtRest(leaf, reading, context) === true)) return false
  return byPoint || truthOf(root, (leaf) => truthAtRest(leaf, reading, context)) !== true
}

/** What a leaf says when nothing is remembered: no event is on, nobody is silent, no limit has held. */
function truthAtRest(leaf: Leaf, reading: Reading, context: StepContext): Truth {
  if (leaf.type !== 'metric') return false
  const { metric } = leaf.condition
  const value = metricOf(reading, metric) ?? context.latest(metric)?.value
  return value === undefined ? null : holds(leaf.condition, value, false)
}

export function onReading(work: Work, reading: Reading): void {
  work.reading = reading
  const brought = work.plan.metrics.filter((metric) => metricOf(reading, metric) !== undefined)
  const overtaken = brought.filter((metric) => !isFresh(work, metric))
  if (overtaken.length < brought.length) onNewest(work, reading)
  const known = overtaken.map((metric) => work.context.latest(metric)?.judged ?? reading.judged)
  if (overtaken.length > 0) onOvertaken(work, reading, Math.max(...known))
}

function onNewest(work: Work, reading: Reading): void {
  if (reading.judged >= work.memory.judged) fire(work, reading.judged)
  moveTime(work, reading.judged)
  forgetOldRun(work, reading.judged)
  unmute(work, reading)
  for (const leaf of work.plan.holding) updateHeld(work, reading, leaf)
  for (const leaf of work.plan.leaves) if (leaf.type === 'rate') updateRate(work, reading, leaf)
  applyAll(work, reading.judged)
}

function updateHeld(work: Work, reading: Reading, leaf: MetricLeaf): void {
  const value = metricOf(reading, leaf.condition.metric)
  if (value === undefined || !isFresh(work, leaf.condition.metric)) return
  const held = work.memory.held ?? []
  const was = held.includes(leaf.index)
  const now = holds(leaf.condition, value, was)
  if (now === null || now === was) return
  const next = now ? [...held, leaf.index] : held.filter((index) => index !== leaf.index)
  work.memory.held = next.length > 0 ? next : undefined
  work.dirty = true
}

function updateRate(work: Work, reading: Reading, leaf: RateLeaf): void {
  const value = metricOf(reading, leaf.condition.metric)
  if (typeof value !== 'number' || !isFresh(work, leaf.condition.metric)) return
  const before = work.memory.rates?.[leaf.index]
  const after = rateAfter(before, leaf, reading.judged, value)
  const same = before?.samples.length === after.samples.length && before.samples.at(-1) === after.samples.at(-1)
  if (!same || rateHolds(leaf, before.rate) !== rateHolds(leaf, after.rate)) work.dirty = true
  work.memory.rates = { ...work.memory.rates, [leaf.index]: after }
}

/** What was unknown for silence is known again once every metric of the condition has been heard since. */
function unmute(work: Work, reading: Reading): void {
  const { muted } = work.memory
  if (muted === undefined) return
  const heard = (metric: string) =>
    metricOf(reading, metric) !== undefined || (work.context.latest(metric)?.judged ?? -Infinity) > muted
  if (!work.plan.metrics.every(heard)) return
  work.memory.muted = undefined
  work.dirty = true
}

/** Silence is a condition of its own, and the end of what a value said. */
export function onSilence(work: Work, silent: boolean, lastSeen: number | null): void {
  const now = ownTime(work, work.at)
  fire(work, now)
  moveTime(work, now)
  const { plan, memory } = work
  if (plan.silent && (memory.silent ?? false) !== silent) {
    work.memory = { ...memory, silent: silent || undefined, lastSeen }
    work.dirty = true
  }
  const known = plan.metrics.map((metric) => work.context.latest(metric)?.judged ?? -Infinity)
  if (!plan.silent && silent && known.some(Number.isFinite) && memory.muted !== Math.max(...known)) {
    memory.muted = Math.max(...known)
    work.dirty = true
  }
  applyAll(work, now)
}
