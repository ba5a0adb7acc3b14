import { expect, test } from 'vitest'
import type { Visit } from '../contracts/round.ts'
import { countVisits } from './exception.ts'

const visit = (state: Visit['state'], more: Partial<Visit> = {}) => {
  const at = state === 'due' || state === 'missed' ? null : '2026-11-23T02:00:00.000Z'
  return { state, at, ...more } as Visit
}

test('a stop whose deadline nobody could hear is planned, and nobody’s miss', () => {
  const visits = [visit('on_time'), visit('late'), visit('missed'), visit('missed', { unwatched: true }), visit('due')]
  expect(countVisits(visits)).toEqual({ planned: 5, done: 2, late: 1, missed: 1 })
})
