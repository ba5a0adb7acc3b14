// One pure step of one rule for one subject-holder (a device, or what an internal event concerns).
// Time moves by what is handed in: readings and events carry their own judged time, ticks carry the lane's.
// Before a new value counts, the timers that elapsed before it fire: the order is that of the judged times.
import type { DeviceEvent } from '../contracts/event.ts'
import type { Subject } from '../contracts/incident.ts'
import type { MetricValue } from '../contracts/metric.ts'
import type { Reading } from '../contracts/reading.ts'
import type { Rule } from '../contracts/rule.ts'
import type { Explanation } from '../contracts/api/rule.ts'
import { iso } from '../contracts/instant.ts'
import type { Device } from '../contracts/device.ts'
import { onEvent } from './rule-event.ts'
import { planOf } from './rule-plan.ts'
import { isHealthy, onReading, onSilence } from './rule-reading.ts'
import { onTick, tellOwed } from './rule-track.ts'
import type { Memory } from './rule-memory.ts'
import type { Leaf } from './rule-plan.ts'
import { begin, dueOfInstance, finish, holder, instanceOf, leafTruth, valueOf } from './rule-work.ts'
import type { Work } from './rule-work.ts'

/** What a rule can be told. `at` is pipeline time: receive time of the entry, or the lane's tick. */
export type RuleInput =
  | { type: 'reading'; at: number; reading: Reading }
  | { type: 'event'; at: number; event: DeviceEvent }
  /** Something inside the product: a checkpoint missed, a clock wrong. `on: false` says that it is over. */
  | { type: 'internal'; at: number; name: string; subject: Subject; on: boolean; data: Record<string, unknown> }
  /** Silence as core/domain/presence.ts judged it: the device is (no longer) silent for this rule's multiple. */
  | { type: 'silence'; at: number; silent: boolean; lastSeen: number | null }
  /** Time has passed; given when a `due` of an earlier step has come. */
  | { type: 'tick'; at: number }

/** What a step says. `at` is the judged time at which it became so. */
export type Signal =
  | {
      type: 'raise'
      subject: Subject
      at: number
      /** Known to have ended already; a `clear` with its end follows in the same step. */
      historic: boolean
      /** The condition has no end of its own (event without `until`), so a person must reset it. */
      latched: boolean
      /** The values that decided, by metric; of an event its type, point and data. */
      evidence: Record<string, unknown>
    }
  /** The condition broke again while raised (an event repeated, a value back over the limit before it cleared). */
  | { type: 'retrip'; subject: Subject; at: number; evidence: Record<string, unknown> }
  | { type: 'clear'; subject: Subject; at: number }

/** What a rule remembers of one holder: plain JSON, `null` when there is nothing worth keeping. */
export type RuleMemory = Record<string, unknown>

export type Step = {
  memory: RuleMemory | null
  signals: Signal[]
  /** Pipeline time at which a tick must be handed in if nothing else is: a `for` or `keepFor` elapses, a window empties. */
  due: number | null
}

export type StepContext = {
  /** The holder when it is a device; null for what internal events concern. */
  device: string | null
  /**
   * The newest value of a metric of the holder and the time it is judged at, as known just before or just after the
   * input in hand (never later inputs of the same batch); null when never heard. Late data does not replace it.
   */
  latest(metric: string): { value: MetricValue; judged: number } | null
}

/** A step of a rule that remembers nothing and has nothing to say. */
const quiet: Step = { memory: null, signals: [], due: null }

/**
 * Tells a rule one thing and gets back what it remembers and says. Never throws on what the schemas allow; gives the same
 * memory object when nothing changed. After a rule was made or changed, a `tick` with the adapted memory makes it judge
 * the newest values at once. Ticks before `due`, or repeated, are harmless.
 */
export function step(rule: Rule, memory: RuleMemory | null, input: RuleInput, context: StepContext): Step {
  const plan = planOf(rule)
  if (memory === null && input.type === 'reading' && isHealthy(plan, input.reading, context)) return quiet
  const work = begin(plan, memory, context, input.at)
  takeIn(work, input)
  tellOwed(work)
  return finish(work)
}

function takeIn(work: Work, input: RuleInput): void {
  if (input.type === 'reading') return onReading(work, input.reading)
  if (input.type === 'tick') return onTick(work)
  if (input.type === 'silence') return onSilence(work, input.silent, input.lastSeen)
  if (work.plan.internal !== (input.type === 'internal')) return
  if (input.type === 'internal') {
    const { name, at, on, subject, data } = input
    onEvent(work, { name, point: null, judged: at, on, of: null, subject, evidence: { ...data, event: name } })
  } else {
    const { type: name, point, judged, data } = input.event
    const of = typeof data['of'] === 'string' ? data['of'] : null
    onEvent(work, { name, point, judged, on: true, of, subject: null, evidence: { event: name, point, data } })
  }
}

/** What a rule wants to be told, for the index of the pipeline. */
export type RuleInputs = {
  metrics: ReadonlySet<string>
  /** Types of device events, or names of events inside the product; those that end a condition included. */
  events: ReadonlySet<string>
  /**
   * The multiple of the expected interval after which the rule wants `silence` inputs, or null. Besides rules about
   * silence these are rules with timers over metrics: a value does not hold through silence.
   */
  silence: number | null
}

/** Names the inputs that can make a rule change its mind. */
export function inputsOf(rule: Rule): RuleInputs {
  const plan = planOf(rule)
  const events = plan.leaves.flatMap((leaf) => (leaf.type === 'event' ? [leaf.condition.event, ...leaf.until] : []))
  const multiples = plan.leaves.flatMap((leaf) => (leaf.type === 'silent' ? [leaf.condition.silent] : []))
  const timed = plan.metrics.length > 0 && plan.for + plan.keepFor > 0
  const silence = multiples.length > 0 ? Math.min(...multiples) : timed ? 2 : null
  return { metrics: new Set(plan.metrics), events: new Set(events), silence }
}

/** Whether a rule watches a device. Rules about rounds, posts and the system itself watch none. */
export function appliesTo(rule: Rule, device: Pick<Device, 'id' | 'site' | 'kind' | 'tags'>): boolean {
  const { kind, sites, devices, tags, without, subject } = rule.scope
  if (subject !== 'device' || (kind !== undefined && kind !== device.kind)) return false
  if (sites !== undefined && !sites.includes(device.site)) return false
  if (devices !== undefined && !devices.includes(device.id)) return false
  if (without?.some((tag) => device.tags.includes(tag))) return false
  return tags === undefined || tags.some((tag) => device.tags.includes(tag))
}

/**
 * Why a rule stands as it does for a subject (`{type}:{id}`): its state, its timer and what each part of the condition
 * sees. `at` is pipeline time. Of the points of a panel each has its own answer.
 */
export function explain(
  rule: Rule,
  memory: RuleMemory | null,
  at: number,
  subject: string,
  context: StepContext,
): Explanation {
  const plan = planOf(rule)
  const work = begin(plan, memory, context, at)
  const point = `point:${context.device}:`
  const key = subject.startsWith(point) ? `:${subject.slice(point.length)}` : holder
  const instance = instanceOf(work, key)
  const due = memory === null ? Infinity : dueOfInstance(plan, memory as Memory, instance)
  return {
    rule: rule.id,
    subject,
    state: instance.state === 'raised' ? 'active' : instance.state,
    since: instance.state === 'idle' ? null : instant(instance.since),
    dueAt: instant(due),
    leaves: plan.leaves.map((leaf) => ({
      condition: leaf.condition,
      value: seenBy(work, key, leaf),
      holds: leafTruth(work, key, leaf),
    })),
  }
}

const latestInstant = 8.64e15
const instant = (at: number): string | null => (Math.abs(at) <= latestInstant ? iso(at) : null)

function seenBy(work: Work, key: string, leaf: Leaf): unknown {
  if (leaf.type === 'metric') return valueOf(work, leaf.condition.metric)
  if (leaf.type === 'rate') return work.memory.rates?.[leaf.index]?.rate ?? null
  if (leaf.type === 'silent') return work.memory.silent ?? false
  const state = instanceOf(work, leaf.condition.by === 'point' ? key : holder).events?.[leaf.index]
  if (!state) return null
  return { on: state.on, from: state.from && instant(state.from), ended: state.ended && instant(state.ended) }
}
