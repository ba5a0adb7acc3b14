// A holder for tests: one rule, one device, its newest values kept as the pipeline keeps them. Times are in seconds.
import type { MetricValue } from '../contracts/metric.ts'
import type { Rule } from '../contracts/rule.ts'
import { Rule as RuleSchema } from '../contracts/rule.ts'
import { emptyMemory } from './rule-memory.ts'
import { step } from './rule.ts'
import type { RuleInput, RuleMemory, Signal } from './rule.ts'

const base = Date.parse('2026-11-23T00:00:00Z')

/** A rule from its parts; what is not given is as a person would leave it. */
export const ruleOf = (parts: Record<string, unknown>): Rule =>
  RuleSchema.parse({ id: 'r', name: 'r', priority: 2, raise: { title: 't' }, ...parts })

const seconds = (at: number): number => (at - base) / 1000
const said = (signal: Signal): string => {
  const subject = `${signal.subject.type}:${signal.subject.id}`
  const marks =
    signal.type === 'raise' ? `${signal.historic ? ' historic' : ''}${signal.latched ? ' latched' : ''}` : ''
  return `${signal.type}${marks} ${subject} @${seconds(signal.at)}`
}

export type Holder = ReturnType<typeof createHolder>

/**
 * `roundTrip` stores and loads the memory between any two inputs, as a restart does. `eager` lets the newest values take
 * in a reading before the rule is told of it. `thorough` gives an empty memory instead of none, so that no shortcut applies.
 */
export function createHolder(rule: Rule, { roundTrip = true, eager = false, thorough = false } = {}) {
  const newest = new Map<string, { value: MetricValue; judged: number }>()
  let current = rule
  let memory: RuleMemory | null = null
  let due: number | null = null
  const signals: Signal[] = []
  const latest = (metric: string) => newest.get(metric) ?? null

  function give(input: RuleInput): string[] {
    const kept = roundTrip ? (JSON.parse(JSON.stringify(memory)) as RuleMemory | null) : memory
    const given = kept ?? (thorough ? emptyMemory(input.at, input.at) : null)
    const done = step(current, given, input, { device: 'p-1', latest })
    memory = done.memory === given ? kept && memory : done.memory
    due = done.due
    signals.push(...done.signals)
    return done.signals.map(said)
  }

  function remember(metrics: Record<string, MetricValue>, judged: number): void {
    for (const [name, value] of Object.entries(metrics))
      if (judged >= (newest.get(name)?.judged ?? -Infinity)) newest.set(name, { value, judged })
  }

  return {
    /** A reading received at `at`; judged then too, unless it says another time. */
    reading(metrics: Record<string, MetricValue>, at: number, { judged = at, late = false } = {}): string[] {
      const times = { ts: base + judged * 1000, at: base + at * 1000, judged: base + judged * 1000 }
      const reading = { device: 'p-1', ordinal: 0, seq: null, timed: 'device' as const, late, metrics, ...times }
      if (eager) remember(metrics, times.judged)
      const told = give({ type: 'reading', at: times.at, reading })
      remember(metrics, times.judged)
      return told
    },
    event(type: string, at: number, { judged = at, point = null as string | null, data = {} } = {}): string[] {
      const times = { ts: base + judged * 1000, at: base + at * 1000, judged: base + judged * 1000 }
      const event = { device: 'p-1', id: null, timed: 'device' as const, late: at - judged > 120, type, point, data }
      return give({ type: 'event', at: times.at, event: { ...event, ...times } })
    },
    internal(name: string, at: number, on = true): string[] {
      const subject = { type: 'checkpoint' as const, id: 'cp-1' }
      return give({ type: 'internal', at: base + at * 1000, name, subject, on, data: { route: 'a' } })
    },
    silence(silent: boolean, at: number, lastSeen: number | null = null): string[] {
      return give({ type: 'silence', at: base + at * 1000, silent, lastSeen: lastSeen && base + lastSeen * 1000 })
    },
    tick: (at: number): string[] => give({ type: 'tick', at: base + at * 1000 }),
    change(next: Rule, adapt: (memory: RuleMemory | null) => RuleMemory | null): void {
      current = next
      memory = adapt(memory)
    },
    memory: (): RuleMemory | null => memory,
    due: (): number | null => (due === null ? null : seconds(due)),
    signals,
    latest,
  }
}
