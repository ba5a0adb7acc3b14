// Starts of rounds: times of day and recurrences, against zones that skip and repeat hours.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Schedule } from '../contracts/route.ts'
import { dayOf } from './schedule.ts'
import { recurrenceFault } from './recurrence.ts'
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

describe('a recurrence', () => {
  const recurs = (rrule: string, start = '20:00', from = '2026-11-02') => ({
    rrule,
    from,
    start,
    holidays: 'keep' as const,
  })
  const shown = (rrule: string, zone: string, from: string, to: string, start?: string, first?: string) =>
    startsBetween(recurs(rrule, start, first), zone, utc(from), utc(to)).map((at) => new Date(at).toISOString())

  test('starts on the site’s days at the site’s time', () => {
    expect(shown('FREQ=WEEKLY;BYDAY=MO,TH', 'Asia/Shanghai', '2026-11-22T16:00:00Z', '2026-11-29T16:00:00Z')).toEqual([
      '2026-11-23T12:00:00.000Z',
      '2026-11-26T12:00:00.000Z',
    ])
    // Half an hour past midnight of Monday in Shanghai is still Sunday in UTC
    const early = shown(
      'FREQ=WEEKLY;BYDAY=MO',
      'Asia/Shanghai',
      '2026-11-22T00:00:00Z',
      '2026-11-24T00:00:00Z',
      '00:30',
    )
    expect(early).toEqual(['2026-11-22T16:30:00.000Z'])
  })

  test('keeps step with its first day, every other one', () => {
    const days = shown('FREQ=DAILY;INTERVAL=2', 'Asia/Shanghai', '2026-11-23T00:00:00Z', '2026-11-27T00:00:00Z')
    expect(days.map((each) => each.slice(0, 10))).toEqual(['2026-11-24', '2026-11-26'])
  })

  test('ends with its last day whole, or after so many', () => {
    const until = shown('FREQ=DAILY;UNTIL=20261124', 'Asia/Shanghai', '2026-11-23T00:00:00Z', '2026-12-01T00:00:00Z')
    expect(until).toEqual(['2026-11-23T12:00:00.000Z', '2026-11-24T12:00:00.000Z'])
    const counted = shown('FREQ=DAILY;COUNT=3', 'Asia/Shanghai', '2026-11-03T00:00:00Z', '2026-12-01T00:00:00Z')
    expect(counted).toEqual(['2026-11-03T12:00:00.000Z', '2026-11-04T12:00:00.000Z'])
    expect(shown('FREQ=DAILY', 'Asia/Shanghai', '2026-10-01T00:00:00Z', '2026-11-02T12:00:00Z')).toEqual([])
  })

  test('of every hour: a skipped hour is none, a repeated one is one', () => {
    const night = (from: string, to: string) => shown('FREQ=HOURLY', 'Europe/Berlin', from, to, '00:00', '2026-01-01')
    const spring = night('2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z')
    expect(spring).toHaveLength(23)
    expect(spring.slice(0, 4).map((each) => each.slice(11, 16))).toEqual(['23:00', '00:00', '01:00', '02:00'])
    const autumn = night('2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z')
    expect(autumn).toHaveLength(24)
    expect(autumn.slice(0, 5).map((each) => each.slice(11, 16))).toEqual(['22:00', '23:00', '00:00', '02:00', '03:00'])
    const flat = ['2026-03-28T16:00:00Z', '2026-03-29T16:00:00Z'] as const
    expect(shown('FREQ=HOURLY', 'Asia/Shanghai', ...flat, '00:00', '2026-01-01')).toHaveLength(24)
  })

  test('at a time that daylight saving skips starts at the first instant after the gap', () => {
    const around = ['2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z'] as const
    expect(shown('FREQ=DAILY', 'Europe/Berlin', ...around, '02:30', '2026-01-01')).toEqual(['2026-03-29T01:00:00.000Z'])
  })

  test('daily is what the same time of day on all days is, in every zone and at every cut', () => {
    const time = fc.constantFrom('00:00', '01:30', '02:15', '02:30', '12:00', '23:59')
    const span = fc.tuple(
      fc.integer({ min: utc('2021-01-01'), max: utc('2029-01-01') }),
      fc.integer({ min: 1, max: 9 }),
    )
    fc.assert(
      fc.property(fc.constantFrom(...zones), time, span, (zone, time, [from, days]) => {
        const daily = recurs('FREQ=DAILY', time, '2020-01-01')
        const plain = { starts: [time], days: everyDay, holidays: 'keep' as const }
        const to = from + days * day
        expect(startsBetween(daily, zone, from, to)).toEqual(startsBetween(plain, zone, from, to))
      }),
      { numRuns: 100 },
    )
  })

  test.each([
    ...[
      'FREQ=MINUTELY',
      'FREQ=SECONDLY',
      'freq=daily',
      'FREQ=DAILY;FREQ=DAILY',
      'FREQ=DAILY;BYSECOND=1',
      'FREQ=DAILY;X=1',
    ],
    ...['FREQ=DAILY;BYHOUR=24', 'FREQ=DAILY;BYHOUR=', 'FREQ=DAILY;INTERVAL=0', 'FREQ=DAILY;COUNT=1001', 'BYDAY=MO', ''],
    ...[
      'FREQ=DAILY;BYDAY=XX',
      'FREQ=YEARLY;RSCALE=CHINESE',
      'FREQ=HOURLY;BYMINUTE=0,20,40',
      'FREQ=DAILY;UNTIL=20261301',
    ],
    `FREQ=DAILY;BYHOUR=${Array.from({ length: 24 }, (_, n) => n).join()};BYMINUTE=0,1,2`,
  ])('%s is refused, and starts nothing', (rrule) => {
    expect(recurrenceFault(recurs(rrule))).toBe('rrule')
    expect(startsBetween(recurs(rrule), 'Asia/Shanghai', utc('2026-11-23'), utc('2026-11-25'))).toEqual([])
  })

  test.each([
    ...['FREQ=DAILY', 'RRULE:FREQ=DAILY', 'FREQ=WEEKLY;WKST=MO;BYDAY=MO,WE;BYHOUR=20,22;BYMINUTE=0,30', 'FREQ=HOURLY'],
    ...['FREQ=MONTHLY;BYDAY=-1FR', 'FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'],
    'FREQ=DAILY;COUNT=1000',
  ])('%s is taken, and worked out soon', { timeout: 3000 }, (rrule) => {
    expect(recurrenceFault(recurs(rrule, '20:00', '2010-01-01'))).toBeNull()
    for (let n = 0; n < 20; n++)
      startsBetween(recurs(rrule, '20:00', '2010-01-01'), 'Asia/Shanghai', utc('2026-11-23'), utc('2026-11-24'))
  })
})

describe('public holidays', () => {
  const holidays = ['2026-11-24']
  const on = (rule: 'keep' | 'skip' | 'only', schedule: object) =>
    startsBetween(
      { ...schedule, holidays: rule } as Schedule,
      'Asia/Shanghai',
      utc('2026-11-22T16:00Z'),
      utc('2026-11-25T16:00Z'),
      holidays,
    ).map((at) => dayOf(at, 'Asia/Shanghai').slice(8))

  test.each([
    ['times of day', { starts: ['00:30'], days: everyDay }],
    ['a recurrence', { rrule: 'FREQ=DAILY', from: '2026-01-01', start: '00:30' }],
  ])('are kept, skipped, or the only days of %s', (_, schedule) => {
    expect(on('keep', schedule)).toEqual(['23', '24', '25'])
    expect(on('skip', schedule)).toEqual(['23', '25'])
    expect(on('only', schedule)).toEqual(['24'])
  })
})
