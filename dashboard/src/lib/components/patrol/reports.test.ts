// Spans of reports in the site's days, rows counted, squares of the coverage table.
import { describe, expect, it } from 'vitest'
import type { PatrolException } from '#core/contracts/report.ts'
import { countTypes, shareOf, stepOf } from './exceptions.ts'
import { reportHref } from './report.ts'
import { spanOf } from './spans.ts'

const zone = 'Asia/Shanghai'
const now = Date.parse('2026-11-23T18:00:00Z') // 02:00 on the 24th
const none = { from: '', to: '' }

describe('spans', () => {
  it('are whole days of the site', () => {
    expect(spanOf('today', now, zone, none)).toEqual({
      from: '2026-11-23T16:00:00.000Z',
      to: '2026-11-24T16:00:00.000Z',
    })
    expect(spanOf('yesterday', now, zone, none).to).toBe('2026-11-23T16:00:00.000Z')
    expect(spanOf('week', now, zone, none).from).toBe('2026-11-17T16:00:00.000Z')
  })
  it('take the night that lasts until now, in the day the last one whole', () => {
    expect(spanOf('night', now, zone, none)).toEqual({
      from: '2026-11-23T10:00:00.000Z',
      to: '2026-11-23T18:00:00.000Z',
    })
    const noon = Date.parse('2026-11-24T04:00:00Z')
    expect(spanOf('night', noon, zone, none).to).toBe('2026-11-24T00:00:00.000Z')
  })
  it('take given days with both ends, 31 at most, and today for nonsense', () => {
    const days = (from: string, to: string) => spanOf('days', now, zone, { from, to })
    expect(days('2026-11-01', '2026-11-02')).toEqual({
      from: '2026-10-31T16:00:00.000Z',
      to: '2026-11-02T16:00:00.000Z',
    })
    expect(days('2026-01-01', '2026-11-02').to).toBe('2026-01-31T16:00:00.000Z')
    expect(days('2026-11-02', '2026-11-01')).toEqual(spanOf('today', now, zone, none))
  })
})

describe('rows', () => {
  const row = (type: PatrolException['type'], by: string): PatrolException => ({
    ...{ type, by, at: '', checkpoint: 'a', route: 'r', round: null, tap: null, data: {} },
  })
  const rows = [row('missed', 'chen'), row('late', 'chen'), row('missed', 'zhao')]
  it('are counted by type', () => expect(countTypes(rows).map(({ type, n }) => type + n)).toEqual(['missed2', 'late1']))
})

describe('coverage', () => {
  it('is a share of what was planned, none where nothing was', () => {
    expect(shareOf({ planned: 0, done: 0 })).toBeNull()
    expect([0, 0.1, 0.5, 0.99, 1, null].map((share) => stepOf(share))).toEqual([0, 1, 2, 3, 4, null])
  })
})

it('writes the address of a report without empty words', () => {
  expect(reportHref('daily', { site: 'hq', date: '' })).toBe('/api/v1/reports/daily?site=hq')
})
