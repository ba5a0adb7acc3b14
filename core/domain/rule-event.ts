// Event conditions: on with the event, off with its end, whatever order they arrive in; counted within a window if asked.
import type { Subject } from '../contracts/incident.ts'
import type { EventState } from './rule-memory.ts'
import type { EventLeaf } from './rule-plan.ts'
import { truthOf } from './condition.ts'
import { apply, fire, retrip, tell } from './rule-track.ts'
import { holder, instanceOf, keysOf, leafTruth, moveTime, put, subjectOf, truthNow } from './rule-work.ts'
import type { Work } from './rule-work.ts'

/** An event of a device or of the product, in the form that conditions see. */
export type Happened = {
  name: string
  point: string | null
  judged: number
  /** False when the product itself says that it is over. */
  on: boolean
  /** An end that names in its data (`of`) what it ends, ends only that; null ends whatever waits for it. */
  of: string | null
  subject: Subject | null
  evidence: Record<string, unknown>
}

const blank: EventState = { on: false, from: null, ended: null, times: [] }

export function onEvent(work: Work, event: Happened): void {
  const heard = work.plan.leaves.filter((leaf) => leaf.type === 'event').filter((leaf) => concerns(leaf, event.name))
  if (heard.length === 0) return
  if (event.subject) work.memory.subject = event.subject
  if (event.judged >= work.memory.judged) fire(work, event.judged)
  moveTime(work, event.judged)
  for (const leaf of heard) {
    if (event.name === leaf.condition.event && event.on) begins(work, leaf, event)
    else if (event.of === null || event.of === leaf.condition.event) ends(work, leaf, event)
  }
}

const concerns = (leaf: EventLeaf, name: string): boolean => leaf.condition.event === name || leaf.until.includes(name)

const keyOf = (leaf: EventLeaf, { point }: Happened): string =>
  leaf.condition.by === 'point' && point !== null ? `:${point}` : holder

const stateOf = (work: Work, key: string, leaf: EventLeaf): EventState =>
  instanceOf(work, key).events?.[leaf.index] ?? blank

function keep(work: Work, key: string, leaf: EventLeaf, state: EventState): void {
  const instance = instanceOf(work, key)
  put(work, key, { ...instance, events: { ...instance.events, [leaf.index]: state } })
}

function begins(work: Work, leaf: EventLeaf, event: Happened): void {
  const key = keyOf(leaf, event)
  const state = stateOf(work, key, leaf)
  if (state.ended !== null && state.ended > event.judged) return passed(work, key, leaf, event)
  const times = leaf.count > 1 ? counted(leaf, state.times, event.judged) : []
  const on = state.on || leaf.count === 1 || times.length >= leaf.count
  const again = state.on && instanceOf(work, key).state === 'raised'
  keep(work, key, leaf, { ...state, on, times, from: state.on ? state.from : event.judged })
  if (again) retrip(work, key, event.judged, event.evidence)
  for (const each of affected(work, leaf, key)) apply(work, each, event.judged, truthNow(work, each), event.evidence)
}

/** The newest events, at most as many as are asked for, that lie within one window. */
function counted({ count, within }: EventLeaf, times: readonly number[], judged: number): number[] {
  const sorted = [...times, judged].sort((a, b) => a - b).slice(-count)
  const newest = sorted.at(-1) ?? judged
  return sorted.filter((time) => time > newest - within)
}

/** An end ends what began before it, of its own point; one without a point ends all points. */
function ends(work: Work, leaf: EventLeaf, event: Happened): void {
  const all = leaf.condition.by === 'point' && event.point === null
  for (const key of all ? [...new Set([holder, ...keysOf(work)])] : [keyOf(leaf, event)]) {
    const state = stateOf(work, key, leaf)
    const on = state.on && state.from !== null && state.from > event.judged
    const times = state.times.filter((time) => time > event.judged)
    keep(work, key, leaf, { ...state, on, times, ended: Math.max(state.ended ?? -Infinity, event.judged) })
    for (const each of affected(work, leaf, key)) apply(work, each, event.judged, truthNow(work, each))
  }
}

/** The subjects whose condition an event of this leaf can change. */
const affected = (work: Work, leaf: EventLeaf, key: string): string[] =>
  leaf.condition.by === 'point' || !work.plan.byPoint ? [key] : keysOf(work)

/** An event whose end has arrived before it: recorded with both its times, unless it belongs to a fault already told. */
function passed(work: Work, key: string, leaf: EventLeaf, event: Happened): void {
  const state = stateOf(work, key, leaf)
  const ended = state.ended ?? event.judged
  const told = instanceOf(work, key).state !== 'idle' || (state.from !== null && state.from <= event.judged)
  if (told || ended - event.judged < work.plan.for) return
  if (truthOf(work.plan.root, (each) => each.index === leaf.index || leafTruth(work, key, each)) !== true) return
  keep(work, key, leaf, { ...state, from: event.judged })
  tell(work, key, event.judged + work.plan.for, event.evidence, true)
  work.signals.push({ type: 'clear', subject: subjectOf(work, key), at: ended })
}
