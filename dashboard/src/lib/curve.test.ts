import { describe, expect, it } from 'vitest'
import { withGaps } from './curve.ts'

describe('a curve', () => {
  it('bridges what lies close and breaks where nothing was measured for long', () => {
    const samples = [0, 5, 10, 30].map((minute) => ({ at: minute * 60_000, value: minute }))
    expect(withGaps(samples).map(({ value }) => value)).toEqual([0, 5, 10, null, 30])
  })
  it('does not break at an empty bucket between two near ones', () => {
    const samples = [
      { at: 0, value: 1 },
      { at: 60_000, value: null },
      { at: 120_000, value: 2 },
    ]
    expect(withGaps(samples).map(({ value }) => value)).toEqual([1, 2])
  })
})
