// A rule made ready to run: durations in ms, leaves numbered, inputs named. Made once per rule object and kept beside it.
import type { Condition, EventCondition, MetricCondition, RateCondition, Rule } from '../contracts/rule.ts'
import { milliseconds } from '../contracts/instant.ts'

export type MetricLeaf = { type: 'metric'; index: number; condition: MetricCondition }
export type RateLeaf = { type: 'rate'; index: number; condition: RateCondition; per: number; window: number }
export type SilentLeaf = { type: 'silent'; index: number; condition: { silent: number } }
export type EventLeaf = {
  type: 'event'
  index: number
  condition: EventCondition
  until: readonly string[]
  /** How many events, within how many ms; 1 within 0 when a single one is enough. */
  count: number
  within: number
}
export type Leaf = MetricLeaf | RateLeaf | SilentLeaf | EventLeaf
export type Tree = Leaf | { type: 'all'; parts: Tree[] } | { type: 'any'; parts: Tree[] } | { type: 'not'; part: Tree }

export type Plan = {
  rule: Rule
  root: Tree
  leaves: readonly Leaf[]
  metrics: readonly string[]
  for: number
  keepFor: number
  /** Each point of the device is a subject of its own. */
  byPoint: boolean
  /** Listens to events inside the product instead of those of devices. */
  internal: boolean
  silent: boolean
  /** An event without an end decides alone: only a person ends it. */
  endless: boolean
  rated: boolean
  /** Limits that clear elsewhere than they raise. */
  holding: readonly MetricLeaf[]
}

const plans = new WeakMap<Rule, Plan>()

/** The plan of a rule. The same rule object gives the same plan. */
export function planOf(rule: Rule): Plan {
  const known = plans.get(rule)
  if (known) return known
  const plan = makePlan(rule)
  plans.set(rule, plan)
  return plan
}

function makePlan(rule: Rule): Plan {
  const leaves: Leaf[] = []
  const root = grow(rule.when, leaves)
  const watched = leaves.filter((leaf) => leaf.type === 'metric' || leaf.type === 'rate')
  return {
    rule,
    root,
    leaves,
    metrics: [...new Set(watched.map((leaf) => leaf.condition.metric))],
    for: milliseconds(rule.for),
    keepFor: milliseconds(rule.keepFor),
    byPoint: leaves.some((leaf) => leaf.type === 'event' && leaf.condition.by === 'point'),
    internal: rule.scope.subject !== 'device',
    silent: leaves.some((leaf) => leaf.type === 'silent'),
    endless: root.type === 'event' && root.until.length === 0,
    rated: leaves.some((leaf) => leaf.type === 'rate'),
    holding: leaves.filter((leaf) => leaf.type === 'metric').filter(({ condition }) => condition.clear !== undefined),
  }
}

function grow(condition: Condition, leaves: Leaf[]): Tree {
  if ('all' in condition) return { type: 'all', parts: condition.all.map((part) => grow(part, leaves)) }
  if ('any' in condition) return { type: 'any', parts: condition.any.map((part) => grow(part, leaves)) }
  if ('not' in condition) return { type: 'not', part: grow(condition.not, leaves) }
  const leaf = makeLeaf(condition, leaves.length)
  leaves.push(leaf)
  return leaf
}

function makeLeaf(
  condition: Exclude<Condition, { all: unknown } | { any: unknown } | { not: unknown }>,
  index: number,
): Leaf {
  if ('silent' in condition) return { type: 'silent', index, condition }
  if ('event' in condition) {
    const until = condition.until === undefined ? [] : [condition.until].flat()
    const within = condition.within === undefined ? 0 : milliseconds(condition.within)
    return { type: 'event', index, condition, until, count: condition.count ?? 1, within }
  }
  if (!('rate' in condition)) return { type: 'metric', index, condition }
  const { per, window } = condition.rate
  return { type: 'rate', index, condition, per: milliseconds(per), window: milliseconds(window) }
}
