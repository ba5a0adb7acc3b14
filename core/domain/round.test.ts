// A patrol as it goes right and wrong: windows, grace, order, late syncs, several rounds at once.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Round } from '../contracts/round.ts'
import { Route } from '../contracts/route.ts'
import { attribute } from './round-attribute.ts'
import { planRound } from './round-plan.ts'
import { expireVisits, nextDeadline, startRound, visit } from './round.ts'

const minute = 60_000
const start = Date.parse('2026-11-23T15:50:00.000Z') // 23:50 in Shanghai: the windows cross midnight
const at = (minutes: number) => start + minutes * minute

const routeOf = (over: object = {}) =>
  Route.parse({
    id: 'night-a',
    site: 'hq',
    name: '夜巡 A',
    graceMinutes: 5,
    stops: [
      { checkpoint: 'cp-1', from: 0, until: 10 },
      { checkpoint: 'cp-2', from: 10, until: 20 },
      { checkpoint: 'cp-3', from: 20, until: 30 },
    ],
    ...over,
  })
const plan = (over: object = {}, id = 'r-1', guard: string | null = 'chenhao', startsAt = start): Round =>
  planRound(routeOf(over), { id, startsAt, guard }).next
const states = (round: Round) => round.visits.map((each) => each.state)

let taps = 0
/** A tap read at one minute and, when not said otherwise, received at once. */
const tap = (read: number, received = read, by: string | null = 'chenhao') => ({
  id: `t-${++taps}`,
  at: at(read),
  receivedAt: at(received),
  by,
})
const visited = (round: Round, checkpoint: string, read: number, received = read) =>
  visit(round, tap(read, received), checkpoint).decision.next

describe('planning', () => {
  test('copies every limit as an instant', () => {
    const round = plan()
    expect(round).toMatchObject({ state: 'scheduled', order: 'ordered', guard: 'chenhao', version: 1, startedAt: null })
    expect(round.visits[1]).toMatchObject({
      from: '2026-11-23T16:00:00.000Z',
      until: '2026-11-23T16:10:00.000Z',
      deadline: '2026-11-23T16:15:00.000Z',
      state: 'due',
    })
    expect(round.endsAt).toBe('2026-11-23T16:25:00.000Z')
  })

  test('ends with the last deadline, wherever that stop stands on the route', () => {
    const stops = [
      { checkpoint: 'cp-1', from: 0, until: 60 },
      { checkpoint: 'cp-2', from: 0, until: 10 },
    ]
    expect(plan({ stops, order: 'any' }).endsAt).toBe(new Date(at(65)).toISOString())
  })

  test('is told with who planned it and when', () => {
    const facts = { id: 'r-1', startsAt: start, guard: null, at: at(-5), by: 'wanglei' }
    const [happening] = planRound(routeOf(), facts).happenings
    expect(happening).toMatchObject({
      type: 'round.planned',
      at: '2026-11-23T15:45:00.000Z',
      by: 'wanglei',
      site: 'hq',
    })
  })
})

describe('a visit', () => {
  test.each([
    ['before its window', 9, 'early'],
    ['as the window opens', 10, 'on_time'],
    ['as the window ends', 20, 'on_time'],
    ['just after the window', 20.001, 'late'],
    ['at the deadline', 25, 'late'],
  ])('read %s (minute %d) is %s', (_, read, state) => {
    const { decision, corrected } = visit(plan(), tap(read), 'cp-2')
    expect(decision.next.visits[1]).toMatchObject({ state, by: 'chenhao', at: new Date(at(read)).toISOString() })
    expect(corrected).toBe(false)
  })

  test('read after the deadline proves nothing', () => {
    const { decision, corrected } = visit(plan(), tap(25.001), 'cp-2')
    expect(states(decision.next)).toEqual(['due', 'due', 'due'])
    expect(decision.happenings).toEqual([])
    expect(corrected).toBe(false)
  })

  test('a grace of 0 means 0', () => {
    const round = plan({ graceMinutes: 0 })
    expect(visited(round, 'cp-2', 20).visits[1]?.state).toBe('on_time')
    expect(visited(round, 'cp-2', 20.001).visits[1]?.state).toBe('due')
    expect(expireVisits(round, at(10) + 1).missed.map((miss) => miss.checkpoint)).toEqual(['cp-1'])
    expect(expireVisits(round, at(10)).missed).toEqual([])
  })

  test('a clock that runs ahead proves no later time than the receipt', () => {
    const round = visited(plan(), 'cp-1', 9, 5)
    expect(round.visits[0]).toMatchObject({ state: 'on_time', at: new Date(at(5)).toISOString() })
  })

  test('the first tap gets the round under way and says so', () => {
    const { decision } = visit(plan(), tap(2), 'cp-1')
    expect(decision.next).toMatchObject({ state: 'under_way', startedAt: new Date(at(2)).toISOString(), version: 2 })
    expect(decision.happenings.map((each) => each.type)).toEqual(['round.started', 'round.visited'])
    expect(decision.happenings.every((each) => each.data === decision.next && each.by === 'chenhao')).toBe(true)
  })

  test('the same tap again, and a second read, change nothing', () => {
    const first = tap(5)
    const round = visit(plan(), first, 'cp-1').decision.next
    expect(visit(round, first, 'cp-1').decision).toEqual({ next: round, happenings: [] })
    expect(visit(round, tap(6), 'cp-1').decision.next).toBe(round)
  })

  test('a tap in the window betters an early one, and not the reverse', () => {
    const early = visited(plan(), 'cp-2', 5)
    expect(visited(early, 'cp-2', 12).visits[1]?.state).toBe('on_time')
    const onTime = visited(plan(), 'cp-2', 12)
    expect(visited(onTime, 'cp-2', 5, 13)).toBe(onTime)
  })

  test('of a place that is not on the route changes nothing', () => {
    const round = plan()
    expect(visit(round, tap(1), 'cp-9').decision.next).toBe(round)
  })
})

describe('a place that stands twice on a route', () => {
  const stops = [
    { checkpoint: 'gate', from: 0, until: 10 },
    { checkpoint: 'cp-2', from: 10, until: 20 },
    { checkpoint: 'gate', from: 60, until: 70 },
  ]

  test('is visited in the nearer window, and a double read does not fill the other', () => {
    const once = visited(plan({ stops }), 'gate', 3)
    expect(states(once)).toEqual(['on_time', 'due', 'due'])
    expect(states(visited(once, 'gate', 3.1))).toEqual(['on_time', 'due', 'due'])
    expect(states(visited(once, 'gate', 61))).toEqual(['on_time', 'due', 'on_time'])
  })

  test('with equal windows is done by two visits, and not by one read twice', () => {
    const same = { checkpoint: 'gate', from: 0, until: 60 }
    const once = visited(plan({ stops: [same, same], order: 'any' }), 'gate', 3)
    expect(states(visited(once, 'gate', 3.5))).toEqual(['on_time', 'due'])
    expect(states(visited(once, 'gate', 30))).toEqual(['on_time', 'on_time'])
  })
})

describe('order', () => {
  const order = (round: Round) => round.visits.map((each) => each.outOfOrder)

  test('a stop visited after a later one is out of order, the later one is not', () => {
    const round = visited(visited(plan(), 'cp-2', 12), 'cp-1', 13)
    expect(order(round)).toEqual([true, false, false])
  })

  test('an offline queue that arrives backwards is in order all the same', () => {
    let round = plan()
    for (const [checkpoint, read] of [
      ['cp-3', 25],
      ['cp-2', 15],
      ['cp-1', 5],
    ] as const)
      round = visited(round, checkpoint, read, 34)
    expect(order(round)).toEqual([false, false, false])
  })

  test('on a route in any order nothing is out of order', () => {
    const round = visited(visited(plan({ order: 'any' }), 'cp-2', 12), 'cp-1', 13)
    expect(order(round)).toEqual([false, false, false])
  })
})

describe('deadlines', () => {
  test('are told one after the other, first the start', () => {
    let round = plan()
    expect(nextDeadline(round)).toBe(start)
    round = startRound(round, start).next
    expect(nextDeadline(round)).toBe(at(15) + 1)
    round = visited(round, 'cp-1', 5)
    expect(nextDeadline(round)).toBe(at(25) + 1)
    round = expireVisits(round, nextDeadline(round) ?? 0).decision.next
    expect(states(round)).toEqual(['on_time', 'missed', 'due'])
    round = expireVisits(round, nextDeadline(round) ?? 0).decision.next
    expect(round.state).toBe('incomplete')
    expect(nextDeadline(round)).toBeNull()
  })

  test('a deadline that has come is always used up, so nobody is called for ever', () => {
    const graces = fc.integer({ min: 0, max: 20 })
    fc.assert(
      fc.property(
        graces,
        fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 8 }),
        (grace, untils) => {
          const stops = untils.map((until, n) => ({ checkpoint: `cp-${n}`, from: 0, until }))
          let round = startRound(plan({ graceMinutes: grace, stops }), start).next
          for (let calls = 0, due = nextDeadline(round); due !== null; calls++, due = nextDeadline(round)) {
            expect(calls).toBeLessThan(untils.length)
            const { decision, missed } = expireVisits(round, due)
            expect(missed.length).toBeGreaterThan(0)
            round = decision.next
          }
          expect(round.state).toBe('incomplete')
        },
      ),
    )
  })

  test('a start that was slept through misses what is overdue and tells each once', () => {
    const { decision, missed } = expireVisits(plan(), at(30))
    expect(missed.map((miss) => miss.checkpoint)).toEqual(['cp-1', 'cp-2'])
    expect(decision.happenings.map((each) => each.type)).toEqual(['round.missed'])
    expect(expireVisits(decision.next, at(30))).toEqual({
      decision: { next: decision.next, happenings: [] },
      missed: [],
    })
  })

  test('starting again changes nothing', () => {
    const round = startRound(plan(), start).next
    expect(startRound(round, at(1))).toEqual({ next: round, happenings: [] })
  })
})

describe('a deadline that passed while nobody listened', () => {
  test('is missed, and says whose fault it is not; a late sync still proves the visit', () => {
    const { decision, missed } = expireVisits(plan(), at(18), at(16))
    expect(missed.map(({ checkpoint, unwatched }) => [checkpoint, unwatched])).toEqual([['cp-1', true]])
    const later = expireVisits(decision.next, at(40), at(16))
    expect(later.missed.map(({ unwatched }) => unwatched)).not.toContain(true)
    const synced = visited(decision.next, 'cp-1', 5, 20)
    expect(synced.visits[0]).toMatchObject({ state: 'late_synced', unwatched: true })
  })
})

describe('the end of a round', () => {
  test('is complete with the last visit, even when some were late', () => {
    const round = visited(visited(plan(), 'cp-1', 14), 'cp-2', 15)
    const { decision } = visit(round, tap(25), 'cp-3')
    expect(decision.next).toMatchObject({ state: 'complete', finishedAt: new Date(at(25)).toISOString() })
    expect(decision.happenings.map((each) => each.type)).toEqual(['round.visited', 'round.completed'])
  })

  test('is incomplete once nothing is due any more and something was missed', () => {
    const missed = expireVisits(startRound(plan(), start).next, at(16)).decision.next
    const round = visited(visited(missed, 'cp-2', 18), 'cp-3', 22)
    expect(round).toMatchObject({ state: 'incomplete', finishedAt: new Date(at(22)).toISOString() })
  })
})

describe('a late sync', () => {
  const incomplete = () => expireVisits(visited(visited(plan(), 'cp-1', 5), 'cp-3', 25), at(40)).decision.next

  test('of a tap read in time takes the miss back and says so', () => {
    const { decision, corrected } = visit(incomplete(), tap(15, 120), 'cp-2')
    expect(corrected).toBe(true)
    expect(decision.next.visits[1]).toMatchObject({ state: 'late_synced', outOfOrder: false })
    expect(decision.next).toMatchObject({ state: 'complete', finishedAt: new Date(at(25)).toISOString() })
    expect(decision.happenings.map((each) => each.type)).toEqual(['round.corrected', 'round.completed'])
    expect(decision.happenings[0]?.at).toBe(new Date(at(120)).toISOString())
  })

  test('of a second read takes nothing from a visit that was seen live', () => {
    const live = visited(plan(), 'cp-2', 15)
    for (const read of [12, 15.5, 18]) expect(visited(live, 'cp-2', read, 120)).toBe(live)
    const early = visited(plan(), 'cp-2', 5)
    expect(visited(early, 'cp-2', 15, 120)).toBe(early)
  })

  test('of a tap read after the deadline leaves the miss', () => {
    const round = incomplete()
    expect(visit(round, tap(26, 120), 'cp-2')).toEqual({ decision: { next: round, happenings: [] }, corrected: false })
  })

  test('is a late sync also when the miss had not been called yet, without a correction', () => {
    const { decision, corrected } = visit(plan(), tap(15, 26), 'cp-2')
    expect(decision.next.visits[1]?.state).toBe('late_synced')
    expect(corrected).toBe(false)
  })

  test('ends the same whether the miss was called before or after it', () => {
    const read = fc.integer({ min: -20, max: 40 })
    const wait = fc.integer({ min: 0, max: 60 })
    fc.assert(
      fc.property(read, wait, fc.constantFrom('cp-1', 'cp-2', 'cp-3'), (read, wait, checkpoint) => {
        const one = tap(read, read + wait)
        const round = startRound(plan(), start).next
        const expiredFirst = visit(expireVisits(round, one.receivedAt).decision.next, one, checkpoint).decision.next
        const tappedFirst = expireVisits(visit(round, one, checkpoint).decision.next, one.receivedAt).decision.next
        expect(states(tappedFirst)).toEqual(states(expiredFirst))
      }),
    )
  })
})

describe('whose tap it is, with several rounds at once', () => {
  const first = plan({}, 'r-1', 'chenhao')
  const later = plan({}, 'r-2', 'zhaomin', at(30))
  const beside = plan({ id: 'night-b' }, 'r-3', 'zhaomin')

  test('the nearest window', () => {
    expect(attribute([later, first], tap(5), 'cp-1')?.id).toBe('r-1')
    expect(attribute([first, later], tap(32), 'cp-1')?.id).toBe('r-2')
  })

  test('before a start: the guard’s round under way while it can use the tap, then the nearer window', () => {
    const next = plan({}, 'r-2', 'chenhao', at(30))
    const short = plan({ stops: [{ checkpoint: 'cp-1', from: 25, until: 35 }] }, 'r-1')
    expect(attribute([next, short], tap(29), 'cp-1')?.id).toBe('r-1')
    expect(attribute([next, visited(short, 'cp-1', 26)], tap(29), 'cp-1')?.id).toBe('r-1')
    expect(attribute([next, first], tap(20), 'cp-1')?.id).toBe('r-1')
    expect(attribute([next, first], tap(29), 'cp-1')?.id).toBe('r-2')
  })

  test('the own round that is late before a stranger’s that has not begun, and the reverse', () => {
    expect(attribute([first, later], tap(29), 'cp-1')?.id).toBe('r-1')
    expect(attribute([first, later], tap(29, 29, 'zhaomin'), 'cp-1')?.id).toBe('r-2')
    expect(attribute([first, later], tap(5, 5, 'zhaomin'), 'cp-1')?.id).toBe('r-1')
  })

  test('of equally near ones the guard’s own, however they are listed', () => {
    expect(attribute([first, beside], tap(5, 5, 'zhaomin'), 'cp-1')?.id).toBe('r-3')
    expect(attribute([beside, first], tap(5, 5, 'chenhao'), 'cp-1')?.id).toBe('r-1')
  })

  test('of strangers the one in which the place is still to be visited', () => {
    const done = visited(first, 'cp-1', 3)
    expect(attribute([done, beside], tap(8, 8, null), 'cp-1')?.id).toBe('r-3')
  })

  test('a double read stays with its round and does not start the next one', () => {
    const done = visited(first, 'cp-1', 14.9)
    expect(attribute([later, done], tap(15.4), 'cp-1')?.id).toBe('r-1')
    expect(attribute([later, done], tap(20, 20, 'zhaomin'), 'cp-1')?.id).toBe('r-2')
  })

  test('the very same tap belongs where it was counted', () => {
    const once = tap(5)
    const done = visit(beside, once, 'cp-1').decision.next
    expect(attribute([first, done], once, 'cp-1')?.id).toBe('r-3')
  })

  test('no round takes a tap long before its start, after its end, or of another place', () => {
    expect(attribute([first], tap(-31), 'cp-1')).toBeNull()
    expect(attribute([first], tap(-29), 'cp-1')?.id).toBe('r-1')
    expect(attribute([first], tap(36), 'cp-1')).toBeNull()
    expect(attribute([first], tap(5), 'cp-9')).toBeNull()
    expect(attribute([], tap(5), 'cp-1')).toBeNull()
  })

  test('a closed round still gets its late sync', () => {
    const closed = expireVisits(startRound(first, start).next, at(60)).decision.next
    expect(attribute([closed, later], tap(5, 90), 'cp-1')?.id).toBe('r-1')
  })
})
