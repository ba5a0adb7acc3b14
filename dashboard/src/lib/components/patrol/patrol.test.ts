// Contact with a guard, the counts of a round, and the form of a route.
import { describe, expect, it } from 'vitest'
import { iso } from '#core/contracts/instant.ts'
import type { Round } from '#core/contracts/round.ts'
import { Route } from '#core/contracts/route.ts'
import { planRound } from '#core/domain/round-plan.ts'
import { startRound } from '#core/domain/round.ts'
import { contactOf, countVisits, missesOf } from './contact.ts'
import { bodyOf, signsOf, stateKey } from './marks.ts'
import { draftOfRoute, moved, regularStarts, routeOfDraft, scheduleOf, withStop } from './route-draft.ts'

const at = Date.UTC(2026, 10, 23, 12)
const minute = 60_000
const today = '2026-11-23'
const route: Route = Route.parse({
  id: 'r',
  site: 'hq',
  name: { 'zh-CN': '甲', en: 'A' },
  stops: [
    { checkpoint: 'a', from: 0, until: 5 },
    { checkpoint: 'b', from: 5, until: 10 },
  ],
  order: 'ordered',
  graceMinutes: 2,
  schedule: { starts: ['20:00'], days: [1, 3] },
  guard: 'chen',
  enabled: true,
  version: 1,
})
const planned = planRound(route, { id: 'x', startsAt: at, guard: null }).next
const walked = startRound(planned, at).next
const withVisit = (round: Round, n: number, change: Partial<Round['visits'][number]>): Round => ({
  ...round,
  visits: round.visits.map((visit, i) => (i === n ? { ...visit, ...change } : visit)),
})

describe('contact with a guard', () => {
  it('is no question before the round', () => {
    expect(contactOf(planned, at).look).toBe('none')
  })
  it('is normal until the next window closes, however long ago the last word was', () => {
    expect(contactOf(walked, at + minute)).toEqual({ look: 'online', ageMs: minute })
    expect(contactOf(walked, at + 5 * minute)).toEqual({ look: 'normal', ageMs: 5 * minute })
    const once = withVisit(walked, 0, { state: 'on_time', at: iso(at + minute) })
    expect(contactOf(once, at + 9 * minute)).toEqual({ look: 'normal', ageMs: 8 * minute })
  })
  it('counts a word of him by another way', () => {
    expect(contactOf(walked, at + 5 * minute, at + 4 * minute)).toEqual({ look: 'online', ageMs: minute })
  })
  it('is late in the grace, overdue when a place was missed since the last word', () => {
    const late = { look: 'late', lateMs: minute, missedAt: at + 7 * minute }
    expect(contactOf(walked, at + 6 * minute)).toEqual(late)
    const missed = withVisit(walked, 0, { state: 'missed' })
    expect(contactOf(missed, at + 8 * minute)).toEqual({ look: 'overdue', ageMs: 8 * minute })
    const back = withVisit(missed, 1, { state: 'on_time', at: iso(at + 9 * minute) })
    expect(contactOf(back, at + 9 * minute).look).toBe('none')
    expect(countVisits(back)).toEqual({ done: 1, due: 0, missed: 1 })
    // While the product was down nobody could hear: nobody missed anything, on the board and on the wall.
    const unheard = withVisit(back, 0, { state: 'missed', unwatched: true })
    expect([countVisits(unheard).missed, missesOf([back, unheard])]).toEqual([0, 1])
    const silent = withVisit(walked, 0, { state: 'missed', unwatched: true })
    expect(contactOf(silent, at + 8 * minute).look).not.toBe('overdue')
  })
  it('is lost when the server says so, and no question while the round stands still', () => {
    expect(contactOf({ ...walked, lostAt: iso(at) }, at + minute)).toEqual({ look: 'lost', ageMs: minute })
    const pauses = [{ from: iso(at), until: null, incident: null, by: null }]
    expect(contactOf({ ...walked, pauses }, at + 9 * minute).look).toBe('paused')
  })
})

describe('the signs at a station', () => {
  const [first] = walked.visits
  it('says the state by the body, also of half a two-role visit and of a miss that nobody could hear', () => {
    const role = { at: iso(at), tap: 't', by: 'chen' }
    expect(bodyOf({ ...first!, roles: { guard: role, technician: null, taps: [] } })).toBe('half')
    expect(bodyOf({ ...first!, state: 'missed', unwatched: true })).toBe('off')
    expect(bodyOf({ ...first!, state: 'late_synced' })).toBe('done')
    expect(stateKey({ state: 'missed', unwatched: true })).toBe('visit.unwatched')
  })
  it('shows lateness, order and evidence above it', () => {
    expect(signsOf({ ...first!, state: 'late', outOfOrder: true, flags: ['leg_short'] })).toEqual([
      'late',
      'order',
      'flag',
    ])
    expect(signsOf(first!)).toEqual([])
  })
})

describe('the form of a route', () => {
  it('gives back the route as it was', () => {
    const { id: _i, site: _s, name: _n, version: _v, ...rest } = route
    expect(routeOfDraft(draftOfRoute(route, today))).toEqual(rest)
    const rule = { rrule: 'FREQ=DAILY;INTERVAL=2', from: '2026-11-01', start: '02:30', holidays: 'skip' as const }
    const stops = route.stops.map((stop) => ({ ...stop, leg: { min: 2, max: null }, dwellSeconds: 30 }))
    const other = { ...rest, schedule: rule, startPoint: 'a', endPoint: 'b', stops }
    expect(routeOfDraft(draftOfRoute({ ...route, ...other }, today))).toEqual(other)
    expect(routeOfDraft(draftOfRoute({ ...route, schedule: null }, today)).schedule).toBeNull()
  })
  it('takes times parted in any way, and none for no schedule', () => {
    const draft = { ...draftOfRoute(route, today), starts: ' 20:00，22:00、 23:30' }
    expect(scheduleOf(draft)).toMatchObject({ starts: ['20:00', '22:00', '23:30'] })
    expect(scheduleOf({ ...draft, starts: ' ' })).toBeNull()
  })
  it('moves a stop and leaves the minutes in their places; a new one follows the last', () => {
    const { stops } = draftOfRoute(route, today)
    expect(moved(stops, 1, -1).map(({ checkpoint, from }) => checkpoint + from)).toEqual(['b0', 'a5'])
    expect(moved(stops, 0, -1)).toEqual(stops)
    expect(withStop(stops).at(-1)).toMatchObject({ from: '10', until: '20', key: 2 })
  })
  it('says even starts shortly, uneven ones not', () => {
    const even = { first: '08:00', last: '11:00', stepMs: 60 * minute }
    expect(regularStarts(['08:00', '09:00', '10:00', '11:00'])).toEqual(even)
    expect(regularStarts(['08:00', '09:00', '10:00', '12:00'])).toBeNull()
    expect(regularStarts(['08:00', '09:00'])).toBeNull()
  })
})
