// The life of one subject of a rule: idle → pending → raised → clearing → idle, moved by truth and by elapsed time.
import type { Truth } from './condition.ts'
import { evidenceNow, instanceOf, keysOf, ownTime, put, subjectOf, truthNow } from './rule-work.ts'
import type { Work } from './rule-work.ts'
import type { Instance } from './rule-memory.ts'

/** How long a raise from late data waits for the rest of that data, which may show that it is over. */
const lateQuiet = 2000

/** Lets every timer fire that has elapsed at the holder's own time `now`, at the instant at which it elapsed. */
export function fire(work: Work, now: number): void {
  const { plan } = work
  for (const key of keysOf(work)) {
    const instance = instanceOf(work, key)
    if (instance.state === 'pending' && instance.since + plan.for <= now) raiseAt(work, key, instance.since + plan.for)
    if (instance.state === 'clearing' && instance.since + plan.keepFor <= now) {
      clearAt(work, key, instance.since + plan.keepFor)
    }
  }
}

/** Applies the truth of the condition, as it became at the judged time `at`, to every subject. */
export function applyAll(work: Work, at: number): void {
  for (const key of keysOf(work)) apply(work, key, at, truthNow(work, key))
}

export function apply(work: Work, key: string, judged: number, truth: Truth, evidence?: Record<string, unknown>): void {
  const instance = instanceOf(work, key)
  const at = Math.max(judged, instance.since)
  if (instance.state === 'idle' || instance.state === 'pending') return before(work, key, instance, at, truth, evidence)
  if (instance.state === 'raised' && truth === false) {
    if (work.plan.keepFor === 0) clearAt(work, key, at)
    else put(work, key, { ...instance, state: 'clearing', since: at })
  }
  if (instance.state === 'clearing' && truth !== false) {
    put(work, key, { ...instance, state: 'raised', since: at })
    if (truth) retrip(work, key, at, evidence ?? evidenceNow(work))
  }
}

/** Not raised yet: the condition begins to hold, goes on holding, or has stopped in time. */
function before(
  work: Work,
  key: string,
  instance: Instance,
  at: number,
  truth: Truth,
  given?: Record<string, unknown>,
): void {
  if (truth !== true) {
    if (instance.state === 'pending') put(work, key, { state: 'idle', since: at, events: instance.events })
    return
  }
  const evidence = given ?? (instance.state === 'pending' && !work.reading ? instance.evidence : evidenceNow(work))
  if (instance.state === 'pending') {
    if (work.dirty) put(work, key, { ...instance, evidence })
    return
  }
  put(work, key, { ...instance, state: 'pending', since: at, evidence })
  if (work.plan.for === 0) raiseAt(work, key, at)
}

function raiseAt(work: Work, key: string, at: number): void {
  const { events, evidence = {} } = instanceOf(work, key)
  const notBefore = work.reading?.late ? work.at + lateQuiet : work.at
  put(work, key, { state: 'raised', since: at, owed: { at, evidence, notBefore }, events })
}

function clearAt(work: Work, key: string, at: number): void {
  const { owed, events } = instanceOf(work, key)
  if (owed) tell(work, key, owed.at, owed.evidence, true)
  work.signals.push({ type: 'clear', subject: subjectOf(work, key), at })
  put(work, key, { state: 'idle', since: at, events })
}

/** The condition broke again. Says nothing while the raise itself is not told yet. */
export function retrip(work: Work, key: string, at: number, evidence: Record<string, unknown>): void {
  if (instanceOf(work, key).owed) return
  work.signals.push({ type: 'retrip', subject: subjectOf(work, key), at, evidence })
}

export function tell(work: Work, key: string, at: number, evidence: Record<string, unknown>, historic: boolean): void {
  const latched = work.plan.endless && !historic
  work.signals.push({ type: 'raise', subject: subjectOf(work, key), at, historic, latched, evidence })
}

/** Tells the raises that need not wait any longer: live data has come, or the late data has been quiet long enough. */
export function tellOwed(work: Work): void {
  const live = work.reading !== null && !work.reading.late
  for (const key of keysOf(work)) {
    const instance = instanceOf(work, key)
    if (!instance.owed || !(live || instance.owed.notBefore <= work.at)) continue
    tell(work, key, instance.owed.at, instance.owed.evidence, false)
    const { owed: _, evidence: __, ...rest } = instance
    put(work, key, rest)
  }
}

/** Time has come to pipeline time `at`: timers fire, then the newest values decide (a changed rule takes effect). */
export function onTick(work: Work): void {
  const newest = work.plan.metrics.map((metric) => work.context.latest(metric)?.judged ?? -Infinity)
  if (work.before === null && newest.some(Number.isFinite)) work.memory.judged = Math.max(...newest)
  const now = work.before === null ? work.memory.judged : ownTime(work, work.at)
  fire(work, now)
  applyAll(work, now)
}
