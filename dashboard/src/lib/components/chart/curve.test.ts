// What a history answer becomes on the chart: envelope kept, gaps kept, states at their places.
import { describe, expect, it } from 'vitest'
import type { History } from '#core/contracts/api/reading.ts'
import { iso } from '#core/contracts/instant.ts'
import type { Metric } from '#core/contracts/metric.ts'
import { pointsOf, summaryOf } from './curve.ts'

const minute = 60_000
type Bucket = History['buckets'][number]
const bucket = (at: number, set: Partial<Bucket>): Bucket => ({
  ts: iso(at),
  min: null,
  max: null,
  mean: null,
  last: null,
  count: 1,
  ...set,
})
const number: Pick<Metric, 'type' | 'values'> = { type: 'number', values: [] }

describe('points', () => {
  it('keep the smallest and the largest of a bucket beside its mean', () => {
    const points = pointsOf({ bucketMs: minute, buckets: [bucket(0, { min: 1, max: 9, mean: 4, last: 5 })] }, number)
    expect(points).toEqual([{ at: minute / 2, low: 1, high: 9, value: 4 }])
  })
  it('break where nothing was measured for long, and only there', () => {
    const at = (m: number) => bucket(m * minute, { min: 1, max: 1, mean: 1, last: 1 })
    const points = pointsOf({ bucketMs: minute, buckets: [at(0), at(5), at(30)] }, number)
    expect(points.map(({ value }) => value)).toEqual([1, 1, null, 1])
  })
  it('break at buckets that are there but empty', () => {
    const buckets = [bucket(0, { mean: 1 }), bucket(minute, { count: 0 }), bucket(60 * minute, { mean: 2 })]
    expect(pointsOf({ bucketMs: minute, buckets }, number).map(({ value }) => value)).toEqual([1, null, 2])
  })
  it('put states at the place of their word', () => {
    const metric = {
      type: 'enum',
      values: [
        { value: 'manual', label: { 'zh-CN': '手动', en: 'Manual' } },
        { value: 'auto', label: { 'zh-CN': '自动', en: 'Auto' } },
      ],
    } as const
    const buckets = [bucket(0, { last: 'auto' }), bucket(minute, { last: 'manual' }), bucket(2 * minute, { last: 'x' })]
    expect(
      pointsOf({ bucketMs: minute, buckets }, { ...metric, values: [...metric.values] }).map((p) => p.value),
    ).toEqual([1, 0])
    const switched = [bucket(0, { last: true }), bucket(minute, { last: false })]
    expect(
      pointsOf({ bucketMs: minute, buckets: switched }, { type: 'boolean', values: [] }).map((p) => p.value),
    ).toEqual([1, 0])
  })
})

it('sums up what is shown by the envelope, not by the means', () => {
  const points = [
    { at: 0, low: 1, high: 9, value: 4 },
    { at: 1, low: null, high: null, value: null },
    { at: 2, low: 3, high: 12, value: 6 },
  ]
  expect(summaryOf(points)).toEqual({ low: 1, high: 12, mean: 5 })
  expect(summaryOf([])).toBeNull()
})
