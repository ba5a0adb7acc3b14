import { describe, expect, test } from 'vitest'
import { iso } from '#core/contracts/instant.ts'
import { Sheet } from '#core/contracts/sheet.ts'
import { Route } from '#core/contracts/route.ts'
import { planRound } from '#core/domain/round-plan.ts'
import { currentRound, isRepeat, stopsOf, walked } from './walk.ts'

const start = Date.UTC(2026, 10, 23, 18)
const minute = 60_000
const stops = ['cp-1', 'cp-2', 'cp-3'].map((checkpoint, i) => ({ checkpoint, from: i * 5, until: i * 5 + 5 }))
const route = (id: string, order: 'ordered' | 'any' = 'ordered') =>
  Route.parse({ id, site: 'hq', name: '夜巡', stops, order, graceMinutes: 5 })
const plan = (id: string, guard: string | null, at = start, order?: 'any') =>
  planRound(route(`route-${id}`, order), { id, startsAt: at, guard }).next
const point = (id: string) => ({
  ...{
    id,
    name: { 'zh-CN': id, en: id },
    place: null,
    key: false,
    uid: null,
    signed: false,
    code: 'ABCDEF',
    checks: [],
  },
})
const sheet = (rounds: ReturnType<typeof plan>[]): Sheet =>
  Sheet.parse({
    ...{ at: iso(start), site: 'hq', siteName: '总部', timezone: 'Asia/Shanghai', user: 'li', name: '李', phone: null },
    ...{ duty: null, rounds, points: stops.map(({ checkpoint }) => point(checkpoint)), calls: [], errands: [] },
  })

describe('the walk as the phone sees it', () => {
  test('counts taps that nobody has received yet, as of when they were read', () => {
    const own = sheet([plan('r-1', 'li')])
    const taps = [{ id: 't-1', checkpoint: 'cp-1', at: start + minute, sent: false }]
    const [round] = walked(own, taps, 'guard')
    expect(round).toMatchObject({ state: 'under_way', visits: [{ state: 'on_time', tap: 't-1' }, {}, {}] })
    const shown = stopsOf(round!, own, taps, start + 2 * minute)
    expect(shown.map(({ state, sent }) => [state, sent])).toEqual([
      ['done', false],
      ['now', true],
      ['due', true],
    ])
    expect(shown[0]?.point?.id).toBe('cp-1')
  })

  test('shows what is past its time, without calling it missed', () => {
    const own = sheet([plan('r-1', 'li')])
    const states = stopsOf(own.rounds[0]!, own, [], start + 11 * minute).map(({ state }) => state)
    expect(states).toEqual(['now', 'overdue', 'due'])
  })

  test('goes to the nearest deadline where order does not count', () => {
    const own = sheet([plan('r-1', 'li', start, 'any')])
    const taps = [{ id: 't-1', checkpoint: 'cp-2', at: start + 6 * minute, sent: true }]
    const [round] = walked(own, taps, 'guard')
    expect(stopsOf(round!, own, taps, start).map(({ state }) => state)).toEqual(['now', 'done', 'due'])
  })

  test('takes the own round before one of nobody, one under way before one to come, and none of others', () => {
    const later = plan('r-later', 'li', start + 60 * minute)
    expect(currentRound([plan('r-any', null), plan('r-mine', 'li'), later], 'li')?.id).toBe('r-mine')
    expect(currentRound([plan('r-any', null), { ...later, state: 'under_way' }], 'li')?.id).toBe('r-later')
    expect(currentRound([plan('r-other', 'wang')], 'li')).toBeNull()
  })

  test('the same tag twice within a minute is one tap', () => {
    const earlier = [{ key: 'A', at: start }]
    expect(isRepeat(earlier, 'A', start + minute - 1)).toBe(true)
    expect(isRepeat(earlier, 'A', start + minute)).toBe(false)
    expect(isRepeat(earlier, 'B', start)).toBe(false)
  })
})
