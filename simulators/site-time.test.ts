import { describe, expect, it } from 'vitest'
import { hourOfDay, timeOfDay } from './site-time.ts'

describe('the clock on the wall', () => {
  it('is the site’s, not the machine’s', () => {
    expect(hourOfDay(Date.parse('2026-11-23T06:30:00Z'), 'Asia/Shanghai')).toBe(14.5)
    expect(hourOfDay(Date.parse('2026-11-22T16:00:00Z'), 'Asia/Shanghai')).toBe(0)
    expect(timeOfDay(Date.parse('2026-11-23T06:30:12.345Z'), 'Asia/Kathmandu')).toBe(
      12 * 3_600_000 + 15 * 60_000 + 12_345,
    )
  })

  it('jumps with daylight saving', () => {
    expect(hourOfDay(Date.parse('2026-03-29T00:59:00Z'), 'Europe/Berlin')).toBeCloseTo(1 + 59 / 60)
    expect(hourOfDay(Date.parse('2026-03-29T01:00:00Z'), 'Europe/Berlin')).toBe(3)
  })
})
