// A watcher is one rule at one device: what it remembers and when it wants to be called. The index hands a message only
// to the watchers that listen to it, so a rule that does not apply costs nothing.
import type { Device } from '../core/contracts/device.ts'
import type { Happening } from '../core/contracts/live.ts'
import type { Rule } from '../core/contracts/rule.ts'
import { adaptMemory } from '../core/domain/rule-memory.ts'
import { appliesTo, inputsOf, type RuleInputs } from '../core/domain/rule.ts'
import type { RuleMemory, Signal, StepContext } from '../core/domain/rule.ts'
import type { Lane } from '../gateway/journal/journal.ts'
import { createDueHeap, type DueHeap } from './due.ts'
import type { Estate } from './estate.ts'
import type { MemoryRow } from './store/rule-memory.ts'

type Raise = Extract<Signal, { type: 'raise' }>

export type Watcher = {
  rule: Rule
  device: string
  inputs: RuleInputs
  /** The metrics among its inputs, as a list: walked for every reading. */
  metrics: readonly string[]
  /** The lane that feeds its condition and whose ticks are its time. */
  lane: Lane
  memory: RuleMemory | null
  due: number | null
  /** The earliest time at which it stands in the heap. */
  queued: number
  /** What it would have raised, had service work not kept it quiet; by subject. */
  withheld: Map<string, Raise>
  context: StepContext
}

/** The kept form of a watcher. */
type Kept = { m: RuleMemory | null; due: number | null; w?: [string, Raise][] }

export type Watchers = {
  /** All watchers of a device. */
  of(device: string): readonly Watcher[]
  find(rule: string, device: string): Watcher | null
  /** The multiples of the expected interval after which rules want to hear of silence. */
  multiples(): ReadonlySet<number>
  /** What a lane's tick must call. */
  due: Record<Lane, DueHeap<Watcher>>
  /** Notes when it wants to be called. */
  wants(watcher: Watcher, due: number | null): void
  /** It remembers something else now: to be committed. */
  changed(watcher: Watcher): void
  /** Takes what must be committed; `restore` gives it back when that failed. */
  takeChanged(): { rows: MemoryRow[]; restore(): void }
  /** The estate has changed. Gives the watchers that are new or have another rule, and those that are gone. */
  apply(happenings: readonly Happening[]): { fresh: Watcher[]; gone: Watcher[] }
}

const laneOf = (inputs: RuleInputs): Lane => (inputs.events.size > 0 && inputs.metrics.size === 0 ? 'urgent' : 'bulk')

export function createWatchers(
  estate: Estate,
  memories: readonly MemoryRow[],
  contextOf: (device: string) => StepContext,
): Watchers {
  const byDevice = new Map<string, Watcher[]>()
  const due = { urgent: createDueHeap<Watcher>(), bulk: createDueHeap<Watcher>() }
  let dirty = new Map<string, Watcher>()
  let forgotten = new Map<string, { rule: string; holder: string }>()
  const kept = new Map(memories.map((row) => [keyOf(row.rule, row.holder), row.doc as Kept]))
  const keyOf_ = (watcher: Watcher) => keyOf(watcher.rule.id, watcher.device)

  function make(rule: Rule, device: string): Watcher {
    const inputs = inputsOf(rule)
    const doc = kept.get(keyOf(rule.id, device))
    kept.delete(keyOf(rule.id, device))
    const watcher: Watcher = {
      ...{
        rule,
        device,
        inputs,
        metrics: [...inputs.metrics],
        lane: laneOf(inputs),
        memory: doc?.m ?? null,
        due: null,
        queued: Infinity,
      },
      ...{ withheld: new Map(doc?.w), context: contextOf(device) },
    }
    wants(watcher, doc?.due ?? null)
    return watcher
  }
  function wants(watcher: Watcher, at: number | null): void {
    watcher.due = at
    if (at === null || at >= watcher.queued) return
    watcher.queued = at
    due[watcher.lane].add(at, watcher)
  }
  /** The watchers that a device has now, taking over from those it had. */
  function refresh(device: Device): { fresh: Watcher[]; gone: Watcher[] } {
    const before = new Map((byDevice.get(device.id) ?? []).map((watcher) => [watcher.rule.id, watcher]))
    const fresh: Watcher[] = []
    const now: Watcher[] = []
    for (const rule of estate.rules.values()) {
      if (!rule.enabled || !appliesTo(rule, device)) continue
      const old = before.get(rule.id)
      before.delete(rule.id)
      const watcher = old?.rule === rule ? old : old ? takeOver(old, rule) : make(rule, device.id)
      if (watcher !== old) fresh.push(watcher)
      now.push(watcher)
    }
    byDevice.set(device.id, now)
    return { fresh, gone: retire([...before.values()]) }
  }
  function takeOver(old: Watcher, rule: Rule): Watcher {
    const watcher = make(rule, old.device)
    watcher.memory = adaptMemory(old.rule, rule, old.memory)
    watcher.withheld = old.withheld
    old.due = null
    dirty.set(keyOf_(watcher), watcher)
    return watcher
  }
  function retire(gone: Watcher[]): Watcher[] {
    for (const watcher of gone) {
      watcher.due = null
      dirty.delete(keyOf_(watcher))
      forgotten.set(keyOf_(watcher), { rule: watcher.rule.id, holder: watcher.device })
    }
    return gone
  }
  for (const device of estate.devices.values()) refresh(device)

  return {
    due,
    wants,
    of: (device) => byDevice.get(device) ?? [],
    find: (rule, device) => byDevice.get(device)?.find((watcher) => watcher.rule.id === rule) ?? null,
    multiples() {
      const asked = new Set<number>()
      for (const rule of estate.rules.values()) {
        const { silence } = inputsOf(rule)
        if (rule.enabled && silence !== null) asked.add(silence)
      }
      return asked
    },
    changed: (watcher) => void dirty.set(keyOf_(watcher), watcher),
    takeChanged() {
      const [took, lost] = [dirty, forgotten]
      dirty = new Map()
      forgotten = new Map()
      const gone = [...lost]
        .filter(([key]) => !took.has(key))
        .map(([, { rule, holder }]) => ({ rule, holder, doc: null }))
      return {
        rows: [...gone, ...[...took.values()].map(rowOf)],
        restore() {
          // What changed since is newer and stays.
          dirty = new Map([...took, ...dirty])
          forgotten = new Map([...lost, ...forgotten])
        },
      }
    },
    apply(happenings) {
      const all = happenings.some(({ type }) => type.startsWith('rule.'))
      const ids = happenings.filter(({ type }) => type.startsWith('device.')).map(({ id }) => id)
      const touched = new Set(all ? [...byDevice.keys(), ...estate.devices.keys()] : ids)
      const result = { fresh: [] as Watcher[], gone: [] as Watcher[] }
      for (const id of touched) {
        const device = estate.devices.get(id)
        const change = device ? refresh(device) : { fresh: [], gone: retire(byDevice.get(id) ?? []) }
        if (!device) byDevice.delete(id)
        result.fresh.push(...change.fresh)
        result.gone.push(...change.gone)
      }
      return result
    },
  }
}

const keyOf = (rule: string, holder: string): string => `${rule} ${holder}`

function rowOf({ rule, device, memory, due, withheld }: Watcher): MemoryRow {
  const nothing = memory === null && withheld.size === 0
  const doc: Kept = { m: memory, due, ...(withheld.size > 0 ? { w: [...withheld] } : {}) }
  return { rule: rule.id, holder: device, doc: nothing ? null : doc }
}
