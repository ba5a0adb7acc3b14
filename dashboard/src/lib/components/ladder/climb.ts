// What a climb shows: its entries by step, how often in all somebody was told, who is still to be phoned. Pure.
import { epoch, milliseconds } from '#core/contracts/instant.ts'
import type { Climb, ClimbEntry, ShownClimb, ToPhone } from '#core/contracts/ladder.ts'

/** `count`: so many tellings, this one included, had gone out in the run. */
export type Shown = ClimbEntry & { count: number }

/** The entries, each with the number of its telling; those that left together count once. */
export function counted(log: readonly ClimbEntry[]): Shown[] {
  let [count, last] = [0, '']
  return log.map((entry) => {
    if (entry.what === 'resumed') [count, last] = [0, '']
    if (entry.what === 'told' && entry.at !== last) [count, last] = [count + 1, entry.at]
    return { ...entry, count }
  })
}

/** Since a climb began anew, or from its start. */
const ofRun = (log: readonly ClimbEntry[]): readonly ClimbEntry[] =>
  log.slice(log.findLastIndex(({ what }) => what === 'resumed') + 1)

/** People whom the operator is asked to phone now: their step has come, nobody took it, and no call is on record. */
export function toPhone({ phones, log, next, state }: ShownClimb): ToPhone[] {
  if (state === 'stopped') return []
  const phoned = (one: ToPhone) =>
    ofRun(log).some(
      ({ what, step, to, answered }) => what === 'phoned' && step === one.step && to === one.user && answered,
    )
  return phones.filter((one) => one.step < next && !phoned(one))
}

/**
 * What comes if nobody takes it, epoch ms: the next step, and before it the present one once more where a repeat is due
 * sooner. Null when nothing comes any more.
 */
export function comesNext({ steps, next, takenAt, nextAt }: Pick<Climb, 'steps' | 'next' | 'takenAt' | 'nextAt'>) {
  const step = steps[next]
  if (!step || nextAt === null) return null
  const [at, due] = [epoch(takenAt) + milliseconds(step.after), epoch(nextAt)]
  const present = steps[next - 1]
  return { step, at, again: present && due < at ? { step: present, at: due } : null }
}
