// Which curve an incident is shown with, and at which height its limit stands.
import { describe, expect, it } from 'vitest'
import type { Metric } from '#core/contracts/metric.ts'
import type { Condition } from '#core/contracts/rule.ts'
import { limitsOn, metricOf } from './evidence.ts'

const metric = (name: string, set: Partial<Metric> = {}): Metric => ({
  name,
  label: { 'zh-CN': name, en: name },
  type: 'number',
  unit: '',
  decimals: 1,
  range: null,
  normal: null,
  values: [],
  key: false,
  counter: false,
  ...set,
})
const metrics = [
  metric('serial', { type: 'text' }),
  metric('speed_hz', { key: true }),
  metric('pressure'),
  metric('current_a'),
]

describe('the metric of an incident', () => {
  it('is one that the rule compares, however deep', () => {
    const when: Condition = { any: [{ event: 'trip' }, { all: [{ not: { metric: 'pressure', below: 0.2 } }] }] }
    expect(metricOf({ evidence: { speed_hz: 50 } }, when, metrics)?.name).toBe('pressure')
  })
  it('is else one in evidence, also in what an event brought', () => {
    expect(metricOf({ evidence: { pressure: 1 } }, null, metrics)?.name).toBe('pressure')
    const trip = { event: 'trip', point: null, data: { cause: 'overload', current_a: 41 } }
    expect(metricOf({ evidence: trip }, { event: 'trip' }, metrics)?.name).toBe('current_a')
  })
  it('is else the first key number, and none where nothing can be drawn', () => {
    expect(metricOf({ evidence: {} }, { silent: 3 }, metrics)?.name).toBe('speed_hz')
    expect(metricOf({ evidence: { serial: 'x' } }, null, [metric('serial', { type: 'text' })])).toBeNull()
  })
})

it('takes each limit on that metric once', () => {
  const when: Condition = {
    any: [
      { metric: 'pressure', below: 0.2 },
      { metric: 'pressure', above: 0.6, clear: 0.5 },
      { metric: 'pressure', below: 0.2 },
      { metric: 'current_a', above: 40 },
    ],
  }
  expect(limitsOn(when, 'pressure')).toEqual([0.2, 0.6])
})
