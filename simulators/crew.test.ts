import { expect, it } from 'vitest'
import { postsAt } from './crew.ts'
import { demoEstate } from './estate.ts'

const at = (time: string) => Date.parse(`2026-11-23T${time}+08:00`)
const turns = (time: string) => postsAt(demoEstate, at(time)).map(({ user, startsAt }) => [user, startsAt])

it('posts the guards of the shift that holds, and nobody else, from its beginning', () => {
  expect(turns('08:00:00')).toEqual([
    ['chenhao', at('08:00:00')],
    ['zhaomin', at('08:00:00')],
  ])
  expect(turns('07:59:59')).toEqual([
    ['chenhao', at('00:00:00')],
    ['zhaomin', at('00:00:00')],
  ])
  expect(turns('23:59:59')).toEqual([
    ['chenhao', at('16:00:00')],
    ['zhaomin', at('16:00:00')],
  ])
})

it('posts nobody between shifts, and somebody of a shift over midnight on both of its days', () => {
  const [first] = demoEstate.shifts
  const night = { ...demoEstate, shifts: [{ ...first!, start: '22:00', end: '06:00', people: ['chenhao'] }] }
  expect(postsAt(night, at('21:59:00'))).toEqual([])
  expect(postsAt(night, at('06:00:00'))).toEqual([])
  expect(postsAt(night, at('23:00:00')).map(({ startsAt }) => startsAt)).toEqual([at('22:00:00')])
  expect(postsAt(night, at('05:00:00')).map(({ startsAt }) => startsAt)).toEqual([at('22:00:00') - 86_400_000])
})
