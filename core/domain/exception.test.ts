import { expect, test } from 'vitest'
import type { PatrolException } from '../contracts/report.ts'
import type { Visit } from '../contracts/round.ts'
import { countVisits, narrowRows } from './exception.ts'

const visit = (state: Visit['state'], more: Partial<Visit> = {}) => {
  const at = state === 'due' || state === 'missed' ? null : '2026-11-23T02:00:00.000Z'
  return { state, at, ...more } as Visit
}

test('a stop whose deadline nobody could hear is planned, and nobody’s miss', () => {
  const visits = [visit('on_time'), visit('late'), visit('missed'), visit('missed', { unwatched: true }), visit('due')]
  expect(countVisits(visits)).toEqual({ planned: 5, done: 2, late: 1, missed: 1 })
})

test('rows are narrowed by every word that is asked for', () => {
  const row = (type: PatrolException['type'], by: string): PatrolException => ({
    ...{ type, by, at: '', checkpoint: 'a', route: 'r', round: null, tap: null, data: {} },
  })
  const rows = [row('missed', 'chen'), row('late', 'chen'), row('missed', 'zhao')]
  expect(narrowRows(rows, { guard: 'chen', type: 'missed' })).toEqual([rows[0]])
  expect(narrowRows(rows, { route: 'r', type: 'missed' })).toEqual([rows[0], rows[2]])
  expect(narrowRows(rows, { route: 'other' })).toEqual([])
  expect(narrowRows(rows, {})).toEqual(rows)
})
