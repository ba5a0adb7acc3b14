// The calendar against zones that skip and repeat hours, and one that moved across the date line.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayOf, dutyAt, instantOf } from './schedule.ts'

const zones = ['America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Shanghai', 'America/St_Johns']
const everyDay = [1, 2, 3, 4, 5, 6, 7]
const utc = (text: string) => Date.parse(text)

/** What a wall clock shows, told by another way of formatting than the code under test uses. */
const shown = (at: number, timeZone: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at)

describe('a local time on a date', () => {
  test('stands where the zone says', () => {
    expect(instantOf('2026-11-23', '14:32', 'Asia/Shanghai')).toBe(utc('2026-11-23T06:32:00Z'))
    expect(instantOf('2026-07-01', '00:00', 'America/New_York')).toBe(utc('2026-07-01T04:00:00Z'))
  })

  test('that daylight saving skips moves to the first instant after the gap', () => {
    expect(instantOf('2026-03-08', '02:30', 'America/New_York')).toBe(utc('2026-03-08T07:00:00Z'))
    expect(instantOf('2026-03-29', '02:00', 'Europe/Berlin')).toBe(utc('2026-03-29T01:00:00Z'))
    // Lord Howe skips half an hour only
    expect(instantOf('2026-10-04', '02:15', 'Australia/Lord_Howe')).toBe(utc('2026-10-03T15:30:00Z'))
    // Samoa had no 30 December 2011 at all
    expect(instantOf('2011-12-30', '12:00', 'Pacific/Apia')).toBe(utc('2011-12-30T10:00:00Z'))
  })

  test('that daylight saving repeats is its first occurrence', () => {
    expect(instantOf('2026-11-01', '01:30', 'America/New_York')).toBe(utc('2026-11-01T05:30:00Z'))
    expect(instantOf('2026-04-05', '01:45', 'Australia/Lord_Howe')).toBe(utc('2026-04-04T14:45:00Z'))
  })

  test('shows itself on the wall clock, or falls into a gap of at most an hour', () => {
    const date = fc.integer({ min: utc('2015-01-01'), max: utc('2035-12-31') })
    const minutes = fc.integer({ min: 0, max: 1439 })
    fc.assert(
      fc.property(fc.constantFrom(...zones), date, minutes, (zone, at, minute) => {
        const date = new Date(at).toISOString().slice(0, 10)
        const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
        const instant = instantOf(date, time, zone)
        const wanted = `${date} ${time}`
        if (shown(instant, zone) === wanted) {
          // The first occurrence: an hour and half an hour earlier the clock showed something else
          expect(shown(instant - 3_600_000, zone)).not.toBe(wanted)
          expect(shown(instant - 1_800_000, zone)).not.toBe(wanted)
        } else {
          expect(shown(instant - 1, zone) < wanted && wanted < shown(instant, zone)).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('who is on duty', () => {
  const shift = (id: string, start: string, end: string, days = everyDay) => ({ id, start, end, days })
  const shifts = [shift('day', '08:00', '16:00'), shift('late', '16:00', '00:00'), shift('night', '00:00', '08:00')]
  const duty = (list: typeof shifts, at: string) =>
    dutyAt(list, 'Asia/Shanghai', utc(at)).map(({ shift, until }) => [shift.id, new Date(until).toISOString()])

  test('a shift holds from its start until just before its end', () => {
    expect(duty(shifts, '2026-11-23T00:00:00Z')).toEqual([['day', '2026-11-23T08:00:00.000Z']])
    expect(duty(shifts, '2026-11-23T07:59:59.999Z')).toEqual([['day', '2026-11-23T08:00:00.000Z']])
    expect(duty(shifts, '2026-11-23T08:00:00Z')).toEqual([['late', '2026-11-23T16:00:00.000Z']])
  })

  test('a shift across midnight belongs to the day on which it starts', () => {
    const fridays = [shift('night', '20:00', '08:00', [5])]
    expect(duty(fridays, '2026-11-27T20:00:00Z')).toEqual([['night', '2026-11-28T00:00:00.000Z']])
    expect(duty(fridays, '2026-11-26T20:00:00Z')).toEqual([])
    expect(duty(fridays, '2026-11-28T13:00:00Z')).toEqual([])
  })

  test('equal start and end are 24 hours', () => {
    expect(duty([shift('all', '08:00', '08:00', [1])], '2026-11-23T23:00:00Z')).toEqual([
      ['all', '2026-11-24T00:00:00.000Z'],
    ])
  })

  test('three shifts that meet cover every instant once, through daylight saving as well', () => {
    const around = fc.integer({ min: utc('2026-01-01'), max: utc('2027-12-31') })
    fc.assert(
      fc.property(fc.constantFrom(...zones), around, (zone, at) => {
        const now = dutyAt(shifts, zone, at)
        expect(now).toHaveLength(1)
        expect(now[0]?.until).toBeGreaterThan(at)
      }),
      { numRuns: 300 },
    )
  })
})

test('the day is the site’s', () => {
  const at = utc('2026-11-23T17:00:00Z')
  expect(dayOf(at, 'Asia/Shanghai')).toBe('2026-11-24')
  expect(dayOf(at, 'America/New_York')).toBe('2026-11-23')
})
