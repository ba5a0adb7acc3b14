// What was known of a round when: a late sync is a miss until it arrives.
import { describe, expect, it } from 'vitest'
import { iso } from '#core/contracts/instant.ts'
import { Round } from '#core/contracts/round.ts'
import { boundsDrawing } from './bounds.ts'
import { knownAt, legsOf, momentsOf, replaySpan, roundAt } from './replay.ts'

const start = Date.UTC(2026, 10, 23, 18)
const minute = 60_000
const visit = (n: number, more: object) => ({
  checkpoint: `cp-${n}`,
  from: iso(start + n * 10 * minute),
  until: iso(start + (n + 1) * 10 * minute),
  deadline: iso(start + ((n + 1) * 10 + 2) * minute),
  outOfOrder: false,
  by: 'chen',
  ...more,
})
const round = Round.parse({
  id: 'r',
  route: 'r',
  name: 'r',
  site: 's',
  guard: 'chen',
  state: 'complete',
  order: 'ordered',
  startsAt: iso(start),
  startedAt: iso(start),
  endsAt: iso(start + 32 * minute),
  finishedAt: iso(start + 50 * minute),
  pauses: [{ from: iso(start + 3 * minute), until: iso(start + 4 * minute), incident: null, by: null }],
  visits: [
    visit(0, { state: 'on_time', at: iso(start + 5 * minute), tap: 'a' }),
    visit(1, { state: 'late_synced', at: iso(start + 13 * minute), tap: 'b', leg: { min: 10, max: 15 } }),
    visit(2, { state: 'on_time', at: iso(start + 29 * minute), tap: 'c', leg: { min: 1, max: 15 } }),
  ],
  version: 1,
})
const received: Record<string, number> = { a: 5, b: 40, c: 29 }
const tapOf = (id: string | null) =>
  id === null ? undefined : { at: '', receivedAt: iso(start + (received[id] ?? 0) * minute) }
const statesAt = (minutes: number) => roundAt(round, tapOf, start + minutes * minute).visits.map(({ state }) => state)

describe('a round in its past', () => {
  it('knows a tap from when it was received, and a miss from its deadline until the sync', () => {
    expect(statesAt(4)).toEqual(['due', 'due', 'due'])
    expect(statesAt(5)).toEqual(['on_time', 'due', 'due'])
    expect(statesAt(23)).toEqual(['on_time', 'missed', 'due'])
    expect(statesAt(30)).toEqual(['on_time', 'missed', 'on_time'])
    expect(statesAt(40)).toEqual(['on_time', 'late_synced', 'on_time'])
  })
  it('was incomplete before the sync and complete after it', () => {
    const states = [-1, 10, 30, 40].map((at) => roundAt(round, tapOf, start + at * minute).state)
    expect(states).toEqual(['scheduled', 'under_way', 'incomplete', 'complete'])
  })
  it('has an open pause while it lasts', () => {
    expect(roundAt(round, tapOf, start + 3.5 * minute).pauses[0]?.until).toBeNull()
    expect(roundAt(round, tapOf, start + 2 * minute).pauses).toEqual([])
  })
  it('tells in order what became known', () => {
    const told = momentsOf(round, tapOf).map(({ at, what }) => [(at - start) / minute, what])
    expect(told).toEqual([
      [3, 'paused'],
      [4, 'resumed'],
      [5, 'tap'],
      [22, 'missed'],
      [29, 'tap'],
      [40, 'sync'],
    ])
  })
  it('covers all that became known, and nothing of the future', () => {
    expect(replaySpan(round, tapOf, start + 99 * minute)).toEqual({ from: start, to: start + 40 * minute })
    expect(replaySpan(round, tapOf, start + 20 * minute).to).toBe(start + 20 * minute)
  })
  it('takes the time of reading where the tap may not be seen', () => {
    expect(knownAt(round.visits[1]!, () => undefined)).toBe(start + 13 * minute)
  })
})

describe('legs', () => {
  it('says how long each took, beside its limits', () => {
    expect(legsOf(round).map(({ minutes, is }) => [minutes, is])).toEqual([
      [8, 'short'],
      [16, 'long'],
    ])
  })
})

describe('bounds of a tap', () => {
  it('stand at the ends, with the tap between them', () => {
    expect(boundsDrawing(50, 0, 100)).toEqual({ from: 12, to: 188, at: 100, isOutside: false })
  })
  it('leave air where nothing bounds, and see a tap outside', () => {
    expect(boundsDrawing(120, 0, 100)).toMatchObject({ from: 12, isOutside: true })
    expect(boundsDrawing(50, 0, null)).toMatchObject({ from: 12, to: 188, isOutside: false })
  })
})
