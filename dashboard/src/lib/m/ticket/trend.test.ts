import { describe, expect, test } from 'vitest'
import type { Metric } from '#core/contracts/metric.ts'
import { drawn, wantedOf, worstOf, type Trend } from './trend.ts'

const metric = (name: string): Metric => ({
  ...{ name, label: { 'zh-CN': name, en: name }, type: 'number', unit: 'A', decimals: 1, range: null },
  ...{ normal: null, values: [], key: false, counter: false },
})
const point = (at: number, value: number | null, high = value) => ({ at, value, low: value, high })
const trend = (points: Trend['points'], limits: number[]): Trend => ({
  ...{ metric: metric('current_a'), limits, from: 0, to: 100, at: 50, points },
})

describe('the curve around a fault', () => {
  test('is of what the rule looks at, half an hour to both sides of the incident', () => {
    const incident = { evidence: {}, openedAt: '2026-11-23T06:20:00.000Z' }
    const wanted = wantedOf(incident, { metric: 'current_a', above: 18 }, [metric('flow_m3h'), metric('current_a')], 0)
    expect(wanted).toMatchObject({ metric: { name: 'current_a' }, limits: [18] })
    expect([wanted!.at - wanted!.from, wanted!.to - wanted!.at]).toEqual([1_800_000, 1_800_000])
    expect(wantedOf(incident, null, [], 0)).toBeNull()
  })

  test('names the value that went furthest the wrong way, not the one after the stop', () => {
    const tripped = [point(10, 12), point(20, 12.4), point(49, 15, 21.6), point(60, 0), point(90, 0)]
    expect(worstOf(trend(tripped, [18]))).toEqual({ side: 'peak', value: 21.6 })
    const emptied = [point(10, 2), point(20, 1.9), point(60, 0.3), point(90, 2.4)]
    expect(worstOf(trend(emptied, [0.8]))).toEqual({ side: 'low', value: 0.3 })
    expect(worstOf(trend([point(10, null)], [18]))).toBeNull()
  })

  test('draws the peak, and nothing where nothing was measured', () => {
    const { path, limits } = drawn(trend([point(0, 10), point(10, 10, 20), point(30, null), point(60, 10)], [15]), {
      ...{ width: 100, height: 120 },
    })
    expect(path.match(/M/g)).toHaveLength(2)
    const heights = [...path.matchAll(/ (-?[\d.]+)/g)].map(([, y]) => Number(y))
    expect(Math.min(...heights)).toBeCloseTo(10)
    expect(limits).toEqual([{ value: 15, y: 60 }])
  })
  test('shades the normal band where it lies in the picture, and only there', () => {
    const of = (normal: Metric['normal']) => {
      const { metric: plain, ...rest } = trend([point(0, 10), point(60, 20)], [15])
      return drawn({ ...rest, metric: { ...plain, normal } }, { width: 100, height: 120 }).band
    }
    expect(of([null, 100])).toBeNull()
    expect(of([0, 5])).toBeNull()
    expect(of(null)).toBeNull()
    expect(of([null, 15])).toEqual({ top: 60, height: 60 })
  })
})
