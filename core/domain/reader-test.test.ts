// When readers must have been tested: a quarter of an hour around each edge of a shift, by the site's clock.
import { expect, test } from 'vitest'
import { testsDue } from './reader-test.ts'

const zone = 'Asia/Shanghai'
const at = (text: string) => Date.parse(`${text}:00+08:00`)
const everyDay = [1, 2, 3, 4, 5, 6, 7]
const shifts = [
  { id: 'day', start: '08:00', end: '20:00', days: everyDay },
  { id: 'night', start: '20:00', end: '08:00', days: everyDay },
]
const due = (from: string, until: string, some = shifts) =>
  testsDue(some, zone, at(from), at(until)).map((one) => `${one.shift} ${one.edge} ${new Date(one.at).toISOString()}`)

test('both shifts that meet are asked for, a quarter of an hour after they met', () => {
  expect(due('2026-11-23T08:14', '2026-11-23T08:15')).toEqual([
    ...['day start 2026-11-23T00:00:00.000Z', 'night end 2026-11-23T00:00:00.000Z'],
  ])
  expect(due('2026-11-23T08:15', '2026-11-23T20:14')).toEqual([])
})

test('an edge is asked for once, however the minutes fall', () => {
  const minutes = Array.from({ length: 3 * 1440 }, (_, i) => at('2026-11-23T00:00') + i * 60_000)
  const all = minutes.flatMap((minute) => testsDue(shifts, zone, minute, minute + 60_000))
  expect(all).toHaveLength(3 * 4)
  expect(testsDue(shifts, zone, minutes[0]!, minutes.at(-1)! + 60_000)).toEqual(all)
})

test('a shift that does not hold on a day asks nothing, its night ends on the next', () => {
  const monday = [{ ...shifts[1]!, days: [1] }]
  expect(due('2026-11-22T00:00', '2026-11-26T00:00', monday)).toEqual([
    ...['night start 2026-11-23T12:00:00.000Z', 'night end 2026-11-24T00:00:00.000Z'],
  ])
})
