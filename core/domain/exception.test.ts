import { expect, test } from 'vitest'
import { epoch } from '../contracts/instant.ts'
import type { PatrolException } from '../contracts/report.ts'
import type { Visit } from '../contracts/round.ts'
import { countVisits, exceptionsOfLost, narrowRows } from './exception.ts'

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

test('every time that a guard was out of contact is told, also of one incident that nobody closed between', () => {
  const at = (clock: string) => `2026-11-23T${clock}:00.000Z`
  const entry = (type: 'opened' | 'cleared' | 'reopened' | 'retripped', clock: string, data = {}) => ({
    ...{ at: at(clock), type, by: null, data: { judgedAt: at(clock), ...data } },
  })
  const timeline = [
    entry('opened', '14:39', { evidence: { checkpoint: 'cp-1', route: 'a', round: 'r-1' } }),
    entry('cleared', '14:42'),
    entry('reopened', '15:38', { evidence: { route: 'a', round: 'r-3' } }),
    entry('retripped', '15:40'),
  ]
  const incident = { id: 'i', subject: { type: 'user' as const, id: 'chen' }, timeline }
  const told = (from: string, to: string) =>
    exceptionsOfLost(incident, { from: epoch(at(from)), to: epoch(at(to)) }).map((row) => [
      ...[row.at, row.by, row.checkpoint, row.round, row.data.clearedAt],
    ])
  expect(told('14:00', '16:00')).toEqual([
    [at('14:39'), 'chen', 'cp-1', 'r-1', at('14:42')],
    [at('15:38'), 'chen', null, 'r-3', null],
  ])
  expect(told('15:00', '16:00')).toHaveLength(1)
  expect(told('16:00', '17:00')).toEqual([])
})
