// What a rule remembers of one holder, plain JSON. Parts are replaced, never changed in place; what is idle is forgotten.
import type { Subject } from '../contracts/incident.ts'
import type { Rule } from '../contracts/rule.ts'
import type { Rate } from './condition.ts'
import { planOf } from './rule-plan.ts'
import type { Tree } from './rule-plan.ts'

/** An event condition of one subject. `from` is when it last came on; `ended` the newest end that was told. */
export type EventState = { on: boolean; from: number | null; ended: number | null; times: number[] }

/** A raise that is due but not told yet, because late data may still show that it is over. Told at `notBefore` at the latest. */
export type Owed = { at: number; evidence: Record<string, unknown>; notBefore: number }

/** One subject of the rule. `since` is the judged time at which the state began (of `raised`: when it raised). */
export type Instance = {
  state: 'idle' | 'pending' | 'raised' | 'clearing'
  since: number
  evidence?: Record<string, unknown>
  owed?: Owed
  /** By number of the leaf. */
  events?: Record<string, EventState>
}

/** A run of out-of-order readings that were beyond the limit; healthy newer data is known from `until` on. */
export type LateRun = { from: number; to: number; until: number; told: boolean }

export type Memory = {
  /** The holder's own time: `judged` of the input that moved it last, and when that was received. */
  judged: number
  at: number
  subject?: Subject
  /** By `:{point}`, or `:` for the holder itself; the colon keeps names like `constructor` apart. */
  instances: Record<string, Instance>
  /** Numbers of the limits that hold, where clearing differs from raising. */
  held?: number[]
  rates?: Record<string, Rate>
  silent?: boolean
  lastSeen?: number | null
  /** Values up to this judged time are unknown: the holder fell silent after them. */
  muted?: number
  late?: LateRun
}

export const emptyMemory = (judged: number, at: number): Memory => ({ judged, at, instances: {} })

const mostIdle = 256
const mostInstances = 4096

const isTrace = ({ state, events }: Instance): boolean => state === 'idle' && events !== undefined
const age = ([, { since, events }]: [string, Instance]): number =>
  Math.max(since, ...Object.values(events ?? {}).map((event) => event.ended ?? event.from ?? 0))

/** Leaves out what is idle, and the oldest of too many: a device that invents points must not fill the memory. */
export function prune(memory: Memory): Memory | null {
  let kept = Object.entries(memory.instances).filter(([, instance]) => instance.state !== 'idle' || isTrace(instance))
  if (kept.length > mostIdle) kept = newest(kept, mostIdle, ([, instance]) => isTrace(instance))
  if (kept.length > mostInstances) kept = newest(kept, mostInstances, () => true)
  const { held, rates, silent, muted, late } = memory
  if (kept.length === 0 && !held && !rates && !silent && muted === undefined && !late) return null
  return { ...memory, instances: Object.fromEntries(kept) }
}

function newest(entries: [string, Instance][], most: number, counts: (entry: [string, Instance]) => boolean) {
  const surplus = entries
    .filter(counts)
    .sort((a, b) => age(b) - age(a))
    .slice(most)
  const gone = new Set(surplus.map(([key]) => key))
  return entries.filter(([key]) => !gone.has(key))
}

/** Whether a `for` or `keepFor` is elapsing, so that the holder's own time matters. */
export const isTiming = (memory: Memory): boolean =>
  Object.values(memory.instances).some(({ state }) => state === 'pending' || state === 'clearing')

/**
 * The memory with which a changed rule goes on for a holder that it still covers. Other limits or times keep all; another
 * shape of the condition keeps what is raised, so that its incident can clear, and forgets what the old parts had seen.
 * Hand the holder a tick afterwards: the changed rule then takes effect at once.
 */
export function adaptMemory(
  before: Rule,
  after: Rule,
  memory: Record<string, unknown> | null,
): Record<string, unknown> | null {
  if (memory === null || shape(planOf(before).root) === shape(planOf(after).root)) return memory
  if (planOf(before).internal !== planOf(after).internal) return null
  const { judged, at, subject, instances } = memory as Memory
  const raised = Object.entries(instances).filter(([, { state }]) => state === 'raised' || state === 'clearing')
  const kept = raised.map(([key, instance]) => [key, { ...instance, events: undefined }] as const)
  return prune({ judged, at, subject, instances: Object.fromEntries(kept) })
}

function shape(tree: Tree): string {
  if (tree.type === 'all' || tree.type === 'any') return `${tree.type}(${tree.parts.map(shape).join()})`
  if (tree.type === 'not') return `not(${shape(tree.part)})`
  if (tree.type === 'event') return `event ${tree.condition.event} ${tree.condition.by ?? ''}`
  if (tree.type === 'metric') return `metric ${tree.condition.metric}`
  return tree.type === 'rate' ? `rate ${tree.condition.metric} ${tree.window}` : 'silent'
}
