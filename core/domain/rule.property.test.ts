// What must hold for any rule and any history: no throw, no double raise, no dependence on restarts and repeats.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHolder, ruleOf, type Holder } from './holder.fixture.ts'
import { Condition } from '../contracts/rule.ts'

// Few names and few values, so that histories meet the conditions often; some odd ones, so that nothing is taken for granted.
const odd = fc.constantFrom('a', '', true, false, 1e308, -0)
const finite = fc.oneof({ weight: 8, arbitrary: fc.integer({ min: -3, max: 3 }) }, { weight: 1, arbitrary: odd })
const metric = fc.constantFrom('m', 'm', 'm', 'n', 'constructor')
const event = fc.constantFrom('x', 'x', 'y')
const point = fc.constantFrom(null, 'a', 'b', 'constructor')
const span = fc.constantFrom('0s', '0s', '1s', '5s', '1m', '999999999d')

const condition = fc.letrec<{ tree: object; leaf: object }>((tie) => ({
  leaf: fc.oneof(
    fc.record({ metric, above: fc.integer({ min: 0, max: 2 }) }),
    fc.record({ metric, above: fc.constant(2), clear: fc.integer({ min: -1, max: 2 }) }),
    fc.record({ metric, below: fc.integer({ min: -2, max: 0 }) }),
    fc.record({ metric, equals: finite }),
    fc.record({ metric, in: fc.array(finite, { minLength: 1, maxLength: 3 }) }),
    fc.record({ metric, rate: fc.record({ above: fc.constant(0.5), per: span, window: span }) }),
    fc.record({ silent: fc.integer({ min: 1, max: 5 }) }),
    fc.record(
      { event, until: event, by: fc.constant('point'), count: fc.integer({ min: 1, max: 3 }), within: span },
      { requiredKeys: ['event'] },
    ),
  ),
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.record({ all: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('tree') }),
  ),
})).tree
const plain = fc.constantFrom<object>(
  { metric: 'm', above: 0 },
  { metric: 'm', above: 1, clear: -1 },
  { event: 'x', until: 'y' },
  { event: 'x', until: 'y', by: 'point' },
  { silent: 2 },
)
const rule = fc
  .record({
    when: fc.oneof(plain, condition).filter((when) => Condition.safeParse(when).success),
    for: span,
    keepFor: span,
  })
  .map(ruleOf)

/** What happens next, `wait` seconds after what happened last. `lag` makes it late or overtaken. */
const happening = fc.record({
  wait: fc.constantFrom(0, 1, 1, 5, 40, 400),
  lag: fc.constantFrom(0, 0, 3, 30, 300),
  what: fc.oneof(
    fc.record({ metrics: fc.dictionary(metric, finite, { minKeys: 1, maxKeys: 2 }) }),
    fc.record({ event, point }),
    fc.record({ silent: fc.boolean() }),
    fc.constant('tick' as const),
  ),
})
type Happening = typeof happening extends fc.Arbitrary<infer H> ? H : never

function tell(holder: Holder, { lag, what }: Happening, at: number): string[] {
  if (what === 'tick') return holder.tick(at)
  if ('silent' in what) return holder.silence(what.silent, at)
  if ('event' in what) return holder.event(what.event, at, { point: what.point, judged: at - lag })
  return holder.reading(what.metrics, at, { judged: at - lag, late: lag > 120 })
}

/** Gives a history, with the ticks that are due in between, as the pipeline does once a second. */
function play(holder: Holder, history: readonly Happening[]): string[] {
  let at = 1000
  const told: string[] = []
  for (const happening of history) {
    const next = at + happening.wait
    for (let due = holder.due(); due !== null && Math.ceil(Math.max(due, at)) < next; due = holder.due()) {
      at = Math.ceil(Math.max(due, at + 1))
      told.push(...holder.tick(at))
    }
    at = next
    told.push(...tell(holder, happening, at))
  }
  return told
}
const history = fc.array(happening, { minLength: 1, maxLength: 40, size: 'max' })

describe('any rule, any history', () => {
  it('never throws, and says the same through restarts between any two inputs', () => {
    fc.assert(
      fc.property(rule, history, (rule, history) => {
        const through = play(createHolder(rule, { roundTrip: true }), history)
        expect(play(createHolder(rule, { roundTrip: false }), history)).toEqual(through)
      }),
      { numRuns: 1500 },
    )
  })

  it('does not mind whether the newest values know the reading in hand already', () => {
    fc.assert(
      fc.property(rule, history, (rule, history) => {
        const after = play(createHolder(rule), history)
        expect(play(createHolder(rule, { eager: true }), history)).toEqual(after)
      }),
      { numRuns: 1500 },
    )
  })

  it('says the same with and without its shortcuts for the healthy', () => {
    fc.assert(
      fc.property(rule, history, (rule, history) => {
        const short = play(createHolder(rule), history)
        expect(play(createHolder(rule, { thorough: true }), history)).toEqual(short)
      }),
      { numRuns: 2000 },
    )
  })

  it('never raises a subject twice without a clear between', () => {
    fc.assert(
      fc.property(rule, history, (rule, history) => {
        const holder = createHolder(rule)
        play(holder, history)
        const open = new Map<string, boolean>()
        for (const signal of holder.signals) {
          const key = `${signal.subject.type}:${signal.subject.id}`
          if (signal.type === 'raise') expect(open.get(key) ?? false).toBe(false)
          if (signal.type !== 'raise') expect(open.get(key)).toBe(true)
          open.set(key, signal.type !== 'clear')
        }
      }),
      { numRuns: 1500 },
    )
  })

  it('follows a historic raise by its clear at once', () => {
    fc.assert(
      fc.property(rule, history, (rule, history) => {
        const holder = createHolder(rule)
        play(holder, history)
        holder.signals.forEach((signal, i) => {
          if (signal.type !== 'raise' || !signal.historic) return
          const end = holder.signals[i + 1]
          expect(end).toMatchObject({ type: 'clear', subject: signal.subject })
          expect(end!.at).toBeGreaterThanOrEqual(signal.at)
        })
      }),
      { numRuns: 1000 },
    )
  })

  it('does not mind a reading or a tick that comes again', () => {
    fc.assert(
      fc.property(rule, history, (rule, history) => {
        const holder = createHolder(rule)
        let at = 1000
        for (const happening of history) {
          at += happening.wait
          tell(holder, happening, at)
          if (happening.what !== 'tick' && !('metrics' in happening.what)) continue
          const before = JSON.stringify(holder.memory())
          expect(tell(holder, happening, at)).toEqual([])
          expect(JSON.stringify(holder.memory())).toBe(before)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('has nothing due in the past after a tick', () => {
    fc.assert(
      fc.property(rule, history, (rule, history) => {
        const holder = createHolder(rule)
        let at = 1000
        for (const happening of history) {
          at += happening.wait
          tell(holder, happening, at)
          holder.tick(at)
          if (holder.due() !== null) expect(holder.due()).toBeGreaterThan(at)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
