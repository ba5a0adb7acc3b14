// What counts as fixed: healthy and moving for the hold time; a stuck, silent or still broken machine is not.
import { describe, expect, it } from 'vitest'
import { iso } from '../contracts/instant.ts'
import type { Verdict } from '../contracts/ticket.ts'
import { satisfaction } from './kpi.ts'
import { awaitsReset, beginWatch, decide, observe, type Look } from './verdict.ts'

const t0 = Date.parse('2026-11-23T06:00:00Z')
const minute = 60_000
const hold = '10m'
type Values = Record<string, number | boolean | string>

/** Looks every minute; `say` gives the values of that minute, or null when the machine says nothing new. */
function watch(
  say: (n: number) => Values | null,
  more: (n: number) => Partial<Look> = () => ({}),
  metrics: string[] = ['current_a'],
) {
  let verdict = beginWatch(hold, true, t0)
  let values = new Map<string, { value: number | boolean | string; judged: number }>()
  const states: Verdict['state'][] = []
  for (let n = 1; n <= 25; n++) {
    const at = t0 + n * minute
    const said = say(n)
    if (said) values = new Map(Object.entries(said).map(([name, value]) => [name, { value, judged: at }]))
    const look: Look = { at, healthySince: t0, awaitsReset: false, presence: 'online', values, ...more(n) }
    verdict = observe(verdict, look, hold)
    states.push(decide(verdict, look, hold, metrics))
  }
  return { states, verdict }
}

describe('a machine', () => {
  it('whose fault has no end of its own is not called broken; the watch begins when somebody resets it', () => {
    const moving = (n: number) => ({ current_a: 12 + (n % 3) })
    const { states } = watch(moving, (n) =>
      n < 13 ? { healthySince: null, awaitsReset: true } : { healthySince: t0 + 13 * minute },
    )
    expect(new Set(states.slice(0, 22))).toEqual(new Set(['watching']))
    expect(states[22]).toBe('proposed_good')
    const plain = watch(moving, () => ({ healthySince: null })).states
    expect([plain[8], plain[9]]).toEqual(['watching', 'not_healthy'])
  })
  it('waits for a reset only when nothing else is wrong with it', () => {
    const latched = { active: true, endless: true }
    expect(awaitsReset([latched, { active: false }])).toBe(true)
    expect(awaitsReset([latched, { active: true }])).toBe(false)
    expect(awaitsReset([])).toBe(false)
  })
  it('that is healthy and moves for the hold time is proposed as fixed, and not a minute earlier', () => {
    const { states, verdict } = watch((n) => ({ current_a: 12 + (n % 3) }))
    expect(states.slice(0, 9).every((state) => state === 'watching')).toBe(true)
    expect(states[9]).toBe('proposed_good')
    expect(verdict.values.current_a!.changes).toBeGreaterThan(5)
  })
  it('whose reading is stuck proves nothing, even when others move', () => {
    expect(watch((n) => ({ current_a: 12, runtime_h: n })).states[9]).toBe('not_moving')
    expect(watch((n) => ({ current_a: 12, runtime_h: n }), undefined, []).states[9]).toBe('proposed_good')
  })
  it('of which hardly anything was heard proves nothing', () => {
    expect(watch((n) => (n === 1 || n === 5 ? { current_a: n } : null)).states[9]).toBe('not_moving')
    expect(watch(() => null).states[9]).toBe('silent')
    expect(
      watch(
        (n) => ({ current_a: n }),
        () => ({ presence: 'silent' }),
      ).states[9],
    ).toBe('silent')
  })
  it('that is still broken after the hold time is not fixed', () => {
    const { states } = watch(
      (n) => ({ current_a: n }),
      () => ({ healthySince: null }),
    )
    expect(states[8]).toBe('watching')
    expect(states[9]).toBe('not_healthy')
  })
  it('that recovers late is watched for the whole hold time from then', () => {
    const { states } = watch(
      (n) => ({ current_a: n }),
      (n) => ({ healthySince: n < 8 ? null : t0 + 7.5 * minute }),
    )
    expect(states[16]).toBe('watching')
    expect(states[17]).toBe('proposed_good')
  })
  it('that breaks once more begins anew', () => {
    const { states, verdict } = watch(
      (n) => ({ current_a: n }),
      (n) => ({ healthySince: n === 5 ? null : n < 5 ? t0 : t0 + 6 * minute }),
    )
    expect(states[14]).toBe('watching')
    expect(states[15]).toBe('proposed_good')
    expect(verdict.healthySince).toBe(iso(t0 + 6 * minute))
  })
  it('counts no reading from before it was healthy', () => {
    const { verdict } = watch(
      (n) => (n <= 6 ? { current_a: n } : null),
      (n) => ({ healthySince: n < 8 ? null : t0 + 8 * minute }),
    )
    expect(verdict.readings).toBe(0)
  })
  it('without telemetry is not judged', () => {
    expect(beginWatch(hold, false, t0)).toMatchObject({ state: 'not_watched', until: null })
  })
})

describe('satisfaction', () => {
  const day = 24 * 60 * minute
  it('is the share of the satisfied within 30 days, with the number of answers', () => {
    const ratings = [5, 4, 3].map((score) => ({ score, at: iso(t0) }))
    expect(satisfaction(ratings, t0 + day)).toEqual({ rate: 2 / 3, answers: 3, kept: false })
    expect(satisfaction(ratings, t0 + 31 * day)).toEqual({ rate: null, answers: 0, kept: null })
    const nine = Array.from({ length: 10 }, (_, n) => ({ score: n === 0 ? 1 : 5, at: iso(t0) }))
    expect(satisfaction(nine, t0)).toEqual({ rate: 0.9, answers: 10, kept: true })
  })
})
