// What every readings store must do, whichever engine it stands on: one suite, run by a small test file per driver.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MetricValue } from '../../core/contracts/metric.ts'
import type { Point, ReadingsStore } from '../../gateway/readings/store.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** Aligned to days, so that buckets and roll-ups of any width fall together. */
export const t0 = Date.UTC(2026, 0, 5)

type Metrics = Record<string, MetricValue>

/** A reading as the ingest hands it over. */
export const point = (device: string, ts: number, metrics: Metrics, seq: number | null = null, ordinal = 0): Point => ({
  kind: 'pump',
  site: 'hq',
  reading: { device, ts, ordinal, seq, at: ts, timed: 'device', judged: ts, late: false, metrics },
})

/** Runs the suite over stores that `open` makes; each must begin empty or hold other devices only. */
export function readingsContract(name: string, open: () => Promise<ReadingsStore>): void {
  describe(`readings store: ${name}`, () => {
    let store: ReadingsStore
    let count = 0
    const device = (): string => `dev-${name}-${++count}`
    const history = (id: string, metric: string, from: number, to: number, points: number) =>
      store.history({ device: id, kind: 'pump', metric, from, to, points })
    const raw = (id: string, from = t0 - day, to = t0 + 400 * day, limit = 1000, cursor: string | null = null) =>
      store.raw({ device: id, kind: 'pump', from, to, limit, cursor })

    beforeAll(async () => {
      store = await open()
    })
    afterAll(() => store.close())

    test('what was written is read back, oldest first, with sequence and every type of value', async () => {
      const id = device()
      const metrics = { current_a: 12.4, running: true, mode: 'auto', note: '中 "quoted", a=b \\ end\\' }
      await store.write([point(id, t0 + 2000, { current_a: 13 }, 8), point(id, t0 + 1000, metrics, 7)])
      expect(await raw(id)).toEqual({
        items: [
          { ts: t0 + 1000, seq: 7, metrics },
          { ts: t0 + 2000, seq: 8, metrics: { current_a: 13 } },
        ],
        cursor: null,
      })
    })

    test('the same reading twice is there once', async () => {
      const id = device()
      const points = [point(id, t0, { a: 1 }, 1), point(id, t0 + 1000, { a: 2 }, 2)]
      await store.write(points)
      await store.write(points)
      expect((await raw(id)).items).toHaveLength(2)
      expect((await history(id, 'a', t0, t0 + 10_000, 1)).buckets[0]).toMatchObject({ count: 2, mean: 1.5 })
    })

    test('readings of one millisecond are told apart by their ordinal', async () => {
      const id = device()
      await store.write([0, 1, 2, 999].map((ordinal) => point(id, t0, { a: ordinal }, null, ordinal)))
      await store.write([point(id, t0 + 1, { a: 5 })])
      const { items } = await raw(id)
      expect(items.map((item) => [item.ts, item.seq, item.metrics['a']])).toEqual([
        [t0, null, 0],
        [t0, null, 1],
        [t0, null, 2],
        [t0, null, 999],
        [t0 + 1, null, 5],
      ])
    })

    test('names that mean something to an engine or to JavaScript are metrics like any other', async () => {
      const id = device()
      const metrics = { time: 1, device: 'x', site: true, constructor: 2, select: 3 }
      await store.write([point(id, t0, metrics)])
      expect((await raw(id)).items[0]!.metrics).toEqual(metrics)
      expect((await history(id, 'time', t0, t0 + 1000, 1)).buckets[0]).toMatchObject({ count: 1, mean: 1 })
      expect((await history(id, 'device', t0, t0 + 1000, 1)).buckets[0]).toMatchObject({ count: 1, last: 'x' })
      expect((await history(id, 'constructor', t0, t0 + 1000, 1)).buckets[0]).toMatchObject({ mean: 2 })
      expect((await history(id, 'valueof', t0, t0 + 1000, 1)).buckets[0]).toMatchObject({ count: 0 })
    })

    test('buckets have min, max, mean, last and count; gaps are kept; the end is open', async () => {
      const id = device()
      const values = [
        [0, 5],
        [10, 1],
        [20, 3],
        [60, 8],
        [179, 4],
        [180, 99],
      ] as const
      await store.write(values.map(([second, a]) => point(id, t0 + second * 1000, { a })))
      expect(await history(id, 'a', t0, t0 + 3 * minute, 3)).toEqual({
        bucketMs: minute,
        buckets: [
          { ts: t0, min: 1, max: 5, mean: 3, last: 3, count: 3 },
          { ts: t0 + minute, min: 8, max: 8, mean: 8, last: 8, count: 1 },
          { ts: t0 + 2 * minute, min: 4, max: 4, mean: 4, last: 4, count: 1 },
        ],
      })
      const gap = await history(id, 'a', t0 + 10 * minute, t0 + 12 * minute, 2)
      expect(gap.buckets).toEqual(
        [10, 11].map((n) => ({ ts: t0 + n * minute, min: null, max: null, mean: null, last: null, count: 0 })),
      )
    })

    test('the width of a bucket is the span over the points, wherever the span begins', async () => {
      const id = device()
      const from = t0 + 12_345
      await store.write([0, 999, 1000, 1999, 2000].map((ms) => point(id, from + ms, { a: ms })))
      const { bucketMs, buckets } = await history(id, 'a', from, from + 3000, 3)
      expect(bucketMs).toBe(1000)
      expect(buckets.map(({ ts, count, last }) => [ts, count, last])).toEqual([
        [from, 2, 999],
        [from + 1000, 2, 1999],
        [from + 2000, 1, 2000],
      ])
    })

    test('out of order is put in order, and the last value is the latest measured', async () => {
      const id = device()
      for (const second of [30, 10, 50, 20]) await store.write([point(id, t0 + second * 1000, { a: second })])
      expect((await raw(id)).items.map((item) => item.metrics['a'])).toEqual([10, 20, 30, 50])
      expect((await history(id, 'a', t0, t0 + minute, 1)).buckets[0]).toMatchObject({ last: 50, count: 4 })
    })

    test('booleans and words have a last value and a count, nothing else', async () => {
      const id = device()
      await store.write([
        point(id, t0, { running: true, mode: 'auto' }),
        point(id, t0 + 1000, { running: false, mode: 'hand' }),
      ])
      const none = { min: null, max: null, mean: null, count: 2, ts: t0 }
      expect((await history(id, 'running', t0, t0 + minute, 1)).buckets).toEqual([{ ...none, last: false }])
      expect((await history(id, 'mode', t0, t0 + minute, 1)).buckets).toEqual([{ ...none, last: 'hand' }])
    })

    test('an unknown device, or one without readings in the span, has gaps only', async () => {
      const id = device()
      expect((await raw(id)).items).toEqual([])
      const { buckets } = await history(id, 'a', t0, t0 + hour, 4)
      expect(buckets.map((bucket) => bucket.count)).toEqual([0, 0, 0, 0])
    })

    test('pages follow one another without a gap or a repeat, over equal instants too', async () => {
      const id = device()
      await store.write(Array.from({ length: 25 }, (_, n) => point(id, t0 + Math.floor(n / 3), { n }, n, n % 3)))
      const seen: MetricValue[] = []
      let cursor: string | null = null
      let pages = 0
      do {
        const page = await raw(id, t0, t0 + 100, 4, cursor)
        seen.push(...page.items.map((item) => item.metrics['n']!))
        cursor = page.cursor
        pages++
      } while (cursor !== null)
      expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => n))
      expect(pages).toBe(7)
    })

    /** One reading each five seconds over the span, value = minutes since t0. */
    const ramp = (id: string, from: number, to: number): Point[] => {
      const points: Point[] = []
      for (let ts = from; ts < to; ts += 5 * minute) {
        points.push(point(id, ts, { a: (ts - t0) / minute, on: true }), point(id, ts + 1000, { a: (ts - t0) / minute }))
      }
      return points
    }
    const mustEqualRamp = async (id: string, days: number): Promise<void> => {
      const { bucketMs, buckets } = await history(id, 'a', t0, t0 + days * day, days * 4)
      expect(bucketMs).toBe(6 * hour)
      expect(buckets).toEqual(
        Array.from({ length: days * 4 }, (_, n) => ({
          ts: t0 + n * 6 * hour,
          min: n * 360,
          max: n * 360 + 355,
          mean: n * 360 + 177.5,
          last: n * 360 + 355,
          count: 144,
        })),
      )
    }

    test('a month is the same before and after it was rolled up, in steps of hours and of minutes', async () => {
      const id = device()
      const points = ramp(id, t0, t0 + 30 * day)
      for (let n = 0; n < points.length; n += 4000) await store.write(points.slice(n, n + 4000))
      await store.rollUp(t0 + 30 * day)
      await mustEqualRamp(id, 30)
      const { buckets } = await history(id, 'a', t0 + day, t0 + 2 * day, 96)
      expect(buckets.map((bucket) => bucket.count)).toEqual(Array(96).fill(6))
      expect((await history(id, 'on', t0, t0 + 30 * day, 1)).buckets[0]).toMatchObject({ last: true, count: 30 * 288 })
    })

    test('late data is in the roll-ups after the next round', async () => {
      const id = device()
      const points = ramp(id, t0, t0 + 4 * day)
      const late = points.splice(300, 50)
      await store.write(points)
      await store.rollUp(t0 + 4 * day)
      await store.write(late)
      await store.rollUp(t0 + 4 * day)
      await mustEqualRamp(id, 4)
      await store.write([point(id, t0 + 2500, { a: 1000 })])
      await store.rollUp(t0 + 4 * day)
      expect((await history(id, 'a', t0, t0 + 4 * day, 16)).buckets[0]).toMatchObject({ max: 1000, count: 145 })
    })

    test('a forgotten device is gone, the others stay', async () => {
      const [id, other] = [device(), device()]
      await store.write([...ramp(id, t0, t0 + day), ...ramp(other, t0, t0 + day)])
      await store.rollUp(t0 + day)
      await store.forget(id, 'pump')
      expect((await raw(id)).items).toEqual([])
      expect((await history(id, 'a', t0, t0 + day, 4)).buckets.map((bucket) => bucket.count)).toEqual([0, 0, 0, 0])
      expect((await raw(other)).items).toHaveLength(576)
      await store.write([point(id, t0, { a: 7 })])
      expect((await raw(id)).items).toHaveLength(1)
    })

    test('says that it is well', async () => {
      expect((await store.health()).ok).toBe(true)
    })
  })
}
