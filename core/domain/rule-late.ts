// Readings older than what is known already: judged at their own time, on a track of their own. What they raise has
// ended, because the newer value is healthy; while the newer value is beyond the limit too, they belong to that fault.
import type { Reading } from '../contracts/reading.ts'
import { holds, truthOf } from './condition.ts'
import type { Truth } from './condition.ts'
import type { LateRun } from './rule-memory.ts'
import type { Leaf } from './rule-plan.ts'
import { tell } from './rule-track.ts'
import { holder, instanceOf, metricOf, subjectOf, truthNow } from './rule-work.ts'
import type { Work } from './rule-work.ts'

/** How long after its end a run is remembered, so that the rest of the same late data is told from a new fault. */
const afterglow = 3_600_000

/** Judges a reading of which the values up to `known` have been overtaken. */
export function onOvertaken(work: Work, reading: Reading, known: number): void {
  if (work.plan.byPoint || instanceOf(work, holder).state !== 'idle' || !isKnownHealthy(work)) return
  const then = truthOf(work.plan.root, (leaf) => truthThen(work, reading, leaf))
  const run = work.memory.late
  if (then === true) extend(work, reading, run && reading.judged <= run.until ? run : fresh(reading, known))
  if (then === false && run && reading.judged <= run.until) end(work, reading, run)
}

/** Silence since then does not take back that the newest value was healthy. */
const isKnownHealthy = (work: Work): boolean =>
  truthNow({ ...work, memory: { ...work.memory, muted: undefined } }, holder) === false

const fresh = ({ judged }: Reading, until: number): LateRun => ({ from: judged, to: judged, until, told: false })

function extend(work: Work, reading: Reading, run: LateRun): void {
  const from = Math.min(run.from, reading.judged)
  const to = Math.max(run.to, reading.judged)
  const told = run.told || to - from >= work.plan.for
  if (told && !run.told) record(work, reading, from + work.plan.for, run.until)
  if (run === work.memory.late && from === run.from && to === run.to && told === run.told) return
  work.memory.late = { from, to, until: run.until, told }
  work.dirty = true
}

/** A healthy value within a run: what was beyond the limit held until here. */
function end(work: Work, reading: Reading, run: LateRun): void {
  const held = reading.judged > run.to && reading.judged - run.from >= work.plan.for
  if (held && !run.told) record(work, reading, run.from + work.plan.for, reading.judged)
  forget(work)
}

function record(work: Work, reading: Reading, from: number, until: number): void {
  const evidence = Object.fromEntries(work.plan.metrics.map((metric) => [metric, metricOf(reading, metric) ?? null]))
  tell(work, holder, from, evidence, true)
  work.signals.push({ type: 'clear', subject: subjectOf(work, holder), at: Math.max(from, until) })
}

/** Forgets a run when live data has gone well past it. */
export function forgetOldRun(work: Work, judged: number): void {
  if (work.memory.late && judged > work.memory.late.until + afterglow) forget(work)
}

function forget(work: Work): void {
  delete work.memory.late
  work.dirty = true
}

/**
 * What a leaf said at the time of the reading. A newer value of another metric says nothing about then. A run is known to
 * hold its limit only where the limit is the whole condition.
 */
function truthThen(work: Work, reading: Reading, leaf: Leaf): Truth {
  if (leaf.type === 'silent' || leaf.type === 'rate') return leaf.type === 'silent' ? false : null
  if (leaf.type === 'event') {
    const event = instanceOf(work, holder).events?.[leaf.index]
    return event !== undefined && event.on && event.from !== null && event.from <= reading.judged
  }
  const newest = work.context.latest(leaf.condition.metric)
  const value =
    metricOf(reading, leaf.condition.metric) ?? (newest && newest.judged <= reading.judged ? newest.value : null)
  return value === null ? null : holds(leaf.condition, value, leaf === work.plan.root && work.memory.late !== undefined)
}
