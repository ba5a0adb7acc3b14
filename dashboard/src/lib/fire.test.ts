import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Latest, Point } from '#core/contracts/device.ts'
import { countsOf, loopsOf, onRing } from './fire.ts'

const point = (id: string, address: number, state = 'normal'): Point => ({
  id,
  loop: 'l1',
  address,
  type: 'smoke',
  name: null,
  zone: null,
  state,
  since: null,
})
const says = (metrics: Record<string, number | string>): Latest => ({
  device: 'fp',
  presence: 'online',
  since: null,
  lastSeen: null,
  clockOffsetMs: null,
  metrics: Object.fromEntries(Object.entries(metrics).map(([key, value]) => [key, { value, ts: '', unit: '' }])),
})

describe('the counters of a panel', () => {
  it('shows an alarm that only a point tells of, and one that only the counter tells of', () => {
    expect(countsOf(says({ fire: 0 }), [point('a', 1, 'alarm')]).fire).toBe(1)
    expect(countsOf(says({ fire: 2 }), []).fire).toBe(2)
  })
  it('does not count one point twice', () =>
    expect(countsOf(says({ fault: 1 }), [point('a', 1, 'fault')]).fault).toBe(1))
})

describe('loops', () => {
  it('orders points by address, with the state each last reported', () => {
    const abnormal = new Map([['fp:a', point('a', 2, 'fault')]])
    const [loop] = loopsOf('fp', [point('a', 2), point('b', 1, 'alarm')], abnormal, says({ loop_l1: 'open' }))
    expect(loop?.points.map(({ id, state }) => [id, state])).toEqual([
      ['b', 'normal'],
      ['a', 'fault'],
    ])
    expect(loop?.open).toBe(true)
  })
})

describe('a place on the ring', () => {
  it('lies on its edge', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (part) => {
        const { x, y } = onRing(part, 200, 40)
        const inner = Math.min(180, Math.max(20, x))
        expect(Math.hypot(x - inner, y - 20)).toBeCloseTo(20)
      }),
    )
  })
  it('goes clockwise from the left', () => {
    expect(onRing(0, 200, 40)).toEqual({ x: 0, y: 20 })
    expect(onRing(0.25, 200, 40).y).toBeCloseTo(0)
    expect(onRing(0.5, 200, 40).x).toBeCloseTo(200)
  })
})
