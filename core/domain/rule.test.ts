import { describe, expect, it } from 'vitest'
import { createHolder, ruleOf } from './holder.fixture.ts'
import { adaptMemory } from './rule-memory.ts'
import { appliesTo, explain, inputsOf, step } from './rule.ts'

const raised = 'raise device:p-1 '
const overcurrent = { when: { metric: 'current_a', above: 18, clear: 16 }, for: '5s', keepFor: '10s' }

describe('a limit', () => {
  it('raises when it has held for long enough, clears when it has been healthy for long enough', () => {
    const pump = createHolder(ruleOf(overcurrent))
    expect(pump.reading({ current_a: 20 }, 0)).toEqual([])
    expect(pump.due()).toBe(5)
    expect(pump.tick(4.9)).toEqual([])
    expect(pump.tick(5.2)).toEqual([raised + '@5'])
    expect(pump.tick(6)).toEqual([])
    expect(pump.reading({ current_a: 15 }, 7)).toEqual([])
    expect(pump.due()).toBe(17)
    expect(pump.tick(17)).toEqual(['clear device:p-1 @17'])
    expect(pump.memory()).toBeNull()
    expect(pump.due()).toBeNull()
  })

  it('is strict, and clears at or beyond the clear value', () => {
    const pump = createHolder(ruleOf({ when: overcurrent.when }))
    expect(pump.reading({ current_a: 18 }, 0)).toEqual([])
    expect(pump.reading({ current_a: 18.1 }, 1)).toEqual([raised + '@1'])
    expect(pump.reading({ current_a: 16.1 }, 2)).toEqual([])
    expect(pump.reading({ current_a: 16 }, 3)).toEqual(['clear device:p-1 @3'])
    expect(pump.reading({ current_a: 17 }, 4)).toEqual([])
  })

  it('clears at the limit itself without a clear value', () => {
    const pump = createHolder(ruleOf({ when: { metric: 'current_a', above: 18 } }))
    pump.reading({ current_a: 19 }, 0)
    expect(pump.reading({ current_a: 18 }, 1)).toEqual(['clear device:p-1 @1'])
  })

  it('watches a lower limit the other way round', () => {
    const pump = createHolder(ruleOf({ when: { metric: 'mpa', below: 0.25, clear: 0.28 } }))
    expect(pump.reading({ mpa: 0.25 }, 0)).toEqual([])
    expect(pump.reading({ mpa: 0.24 }, 1)).toEqual([raised + '@1'])
    expect(pump.reading({ mpa: 0.27 }, 2)).toEqual([])
    expect(pump.reading({ mpa: 0.28 }, 3)).toEqual(['clear device:p-1 @3'])
  })

  it('forgets a breach that did not last', () => {
    const pump = createHolder(ruleOf(overcurrent))
    pump.reading({ current_a: 20 }, 0)
    pump.reading({ current_a: 12 }, 4)
    expect(pump.memory()).toBeNull()
    expect(pump.tick(10)).toEqual([])
  })

  it('counts a trip when it breaks again before it has cleared, and stays one incident', () => {
    const pump = createHolder(ruleOf(overcurrent))
    pump.reading({ current_a: 20 }, 0)
    pump.tick(5)
    pump.reading({ current_a: 12 }, 6)
    expect(pump.reading({ current_a: 21 }, 10)).toEqual(['retrip device:p-1 @10'])
    expect(pump.tick(30)).toEqual([])
    pump.reading({ current_a: 12 }, 40)
    expect(pump.tick(50)).toEqual(['clear device:p-1 @50'])
  })

  it('compares equality and membership by value and kind', () => {
    const door = createHolder(ruleOf({ when: { metric: 'door', in: ['open', true] } }))
    expect(door.reading({ door: 'closed' }, 0)).toEqual([])
    expect(door.reading({ door: 'open' }, 1)).toEqual([raised + '@1'])
    expect(door.reading({ door: true }, 2)).toEqual([])
    expect(door.reading({ door: 'true' }, 3)).toEqual(['clear device:p-1 @3'])
  })

  it('neither raises nor clears on what it cannot compare', () => {
    const pump = createHolder(ruleOf({ when: { metric: 'current_a', above: 18 } }))
    expect(pump.reading({ current_a: 'high' }, 0)).toEqual([])
    pump.reading({ current_a: 20 }, 1)
    expect(pump.reading({ current_a: false }, 2)).toEqual([])
    expect(pump.reading({ current_a: 10 }, 3)).toEqual(['clear device:p-1 @3'])
  })

  it('goes on holding through a value that it cannot compare', () => {
    const pump = createHolder(ruleOf({ when: overcurrent.when }))
    pump.reading({ current_a: 20 }, 1)
    pump.reading({ current_a: 'none' }, 2)
    expect(pump.reading({ current_a: 17 }, 3)).toEqual([])
  })

  it('looks for a metric among the metrics only', () => {
    const odd = createHolder(ruleOf({ when: { not: { metric: 'constructor', equals: 1 } } }))
    expect(odd.reading({ other: 1 }, 0)).toEqual([])
    expect(odd.reading({ constructor: 2 }, 1)).toEqual([raised + '@1'])
  })

  it('gives the values that decided as evidence', () => {
    const pump = createHolder(ruleOf(overcurrent))
    pump.reading({ current_a: 20 }, 0)
    pump.reading({ current_a: 23 }, 4)
    pump.tick(5)
    expect(pump.signals[0]).toMatchObject({ type: 'raise', evidence: { current_a: 23 } })
  })
})

describe('the work of a step', () => {
  const healthy = {
    device: 'p-1',
    ts: 0,
    ordinal: 0,
    seq: null,
    at: 0,
    timed: 'device' as const,
    judged: 0,
    late: false,
  }
  const context = { device: 'p-1', latest: () => null }

  it('leaves no trace of a healthy reading and hands back the same memory when nothing changed', () => {
    const rule = ruleOf({ when: { metric: 'current_a', above: 18 } })
    const reading = (value: number) => ({
      type: 'reading' as const,
      at: 0,
      reading: { ...healthy, metrics: { current_a: value } },
    })
    const idle = step(rule, null, reading(12), context)
    expect(idle).toBe(step(rule, null, reading(13), context))
    expect(idle).toEqual({ memory: null, signals: [], due: null })
    const { memory } = step(rule, null, reading(20), context)
    expect(memory).not.toBeNull()
    expect(step(rule, memory, reading(21), context).memory).toBe(memory)
  })
})

describe('several metrics', () => {
  const rule = ruleOf({
    when: {
      all: [
        { metric: 'running', equals: true },
        { metric: 'flow', below: 1 },
      ],
    },
  })

  it('wait for what was never heard', () => {
    const pump = createHolder(rule)
    expect(pump.reading({ flow: 0 }, 0)).toEqual([])
    expect(pump.reading({ running: true }, 5)).toEqual([raised + '@5'])
    expect(pump.reading({ flow: 3 }, 6)).toEqual(['clear device:p-1 @6'])
  })

  it('are settled by one part where one is enough', () => {
    const any = createHolder(
      ruleOf({
        when: {
          any: [
            { metric: 'a', above: 1 },
            { metric: 'b', above: 1 },
          ],
        },
      }),
    )
    expect(any.reading({ b: 2 }, 0)).toEqual([raised + '@0'])
    expect(any.reading({ b: 0 }, 1)).toEqual([])
    expect(any.reading({ a: 0 }, 2)).toEqual(['clear device:p-1 @2'])
  })

  it('remember a limit that holds until its own clear value, even where that keeps the whole from being true', () => {
    const calm = createHolder(ruleOf({ when: { all: [{ not: { metric: 'wind', above: 2, clear: 0 } }] } }))
    expect(calm.reading({ wind: 3 }, 0)).toEqual([])
    expect(calm.reading({ wind: 1 }, 1)).toEqual([])
    expect(calm.reading({ wind: 0 }, 2)).toEqual([raised + '@2'])
  })

  it('turn round with not, the unknown staying unknown', () => {
    const not = createHolder(ruleOf({ when: { not: { metric: 'mains', equals: true } } }))
    expect(not.tick(0)).toEqual([])
    expect(not.reading({ mains: false }, 1)).toEqual([raised + '@1'])
    expect(not.reading({ mains: true }, 2)).toEqual(['clear device:p-1 @2'])
  })
})

describe('a rate of change', () => {
  const rule = ruleOf({ when: { metric: 'level', rate: { above: 0.5, per: '1m', window: '1m' } } })

  it('is unknown until half the window is covered, then follows the slope', () => {
    const pit = createHolder(rule)
    expect(pit.reading({ level: 1 }, 0)).toEqual([])
    expect(pit.reading({ level: 3 }, 20)).toEqual([])
    expect(pit.reading({ level: 3.1 }, 30)).toEqual([raised + '@30'])
    pit.reading({ level: 3.1 }, 60)
    expect(pit.reading({ level: 3.1 }, 95)).toEqual(['clear device:p-1 @95'])
  })

  it('remembers a bounded number of samples', () => {
    const pit = createHolder(rule)
    for (let i = 0; i < 5000; i++) pit.reading({ level: i % 7 }, i / 10)
    const rates = pit.memory()!['rates'] as Record<string, { samples: unknown[] }>
    expect(rates['0']!.samples.length).toBeLessThan(40)
  })
})

describe('silence', () => {
  it('raises and clears as it is told, with for and the time last heard', () => {
    const silent = createHolder(ruleOf({ when: { silent: 2 }, for: '30s' }))
    expect(silent.silence(true, 100, 40)).toEqual([])
    expect(silent.due()).toBe(130)
    expect(silent.tick(130)).toEqual([raised + '@130'])
    expect(silent.signals[0]).toMatchObject({ evidence: { lastSeen: '2026-11-23T00:00:40.000Z' } })
    expect(silent.silence(true, 140, 40)).toEqual([])
    expect(silent.silence(false, 200, 199)).toEqual(['clear device:p-1 @200'])
    expect(silent.memory()).toBeNull()
  })

  it('ends what a value said: nothing elapses towards a raise, nothing clears', () => {
    const pump = createHolder(ruleOf({ ...overcurrent, for: '5m', keepFor: '5m' }))
    pump.reading({ current_a: 20 }, 0)
    pump.silence(true, 60)
    expect(pump.tick(400)).toEqual([])
    pump.reading({ current_a: 20 }, 500)
    expect(pump.tick(800)).toEqual([raised + '@800'])
    pump.reading({ current_a: 12 }, 810)
    pump.silence(true, 900)
    expect(pump.tick(2000)).toEqual([])
    pump.reading({ current_a: 12 }, 2100)
    expect(pump.tick(2400)).toEqual(['clear device:p-1 @2400'])
    expect(pump.memory()).toBeNull()
  })
})

describe('the own time of a holder', () => {
  it('does not elapse between two messages of a backfill in flight', () => {
    const pump = createHolder(ruleOf({ ...overcurrent, for: '1m' }))
    pump.reading({ current_a: 20 }, 7200, { judged: 0, late: true })
    expect(pump.tick(7201)).toEqual([])
    expect(pump.reading({ current_a: 12 }, 7202, { judged: 30, late: true })).toEqual([])
    expect(pump.tick(7300)).toEqual([])
  })

  it('makes a device whose clock is an hour slow behave like one that is right', () => {
    const right = createHolder(ruleOf(overcurrent))
    const slow = createHolder(ruleOf(overcurrent))
    right.reading({ current_a: 20 }, 3600)
    slow.reading({ current_a: 20 }, 3600, { judged: 3599.9 })
    expect(right.tick(3605)).toEqual([raised + '@3605'])
    expect(slow.tick(3605)).toEqual([raised + '@3604.9'])
  })

  it('is not turned back by another metric that comes a little older', () => {
    const pump = createHolder(
      ruleOf({
        when: {
          any: [
            { metric: 'a', above: 1 },
            { metric: 'b', above: 1 },
          ],
        },
        for: '10s',
      }),
    )
    pump.reading({ a: 2 }, 100)
    pump.reading({ b: 0 }, 101, { judged: 50 })
    expect(pump.due()).toBe(110)
  })

  it('goes on from the last message, at the pace of the pipeline', () => {
    const pump = createHolder(ruleOf({ ...overcurrent, for: '1m' }))
    pump.reading({ current_a: 20 }, 1000, { judged: 0, late: true })
    pump.reading({ current_a: 20 }, 1001, { judged: 50, late: true })
    expect(pump.due()).toBe(1011)
    expect(pump.tick(1011)).toEqual([raised + '@60'])
  })
})

describe('late data', () => {
  it('that is the newest known raises at its own time once it has been quiet, and is not of the past', () => {
    const pump = createHolder(ruleOf({ when: overcurrent.when }))
    pump.reading({ current_a: 12 }, 0)
    expect(pump.reading({ current_a: 20 }, 7200, { judged: 3600, late: true })).toEqual([])
    expect(pump.due()).toBe(7202)
    expect(pump.tick(7202)).toEqual([raised + '@3600'])
  })

  it('that shows its own end is of the past, keepFor included', () => {
    const pump = createHolder(ruleOf(overcurrent))
    const late = (current_a: number, at: number, judged: number) =>
      pump.reading({ current_a }, at, { judged, late: true })
    expect(late(20, 7200, 0)).toEqual([])
    expect(late(20, 7200, 8)).toEqual([])
    expect(late(12, 7200, 10)).toEqual([])
    expect(late(12, 7200, 15)).toEqual([])
    expect(late(12, 7200, 25)).toEqual(['raise historic device:p-1 @5', 'clear device:p-1 @20'])
    expect(pump.tick(7300)).toEqual([])
  })

  it('that ends within its keepFor is told as it stands when live data comes', () => {
    const pump = createHolder(ruleOf(overcurrent))
    pump.reading({ current_a: 20 }, 7200, { judged: 7000, late: true })
    pump.reading({ current_a: 12 }, 7200, { judged: 7010, late: true })
    expect(pump.reading({ current_a: 22 }, 7200.5, { judged: 7015 })).toEqual([raised + '@7005'])
  })

  it('from a link that is always late raises all the same', () => {
    const pump = createHolder(ruleOf({ when: overcurrent.when }))
    const said: string[] = []
    for (let i = 0; i < 10; i++) {
      said.push(...pump.reading({ current_a: 20 }, 1000 + i, { judged: i, late: true }), ...pump.tick(1000.5 + i))
    }
    expect(said).toEqual([raised + '@0'])
  })
})

describe('overtaken data', () => {
  it('is judged at its own time and known to have ended', () => {
    const pump = createHolder(ruleOf({ when: overcurrent.when }))
    pump.reading({ current_a: 12 }, 1000)
    const told = pump.reading({ current_a: 20 }, 1001, { judged: 500, late: true })
    expect(told).toEqual(['raise historic device:p-1 @500', 'clear device:p-1 @1000'])
    expect(pump.reading({ current_a: 20 }, 1001, { judged: 510, late: true })).toEqual([])
    pump.reading({ current_a: 12 }, 1001, { judged: 520, late: true })
    const again = pump.reading({ current_a: 20 }, 1001, { judged: 530, late: true })
    expect(again).toEqual(['raise historic device:p-1 @530', 'clear device:p-1 @1000'])
  })

  it('never overwrites the newer value', () => {
    const pump = createHolder(ruleOf(overcurrent))
    pump.reading({ current_a: 20 }, 1000)
    pump.reading({ current_a: 12 }, 1001, { judged: 900 })
    expect(pump.tick(1005)).toEqual([raised + '@1005'])
    expect(pump.reading({ current_a: 12 }, 1006, { judged: 950 })).toEqual([])
    expect(pump.tick(1100)).toEqual([])
  })

  it('belongs to the fault that the newer value shows', () => {
    const pump = createHolder(ruleOf({ when: overcurrent.when }))
    pump.reading({ current_a: 20 }, 1000)
    expect(pump.reading({ current_a: 22 }, 1001, { judged: 500, late: true })).toEqual([])
  })

  it('must have held as long as the rule asks', () => {
    const pump = createHolder(ruleOf({ ...overcurrent, for: '1m' }))
    pump.reading({ current_a: 12 }, 1000)
    const late = (current_a: number, judged: number) => pump.reading({ current_a }, 1001, { judged, late: true })
    expect(late(20, 100)).toEqual([])
    expect(late(12, 130)).toEqual([])
    expect(late(20, 200)).toEqual([])
    expect(late(20, 250)).toEqual([])
    expect(late(20, 265)).toEqual(['raise historic device:p-1 @260', 'clear device:p-1 @1000'])
    late(12, 280)
    late(20, 300)
    expect(late(12, 400)).toEqual(['raise historic device:p-1 @360', 'clear device:p-1 @400'])
  })

  it('is a fault of its own when healthy live data lay between', () => {
    const pump = createHolder(ruleOf({ when: overcurrent.when }))
    pump.reading({ current_a: 12 }, 1000)
    pump.reading({ current_a: 20 }, 1001, { judged: 500, late: true })
    pump.reading({ current_a: 12 }, 2000)
    const told = pump.reading({ current_a: 20 }, 2001, { judged: 1500, late: true })
    expect(told).toEqual(['raise historic device:p-1 @1500', 'clear device:p-1 @2000'])
  })

  it('is recorded although the holder has fallen silent since, not while its newest value says nothing', () => {
    const silent = createHolder(ruleOf(overcurrent))
    silent.reading({ current_a: 12 }, 1000)
    silent.silence(true, 1060)
    silent.reading({ current_a: 20 }, 1061, { judged: 500, late: true })
    const told = silent.reading({ current_a: 20 }, 1061, { judged: 505, late: true })
    expect(told).toEqual(['raise historic device:p-1 @505', 'clear device:p-1 @1000'])
    const odd = createHolder(ruleOf({ when: overcurrent.when }))
    odd.reading({ current_a: 'none' }, 1000)
    expect(odd.reading({ current_a: 20 }, 1001, { judged: 500, late: true })).toEqual([])
  })

  it('is told once, however often it comes, also of a condition turned round', () => {
    const calm = createHolder(ruleOf({ when: { all: [{ not: { metric: 'wind', above: 2, clear: 0 } }] } }))
    calm.reading({ wind: 3 }, 10)
    const again = () => calm.reading({ wind: 1 }, 11, { judged: 7 })
    expect(again()).toEqual(['raise historic device:p-1 @7', 'clear device:p-1 @10'])
    expect([again(), again(), again()]).toEqual([[], [], []])
  })

  it('takes nothing from what is new in the same reading', () => {
    const both = createHolder(
      ruleOf({
        when: {
          all: [
            { metric: 'a', above: 1 },
            { metric: 'b', above: 1 },
          ],
        },
      }),
    )
    both.reading({ a: 2 }, 10)
    expect(both.reading({ a: 0, b: 2 }, 11, { judged: 9 })).toHaveLength(1)
    expect(both.signals[0]).toMatchObject({ type: 'raise', historic: false, evidence: { a: 2, b: 2 } })
  })

  it('is forgotten when live data has gone past it', () => {
    const pump = createHolder(ruleOf({ when: { metric: 'current_a', above: 18 } }))
    pump.reading({ current_a: 12 }, 1000)
    pump.reading({ current_a: 20 }, 1001, { judged: 500, late: true })
    expect(pump.memory()).not.toBeNull()
    pump.reading({ current_a: 12 }, 6000)
    expect(pump.memory()).toBeNull()
  })
})

describe('a rule that is made or changed', () => {
  it('takes effect at once on what is known', () => {
    const pump = createHolder(ruleOf({ when: { metric: 'current_a', above: 30 } }))
    pump.reading({ current_a: 20 }, 0)
    pump.change(ruleOf({ when: { metric: 'current_a', above: 18 } }), (memory) => memory)
    expect(pump.tick(5)).toEqual([raised + '@0'])
  })

  it('keeps what it remembers of the holders that it still covers', () => {
    const before = ruleOf(overcurrent)
    const pump = createHolder(before)
    pump.reading({ current_a: 20 }, 0)
    pump.tick(5)
    const milder = ruleOf({ ...overcurrent, when: { metric: 'current_a', above: 25 }, keepFor: '0s' })
    pump.change(milder, (memory) => adaptMemory(before, milder, memory))
    expect(pump.tick(6)).toEqual(['clear device:p-1 @6'])
  })

  it('keeps what is raised when its condition takes another shape', () => {
    const before = ruleOf(overcurrent)
    const pump = createHolder(before)
    pump.reading({ current_a: 20 }, 0)
    pump.tick(5)
    const other = ruleOf({
      when: {
        all: [
          { metric: 'current_a', above: 18 },
          { metric: 'running', equals: true },
        ],
      },
    })
    pump.change(other, (memory) => adaptMemory(before, other, memory))
    expect(pump.reading({ current_a: 20, running: true }, 6)).toEqual([])
    expect(pump.reading({ current_a: 20, running: false }, 7)).toEqual(['clear device:p-1 @7'])
  })
})

describe('what a rule says of itself', () => {
  it('names its inputs', () => {
    const rule = ruleOf({
      when: { any: [{ metric: 'a', above: 1 }, { event: 'x', until: ['y', 'z'] }, { silent: 3 }] },
    })
    expect(inputsOf(rule)).toEqual({ metrics: new Set(['a']), events: new Set(['x', 'y', 'z']), silence: 3 })
    expect(inputsOf(ruleOf({ when: { metric: 'a', above: 1 } })).silence).toBeNull()
    expect(inputsOf(ruleOf({ when: { metric: 'a', above: 1 }, for: '5m' })).silence).toBe(2)
  })

  it('covers what its scope names', () => {
    const device = { id: 'p-1', site: 'hq', kind: 'pump', tags: ['domestic', 'old'] }
    const covers = (scope: Record<string, unknown>) => appliesTo(ruleOf({ scope, when: { silent: 2 } }), device)
    expect(covers({})).toBe(true)
    expect(covers({ kind: 'pump', sites: ['hq'], devices: ['p-1'], tags: ['old', 'x'] })).toBe(true)
    expect(covers({ without: ['x'] })).toBe(true)
    for (const scope of [
      { kind: 'power' },
      { sites: ['b'] },
      { devices: ['p-2'] },
      { tags: ['x'] },
      { kind: 'pump', without: ['x', 'old'] },
      { subject: 'round' },
    ])
      expect(covers(scope)).toBe(false)
  })

  it('explains its state, its timer and what it sees', () => {
    const rule = ruleOf(overcurrent)
    const pump = createHolder(rule)
    const context = { device: 'p-1', latest: pump.latest }
    const now = (at: number) =>
      explain(rule, pump.memory(), Date.parse('2026-11-23T00:00:00Z') + at * 1000, 'device:p-1', context)
    expect(now(0)).toMatchObject({ state: 'idle', since: null, dueAt: null, leaves: [{ value: null, holds: null }] })
    pump.reading({ current_a: 20 }, 1)
    expect(now(2)).toMatchObject({
      state: 'pending',
      dueAt: '2026-11-23T00:00:06.000Z',
      leaves: [{ value: 20, holds: true }],
    })
    pump.tick(6)
    expect(now(7)).toMatchObject({ state: 'active', since: '2026-11-23T00:00:06.000Z', dueAt: null })
    pump.reading({ current_a: 10 }, 8)
    expect(now(9)).toMatchObject({ state: 'clearing', dueAt: '2026-11-23T00:00:18.000Z', leaves: [{ holds: false }] })
  })
})
