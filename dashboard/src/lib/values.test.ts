import { describe, expect, it } from 'vitest'
import type { Latest, Presence } from '#core/contracts/device.ts'
import { iso } from '#core/contracts/instant.ts'
import { isOutside, limitsOf, scaleOf, staleFor } from './values.ts'

const now = Date.parse('2026-11-23T06:00:00Z')
const heard = (ageMs: number, presence: Presence = 'online'): Latest => ({
  device: 'd',
  presence,
  since: null,
  lastSeen: iso(now - ageMs),
  clockOffsetMs: null,
  metrics: {},
})

describe('how long a device was not heard', () => {
  it('is live within two intervals', () => expect(staleFor(heard(10_000), 5_000, now)).toBeNull())
  it('is stale after more than two', () => expect(staleFor(heard(12_000), 5_000, now)).toBe(12_000))
  it('is stale at once when the server says so', () =>
    expect(staleFor(heard(1_000, 'offline'), 5_000, now)).toBe(1_000))
  it('was never heard', () => {
    expect(staleFor(undefined, 5_000, now)).toBe(Infinity)
    expect(staleFor({ ...heard(0), lastSeen: null }, 5_000, now)).toBe(Infinity)
  })
})

describe('bands and scales', () => {
  it('a side without a limit never breaks the band', () => {
    expect(isOutside(99, [1, null])).toBe(false)
    expect(isOutside(0.5, [1, null])).toBe(true)
    expect(isOutside(5, null)).toBe(false)
  })
  it('has each limit once', () => {
    expect(limitsOf({ normal: [0, 0] })).toEqual([0])
    expect(limitsOf({ normal: [null, 3] })).toEqual([3])
    expect(limitsOf({ normal: null })).toEqual([])
  })
  it('covers the instrument’s range, else the values and the band', () => {
    expect(scaleOf({ range: [0, 10], normal: [2, 3] }, [50])).toEqual([0, 10])
    const [low, high] = scaleOf({ range: null, normal: [2, null] }, [4, 6])
    expect(low).toBeLessThan(2)
    expect(high).toBeGreaterThan(6)
  })
  it('never starts below zero for what cannot be negative', () => {
    expect(scaleOf({ range: null, normal: null }, [0, 1])[0]).toBe(0)
  })
})
