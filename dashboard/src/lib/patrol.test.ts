import { describe, expect, it } from 'vitest'
import { iso } from '#core/contracts/instant.ts'
import { Round, Visit } from '#core/contracts/round.ts'
import { lineOf, roundsToShow, sightings } from './patrol.ts'

const start = Date.parse('2026-11-23T06:00:00Z')
const minute = 60_000
const visit = (i: number, state: Visit['state']): Visit =>
  Visit.parse({
    checkpoint: `cp-${i}`,
    from: iso(start + i * 10 * minute),
    until: iso(start + (i * 10 + 10) * minute),
    deadline: iso(start + (i * 10 + 12) * minute),
    state,
    outOfOrder: false,
    at: state === 'due' || state === 'missed' ? null : iso(start + (i * 10 + 4) * minute),
    tap: null,
    by: null,
  })
const round = (states: Visit['state'][], more: Partial<Round> = {}): Round =>
  Round.parse({
    id: 'r',
    route: 'r',
    name: { 'zh-CN': 'r', en: 'r' },
    site: 's',
    guard: null,
    state: 'under_way',
    order: 'ordered',
    startsAt: iso(start),
    endsAt: iso(start + 60 * minute),
    startedAt: null,
    finishedAt: null,
    visits: states.map((state, i) => visit(i, state)),
    version: 1,
    ...more,
  })

describe('the line of a round', () => {
  it('places stations by time', () => {
    expect(lineOf(round(['due', 'due']), start).stations.map(({ x }) => x)).toEqual([0.25, 0.75])
  })
  it('draws the guard between the last station and the next, never on the next', () => {
    const line = lineOf(round(['on_time', 'due']), start + 60 * minute)
    expect(line.puck).toBeGreaterThan(0.25)
    expect(line.puck).toBeLessThan(0.75)
  })
  it('counts a stretch as walked only between stations that were reached', () => {
    const { walked } = lineOf(round(['on_time', 'missed', 'on_time', 'due', 'on_time', 'due']), start)
    expect(walked.map(({ from, to }) => [from, to].map((x) => Math.round(x * 60)))).toEqual([
      [5, 15],
      [15, 25],
    ])
  })
  it('stands stations that share a window evenly in it, the visited ones first as they were walked', () => {
    const whole = { from: iso(start), until: iso(start + 40 * minute) }
    const any = round(['due', 'on_time', 'due', 'on_time'], { order: 'any' })
    const visits = any.visits.map((visit) => ({ ...visit, ...whole }))
    const { stations, walked } = lineOf({ ...any, visits }, start + 20 * minute)
    expect(stations.map(({ x }) => x)).toEqual([0.625, 0.125, 0.875, 0.375])
    expect(walked).toEqual([{ from: 0.125, to: 0.375 }])
  })
  it('shows where the clocks stood still, an open pause until now', () => {
    const pause = { incident: null, by: null }
    const pauses = [
      { ...pause, from: iso(start + 2 * minute), until: iso(start + 4 * minute) },
      { ...pause, from: iso(start + 10 * minute), until: null },
    ]
    const line = lineOf(round(['due', 'due'], { pauses }), start + 15 * minute)
    expect(line.pauses).toEqual([
      { from: 0.1, to: 0.2 },
      { from: 0.5, to: 0.75 },
    ])
    expect(line.now).toBe(0.75)
  })
  it('counts what is done and what is missed', () => {
    const line = lineOf(round(['on_time', 'missed', 'late_synced', 'due']), start)
    expect([line.done, line.missed]).toEqual([2, 1])
  })
  it('goes on from the last station even when an earlier one was left out', () => {
    const line = lineOf(round(['due', 'on_time', 'due']), start + 25 * minute)
    expect(line.next?.checkpoint).toBe('cp-2')
    expect(line.puck).toBeGreaterThan(0.5)
  })
  it('has no guard before it starts', () => {
    expect(lineOf(round(['due'], { state: 'scheduled' }), start - minute).puck).toBeNull()
  })
})

describe('the rounds that are shown', () => {
  it('puts rounds under way first, troubled ones before others, then the next to start', () => {
    const rounds = [
      round(['due'], { id: 'next', state: 'scheduled', startsAt: iso(start + 60 * minute) }),
      round(['on_time', 'due'], { id: 'fine' }),
      round(['missed', 'due'], { id: 'troubled' }),
      round(['on_time'], { id: 'over', state: 'complete' }),
    ]
    expect(roundsToShow(rounds, start, 9).map(({ id }) => id)).toEqual(['troubled', 'fine', 'next'])
  })
})

describe('whom to send', () => {
  it('names where each guard last proved to be, the latest first', () => {
    const walks = [
      round(['on_time', 'due'], { id: 'a', guard: 'chen' }),
      round(['on_time', 'on_time', 'due'], { id: 'b', guard: 'zhao' }),
      round(['due'], { id: 'c', guard: 'li' }),
      round(['on_time'], { id: 'd', guard: 'wu', state: 'complete' }),
    ]
    expect(sightings(walks).map(({ guard, checkpoint }) => [guard, checkpoint])).toEqual([
      ['zhao', 'cp-1'],
      ['chen', 'cp-0'],
    ])
  })
})
