// What is watched after a repair: which values, against which limits, and on which side they stand.
import { describe, expect, test } from 'vitest'
import type { Latest } from '#core/contracts/device.ts'
import { iso } from '#core/contracts/instant.ts'
import type { Metric, MetricValue } from '#core/contracts/metric.ts'
import type { Condition } from '#core/contracts/rule.ts'
import { boundsOn } from '#lib/components/incident/evidence.ts'
import { placedOn, watchedOf } from './watched.ts'

const at = Date.UTC(2026, 10, 23, 6)
const metric = (name: string, more: Partial<Metric> = {}): Metric => ({
  ...{ name, label: { 'zh-CN': name, en: name }, type: 'number', unit: 'A', decimals: 1, range: null },
  ...{ normal: null, values: [], key: false, counter: false, ...more },
})
const latest = (values: Record<string, MetricValue>): Latest => ({
  ...{ device: 'p-1', presence: 'online', since: null, lastSeen: iso(at), clockOffsetMs: null },
  metrics: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, ts: iso(at), unit: '' }])),
})
const overload: Condition = { metric: 'current_a', above: 18, clear: 16 }

describe('the limits of a rule', () => {
  test.each<[string, Condition | null, number | null, number | null]>([
    ['none', null, null, null],
    ['one to each side', { any: [overload, { metric: 'current_a', below: 2 }] }, 18, 2],
    ['the nearest of several', { all: [overload, { metric: 'current_a', above: 20 }] }, 18, null],
    ['of another metric', { metric: 'flow_m3h', below: 1 }, null, null],
    ['what is denied is none', { not: overload }, null, null],
    ['a rate is none', { metric: 'current_a', rate: { above: 3, per: '1m', window: '5m' } }, null, null],
  ])('%s', (_, when, above, below) => {
    expect(boundsOn(when, 'current_a')).toEqual({ above, below })
  })
})

describe('the values that are watched', () => {
  const metrics = [metric('speed_hz', { key: true }), metric('current_a'), metric('motor_temp_c')]
  test('those with a limit come first, then the key values; the rest is left out', () => {
    const rows = watchedOf(metrics, overload, latest({ current_a: 12 }))
    expect(rows.map((row) => row.metric.name)).toEqual(['current_a', 'speed_hz'])
    expect(rows[0]).toMatchObject({ value: 12, at, isBeyond: false })
    expect(rows[1]).toMatchObject({ value: null, at: null, isBeyond: null })
  })
  test.each([
    [18, false],
    [18.1, true],
  ])('%d of at most 18 is beyond: %s', (value, beyond) => {
    expect(watchedOf(metrics, overload, latest({ current_a: value }))[0]?.isBeyond).toBe(beyond)
  })
  test('a limit below is passed from above', () => {
    const when: Condition = { metric: 'current_a', below: 2 }
    const beyond = [2, 1.9].map((value) => watchedOf(metrics, when, latest({ current_a: value }))[0]?.isBeyond)
    expect(beyond).toEqual([false, true])
  })
  test('a bar shows the value and its limit, both inside', () => {
    const [row] = watchedOf(metrics, overload, latest({ current_a: 9 }))
    const place = placedOn(row!)
    expect(place(0)).toBe(0)
    expect(place(9)).toBeCloseTo(place(18) / 2)
    expect(place(18)).toBeLessThan(1)
  })
})
