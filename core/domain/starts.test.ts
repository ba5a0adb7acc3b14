// Starts of rounds: times of day and recurrences, against zones that skip and repeat hours.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayOf } from './schedule.ts'
import { startsBetween } from './starts.ts'

const zones = ['America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Shanghai', 'America/St_Johns']
const everyDay = [1, 2, 3, 4, 5, 6, 7]
const utc = (text: string) => Date.parse(text)
const day = 86_400_000

describe('starts of a schedule', () => {
  const schedule = { starts: ['22:00', '02:30'], days: everyDay, holidays: 'keep' as const }

  test('begin at from and end before to', () => {
    const from = utc('2026-11-23T14:00:00Z')
    expect(startsBetween(schedule, 'Asia/Shanghai', from, from + day)).toEqual([from, utc('2026-11-23T18:30:00Z')])
  })

  test('keep to the weekdays of the site, not of UTC', () => {
    const mondays = { starts: ['01:00'], days: [1], holidays: 'keep' as const }
    const starts = startsBetween(mondays, 'Asia/Shanghai', utc('2026-11-20T00:00:00Z'), utc('2026-12-01T00:00:00Z'))
    expect(starts).toEqual([utc('2026-11-22T17:00:00Z'), utc('2026-11-29T17:00:00Z')])
  })

  test('that one gap swallows count once', () => {
    const doubled = { starts: ['02:10', '02:50', '03:00'], days: everyDay, holidays: 'keep' as const }
    const around = [utc('2026-03-08T05:00:00Z'), utc('2026-03-08T12:00:00Z')] as const
    expect(startsBetween(doubled, 'America/New_York', ...around)).toEqual([utc('2026-03-08T07:00:00Z')])
  })

  test('of a day that never was begin with the next one', () => {
    const noons = { starts: ['12:00'], days: [5], holidays: 'keep' as const } // 30 December 2011 was to be a Friday
    const midnight = utc('2011-12-30T10:00:00Z')
    expect(startsBetween(noons, 'Pacific/Apia', midnight, midnight + day)).toEqual([midnight])
  })

  test('are one a day whatever the zone does, and splitting the span loses none', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: utc('2020-01-01'), max: utc('2030-01-01') }),
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom('00:00', '01:30', '02:15', '12:00', '23:59'),
        (zone, from, days, share, time) => {
          const one = { starts: [time], days: everyDay, holidays: 'keep' as const }
          const to = from + days * day
          const whole = startsBetween(one, zone, from, to)
          const cut = Math.floor(from + (to - from) * share)
          expect([...startsBetween(one, zone, from, cut), ...startsBetween(one, zone, cut, to)]).toEqual(whole)
          expect(Math.abs(whole.length - days)).toBeLessThanOrEqual(1)
          expect(new Set(whole.map((at) => dayOf(at, zone))).size).toBe(whole.length)
        },
      ),
      { numRuns: 150 },
    )
  })
})
