import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pauseClock, restartClock, startClock, stopClock } from './ticket-clock.ts'
import { countedMs, figureOf, seesFiguresOf, statsKeys, timesBy, timesOf, waitedMs } from './ticket-stats.ts'

const minute = 60_000
const start = Date.UTC(2026, 10, 23, 6)
const turn = (after: number) => ({ at: start + after * minute, by: 'x' })
const running = startClock('30m', 0.8, turn(0))
/** Two clocks that stopped after so many minutes; null still runs. */
const ticket = (response: number | null, resolution: number | null, more: object = {}) => ({
  clocks: {
    response: response === null ? running : stopClock(running, turn(response)),
    resolution: resolution === null ? running : stopClock(running, turn(resolution)),
  },
  ...{ bounces: 0, finishedBy: null, assignee: null, finishedVendor: null, vendor: null, device: null },
  ...more,
})

describe('the time of a clock', () => {
  test('counts without its pauses; the caller waited for all of it', () => {
    const paused = restartClock(pauseClock(running, turn(10)), turn(70))
    const stopped = stopClock(paused, turn(75))
    expect([countedMs(stopped), waitedMs(stopped)]).toEqual([15 * minute, 75 * minute])
  })
  test('that has not stopped is none', () => {
    expect([countedMs(running), waitedMs(running)]).toEqual([null, null])
    const paused = pauseClock(running, turn(10))
    expect([countedMs(paused), waitedMs(paused)]).toEqual([null, null])
  })
})

describe('a figure', () => {
  test.each([
    [[], { count: 0, median: null, p90: null, kept: null }],
    [[7], { count: 1, median: 7, p90: 7, kept: 1 }],
    [[4, 1, 3, 2], { count: 4, median: 2.5, p90: 4, kept: 1 }],
    [[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], { count: 10, median: 5.5, p90: 9, kept: 1 }],
  ])('of %j', (times, figure) => {
    expect(figureOf(times, times.length)).toEqual(figure)
  })
  test('lies between the least and the most, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), (times) => {
        const { median, p90 } = figureOf(times, 0)
        expect(median!).toBeGreaterThanOrEqual(Math.min(...times))
        expect(p90!).toBeGreaterThanOrEqual(median!)
        expect(times).toContain(p90)
        expect(times.filter((time) => time <= p90!).length).toBeGreaterThanOrEqual(times.length * 0.9)
        expect(figureOf(times.toReversed(), 0)).toEqual(figureOf(times, 0))
      }),
    )
  })
})

describe('the figures of tickets', () => {
  test('leave out what has not stopped, and tell what was in time', () => {
    const { response, resolution, bounces } = timesOf([
      ticket(10, 20),
      ticket(40, null, { bounces: 2 }),
      ticket(null, null),
    ])
    expect(response).toEqual({ count: 2, median: 25 * minute, p90: 40 * minute, kept: 0.5 })
    expect(resolution).toMatchObject({ count: 1, median: 20 * minute, kept: 1 })
    expect(bounces).toBe(2)
  })
  test('belong to who did the work, before who was sent', () => {
    const done = ticket(1, 2, { assignee: 'wang', finishedBy: 'zhao', device: 'p-1' })
    const sent = ticket(1, null, { assignee: 'wang', vendor: 'lift-co' })
    const ids = (key: keyof typeof statsKeys) => timesBy([done, sent, sent], statsKeys[key]).map(({ id }) => id)
    expect([ids('people'), ids('devices'), ids('vendors')]).toEqual([['wang', 'zhao'], ['p-1'], ['lift-co']])
  })
  test('of a person are seen by the desk and by that person', () => {
    const sees = (name: string, role: 'technician' | 'operator') => seesFiguresOf({ name, role }, 'wang')
    expect([sees('wang', 'technician'), sees('zhao', 'technician'), sees('desk', 'operator')]).toEqual([
      true,
      false,
      true,
    ])
  })
})
