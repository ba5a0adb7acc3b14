// The roster as a week, and shifts in their form.
import { expect, it } from 'vitest'
import { Turn } from '#core/contracts/roster.ts'
import { Shift } from '#core/contracts/shift.ts'
import { bodyOf, draftOf } from './shift-draft.ts'
import { gapCount, gridOf, openSwaps, weekOf, weeksOn } from './week.ts'

const turn = (shift: string, date: string, more: object = {}) =>
  Turn.parse({
    ...{ shift, name: shift, date, startsAt: `${date}T00:00:00.000Z`, endsAt: `${date}T08:00:00.000Z` },
    ...{ people: [], needs: [], swaps: [], gaps: [], ...more },
  })

it('begins on Monday, on any day of the week, over the year’s end too', () => {
  expect(weekOf('2026-11-29')).toEqual(weekOf('2026-11-23'))
  expect(weekOf('2027-01-01')[0]).toBe('2026-12-28')
  expect(weeksOn('2026-12-28', 1)).toBe('2027-01-04')
})
it('has one row a shift', () => {
  const rows = gridOf([turn('night', '2026-11-23'), turn('day', '2026-11-23'), turn('night', '2026-11-24')])
  expect(rows.map(({ shift, days }) => [shift, [...days.keys()]])).toEqual([
    ['night', ['2026-11-23', '2026-11-24']],
    ['day', ['2026-11-23']],
  ])
})
it('counts gaps but not certificates that still hold, and lists only swaps to decide', () => {
  const gap = { need: null, user: null, skill: null, on: null, missing: 0 }
  const swap = (id: string, state: string) => ({
    ...{ id, state, site: 'hq', shift: 'day', date: '2026-11-23', from: 'a', to: 'b', reason: '', version: 1 },
    ...{ askedBy: 'a', askedAt: '2026-11-22T00:00:00.000Z', decidedBy: null, decidedAt: null },
  })
  const turns = [
    turn('day', '2026-11-23', {
      gaps: [
        { ...gap, what: 'nobody' },
        { ...gap, what: 'expires' },
      ],
      swaps: [swap('s-1', 'approved'), swap('s-2', 'asked')],
    }),
  ]
  expect(gapCount(turns)).toBe(1)
  expect(openSwaps(turns).map((one) => one.swap.id)).toEqual(['s-2'])
})
it('gives a shift back as it was', () => {
  const needs = [
    { role: 'operator', people: 2, post: { 'zh-CN': '监控室', en: 'Control room' } },
    { role: 'guard', people: 1, skill: 'fire' },
  ]
  const shift = Shift.parse({
    id: 'day',
    site: 'hq',
    name: 'Day',
    start: '08:00',
    end: '16:00',
    days: [1, 5],
    people: ['a'],
    needs,
  })
  const { id: _id, site: _site, version: _version, ...rest } = shift
  expect(bodyOf(draftOf(shift), shift.name)).toEqual(rest)
})
