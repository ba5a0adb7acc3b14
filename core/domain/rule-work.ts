// One step under way: a working copy of the memory, the input in hand, and what each part of the condition says now.
import type { Subject } from '../contracts/incident.ts'
import type { MetricValue } from '../contracts/metric.ts'
import type { Reading } from '../contracts/reading.ts'
import { iso } from '../contracts/instant.ts'
import { holds, rateHolds, truthOf } from './condition.ts'
import type { Truth } from './condition.ts'
import { emptyMemory, isTiming, prune } from './rule-memory.ts'
import type { Instance, Memory } from './rule-memory.ts'
import type { Leaf, Plan } from './rule-plan.ts'
import type { RuleMemory, Signal, Step, StepContext } from './rule.ts'

export type Work = {
  plan: Plan
  context: StepContext
  before: RuleMemory | null
  memory: Memory
  /** Something was replaced in the copy. The holder's time alone does not count unless a timer runs. */
  dirty: boolean
  /** Pipeline time of the input. */
  at: number
  /** The reading in hand, as far as it is not older than what is known. */
  reading: Reading | null
  signals: Signal[]
}

/** The key of the holder itself among the instances. */
export const holder = ':'
const idle: Instance = { state: 'idle', since: 0 }

export function begin(plan: Plan, memory: RuleMemory | null, context: StepContext, at: number): Work {
  const copy = memory === null ? emptyMemory(at, at) : { ...(memory as Memory) }
  copy.instances = { ...copy.instances }
  return { plan, context, before: memory, memory: copy, dirty: false, at, reading: null, signals: [] }
}

/** The holder's own time at pipeline time `at`: as much later than its last input as time has passed since. */
export const ownTime = ({ memory }: Work, at: number): number => memory.judged + (at - memory.at)

/** An input moves the holder's own time, never backwards while a timer runs. */
export function moveTime(work: Work, judged: number): void {
  const timing = isTiming(work.memory)
  if (timing && judged < work.memory.judged) return
  if (timing && (judged !== work.memory.judged || work.at !== work.memory.at)) work.dirty = true
  work.memory.judged = judged
  work.memory.at = work.at
}

export const instanceOf = (work: Work, key: string): Instance => work.memory.instances[key] ?? idle

export function put(work: Work, key: string, instance: Instance): void {
  work.memory.instances[key] = instance
  work.dirty = true
}

/** Keys of the subjects that exist: points heard of, the holder, and what a rule of another shape has left raised. */
export function keysOf({ plan, memory }: Work): string[] {
  const keys = Object.keys(memory.instances)
  return plan.byPoint || keys.includes(holder) ? keys : [...keys, holder]
}

export function subjectOf({ plan, memory, context }: Work, key: string): Subject {
  if (plan.internal && memory.subject) return memory.subject
  const device = context.device ?? 'unknown'
  if (key === holder) return { type: 'device', id: device }
  return { type: 'point', id: `${device}:${key.slice(1)}` }
}

/** A metric of a reading; names like `constructor` are looked for among its own metrics only. */
export const metricOf = (reading: Reading, metric: string): MetricValue | undefined =>
  Object.hasOwn(reading.metrics, metric) ? reading.metrics[metric] : undefined

/** Whether the reading in hand brings a metric that is not older than the newest known. */
export function isFresh(work: Work, metric: string): boolean {
  const newest = work.context.latest(metric)
  return work.reading !== null && (newest === null || newest.judged <= work.reading.judged)
}

/** The value that holds now: of the reading in hand, else the newest known, unless silence has made it unknown. */
export function valueOf(work: Work, metric: string): MetricValue | null {
  const own = work.reading && metricOf(work.reading, metric)
  if (own !== null && own !== undefined && isFresh(work, metric)) return own
  const newest = work.context.latest(metric)
  const { muted } = work.memory
  return newest === null || (muted !== undefined && newest.judged <= muted) ? null : newest.value
}

export function leafTruth(work: Work, key: string, leaf: Leaf): Truth {
  const { memory } = work
  if (leaf.type === 'silent') return memory.silent ?? false
  if (leaf.type === 'event') {
    const events = instanceOf(work, leaf.condition.by === 'point' ? key : holder).events
    return events?.[leaf.index]?.on ?? false
  }
  const value = valueOf(work, leaf.condition.metric)
  if (value === null) return null
  if (leaf.type === 'rate') return rateHolds(leaf, memory.rates?.[leaf.index]?.rate ?? null)
  return holds(leaf.condition, value, memory.held?.includes(leaf.index) ?? false)
}

export const truthNow = (work: Work, key: string): Truth =>
  truthOf(work.plan.root, (leaf) => leafTruth(work, key, leaf))

/** The values that a raise is explained by: each metric of the condition, its rate, and the time last heard. */
export function evidenceNow(work: Work): Record<string, unknown> {
  const evidence: Record<string, unknown> = {}
  for (const metric of work.plan.metrics) evidence[metric] = valueOf(work, metric)
  for (const leaf of work.plan.leaves) {
    if (leaf.type === 'rate') evidence['rate'] = work.memory.rates?.[leaf.index]?.rate ?? null
  }
  const { lastSeen } = work.memory
  if (work.plan.silent) evidence['lastSeen'] = typeof lastSeen === 'number' ? iso(lastSeen) : null
  return evidence
}

/** Ends the step: what was not changed is handed back as it was, what is empty is forgotten. */
export function finish(work: Work): Step {
  if (!work.dirty)
    return { memory: work.before, signals: work.signals, due: work.before && dueOf(work.plan, work.before as Memory) }
  const memory = prune(work.memory)
  return { memory, signals: work.signals, due: memory && dueOf(work.plan, memory) }
}

/** The pipeline time at which the next timer has elapsed, if nothing else is heard before. */
export function dueOf(plan: Plan, memory: Memory): number | null {
  let due = Infinity
  for (const instance of Object.values(memory.instances)) due = Math.min(due, dueOfInstance(plan, memory, instance))
  return Number.isFinite(due) ? due : null
}

export function dueOfInstance(plan: Plan, memory: Memory, { state, since, owed }: Instance): number {
  const told = owed ? owed.notBefore : Infinity
  const span = state === 'pending' ? plan.for : state === 'clearing' ? plan.keepFor : null
  return span === null ? told : Math.min(told, memory.at + (since + span - memory.judged))
}
