// The parts of a round beside its windows: random order, legs and stays, control points, pauses, two roles, lost contact.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { iso } from '../contracts/instant.ts'
import { isRefusal } from '../contracts/refusal.ts'
import type { Round } from '../contracts/round.ts'
import { Route } from '../contracts/route.ts'
import { attribute } from './round-attribute.ts'
import { loseContact, noteContact } from './round-lost.ts'
import { drawOrder } from './round-order.ts'
import { endLongPause, mayPause, pauseRound, resumeRound } from './round-pause.ts'
import { planRound, replanRound, type PlanPoint } from './round-plan.ts'
import type { RoundTap } from './round-visit.ts'
import { expireVisits, noteChecks, noteGrade, startRound, visit } from './round.ts'

const minute = 60_000
const start = Date.parse('2026-11-23T15:50:00.000Z')
const at = (minutes: number) => start + minutes * minute
const time = (minutes: number) => iso(at(minutes))

const three = [1, 2, 3].map((n) => ({ checkpoint: `cp-${n}`, from: (n - 1) * 10, until: n * 10 }))
const plan = (over: object = {}, points: [string, PlanPoint][] = []): Round => {
  const route = Route.parse({ id: 'night', site: 'hq', name: '夜巡', graceMinutes: 5, stops: three, ...over })
  return planRound(route, { id: 'r-1', startsAt: start, guard: 'chen', points: new Map(points) }).next
}
const withLeg = (leg: object, order = 'ordered') => plan({ order, stops: three.map((stop) => ({ ...stop, leg })) })

let taps = 0
const tap = (read: number, more: Partial<Omit<RoundTap, 'receivedAt'>> & { received?: number } = {}): RoundTap => {
  const { received = read, ...rest } = more
  return { id: `t-${++taps}`, at: at(read), receivedAt: at(received), by: 'chen', ...rest }
}
const walked = (round: Round, checkpoint: string, read: number, more = {}) =>
  visit(round, tap(read, more), checkpoint).decision.next
const flags = (round: Round) => round.visits.map((each) => each.flags.join())
const told = (decision: { happenings: { type: string }[] }) => decision.happenings.map(({ type }) => type)
const paused = (round: Round, minutes: number, incident: string | null = 'i-1'): Round => {
  const decided = pauseRound(round, { at: at(minutes), incident, by: 'wang' })
  if (isRefusal(decided)) throw new Error(decided.refused)
  return decided.next
}
const resumed = (round: Round, minutes: number) => resumeRound(round, { at: at(minutes), by: null }).next

describe('a random order', () => {
  test('is the same for the same seed, for whoever draws it', () => {
    expect(drawOrder('r-1', 8)).toEqual(drawOrder('r-1', 8))
    // Written out, so that an order that was drawn years ago is drawn again
    expect(drawOrder('r-1', 8)).toEqual([0, 1, 3, 5, 6, 4, 7, 2])
  })

  test('has every place once, and gives each place every stop sooner or later', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 60 }), (seed, count) => {
        expect(drawOrder(seed, count).toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, n) => n))
      }),
    )
    const counts = Array.from({ length: 4 }, () => [0, 0, 0, 0])
    for (let seed = 0; seed < 4000; seed++)
      drawOrder(`round-${seed}`, 4).forEach((stop, place) => counts[place]![stop]!++)
    for (const count of counts.flat()) expect(Math.abs(count - 1000)).toBeLessThan(120)
  })

  test('moves stops and what they ask for; minutes and legs stay with the place', () => {
    const stops = Array.from({ length: 6 }, (_, n) => ({
      ...{ checkpoint: `cp-${n}`, from: n * 10, until: n * 10 + 10, dwellSeconds: n, leg: { min: n, max: 20 } },
    }))
    const round = plan({ order: 'random', stops })
    const order = drawOrder(round.seed!, 6)
    expect(round.visits.map((each) => each.checkpoint)).toEqual(order.map((n) => `cp-${n}`))
    expect(round.visits.map((each) => each.dwellSeconds)).toEqual(order)
    expect(round.visits.map((each) => each.leg?.min)).toEqual([0, 1, 2, 3, 4, 5])
    expect(round.visits.map((each) => each.from)).toEqual(stops.map(({ from }) => time(from)))
    expect(plan().seed).toBeNull()
  })

  test('is walked in the order that was drawn', () => {
    const round = plan({ order: 'random' })
    const [first, second] = round.visits.map((each) => each.checkpoint)
    const wrong = walked(walked(round, second!, 1), first!, 2)
    expect(wrong.visits.map((each) => each.outOfOrder)).toEqual([true, false, false])
  })
})

describe('a plan', () => {
  const changed = plan({ stops: three.slice(0, 2), guard: 'zhao' })

  test('follows its route until it begins', () => {
    const { next, happenings } = replanRound(plan(), changed, at(-60))
    expect([next.visits.length, next.version, told({ happenings })]).toEqual([2, 2, ['round.planned']])
    expect(replanRound(next, changed, at(-50))).toEqual({ next, happenings: [] })
  })

  test('stays as it was once it has begun or stands still', () => {
    for (const round of [walked(plan(), 'cp-1', -2), startRound(plan(), start).next, paused(plan(), -5)])
      expect(replanRound(round, changed, at(-1))).toEqual({ next: round, happenings: [] })
  })
})

test('answers that come after their tap are shown at its stop, and at no other', () => {
  const round = visit(plan(), { ...tap(3), id: 't-x' }, 'cp-1').decision.next
  const checks = [{ id: 'hose', ok: false }]
  const { next, happenings } = noteChecks(round, { id: 't-x', checks, by: 'chen' }, at(4))
  expect([next.visits.map((each) => each.checks.length), told({ happenings })]).toEqual([[1, 0, 0], ['round.checked']])
  expect(noteChecks(round, { id: 't-y', checks, by: 'chen' }, at(4)).next).toBe(round)
})

test('a tap that is graded anew takes its stop along, and no other', () => {
  const one = visit(plan(), { ...tap(3), id: 't-x', grade: 'C' }, 'cp-1').decision.next
  const two = visit(one, { ...tap(9), id: 't-y', grade: 'C' }, 'cp-2').decision.next
  const { next, happenings } = noteGrade(two, { id: 't-x', grade: 'B' }, at(12))
  expect(next.visits.map(({ grade }) => grade)).toEqual(['B', 'C', null])
  expect([told({ happenings }), next.version]).toEqual([['round.regraded'], two.version + 1])
  expect(noteGrade(next, { id: 't-x', grade: 'B' }, at(13)).next).toBe(next)
})

describe('legs', () => {
  test('shorter or longer than the route allows are flagged, at their very limits not', () => {
    const round = withLeg({ min: 4, max: 12 })
    expect(flags(walked(walked(round, 'cp-1', 9), 'cp-2', 12))).toEqual(['', 'leg_short', ''])
    expect(flags(walked(walked(round, 'cp-1', 9), 'cp-2', 13))).toEqual(['', '', ''])
    expect(flags(walked(walked(round, 'cp-1', 1), 'cp-2', 13))).toEqual(['', '', ''])
    expect(flags(walked(walked(round, 'cp-1', 1), 'cp-2', 13.1))).toEqual(['', 'leg_long', ''])
  })

  test('are known only between stops that were tapped one after the other', () => {
    const skipped = walked(walked(withLeg({ min: 4, max: 12 }), 'cp-1', 9), 'cp-3', 10)
    expect(flags(skipped)).toEqual(['', '', ''])
    // What is synced later says how long the legs were
    expect(flags(walked(skipped, 'cp-2', 9.5, { received: 60 }))).toEqual(['', 'leg_short', 'leg_short'])
  })

  test('in any order run from the tap before', () => {
    const round = withLeg({ min: 4, max: null }, 'any')
    expect(flags(walked(walked(round, 'cp-3', 1), 'cp-1', 3))).toEqual(['leg_short', '', ''])
  })

  test('do not count a pause', () => {
    const round = resumed(paused(walked(withLeg({ min: 4, max: 12 }), 'cp-1', 9), 10), 30)
    expect(flags(walked(round, 'cp-2', 32))).toEqual(['', 'leg_short', ''])
    expect(flags(walked(round, 'cp-2', 40))).toEqual(['', '', ''])
  })
})

describe('a stay', () => {
  const round = plan({ stops: three.map((stop) => ({ ...stop, dwellSeconds: 180 })) })

  test('is too short when the own next tap came sooner', () => {
    expect(flags(walked(walked(round, 'cp-1', 9), 'cp-2', 11.9))).toEqual(['dwell_short', '', ''])
    expect(flags(walked(walked(round, 'cp-1', 9), 'cp-2', 12))).toEqual(['', '', ''])
    expect(flags(walked(walked(round, 'cp-1', 9), 'cp-2', 10, { by: 'zhao' }))).toEqual(['', '', ''])
  })

  test('is proven by a second tap, told once', () => {
    const there = walked(round, 'cp-1', 5)
    expect(walked(there, 'cp-1', 7.9).visits[0]?.leftAt).toBeNull()
    const { decision } = visit(there, tap(8), 'cp-1')
    expect([decision.next.visits[0]?.leftAt, told(decision)]).toEqual([time(8), ['round.stayed']])
    expect(walked(decision.next, 'cp-1', 12)).toBe(decision.next)
    expect(walked(there, 'cp-1', 8, { by: 'zhao' })).toBe(there)
    expect(walked(there, 'cp-1', 40)).toBe(there)
  })
})

describe('control points', () => {
  const round = plan({ startPoint: 'post', endPoint: 'post' })

  test('are tapped before the first stop and after one; they miss nothing', () => {
    const { decision } = visit(round, tap(-5), 'post')
    expect(told(decision)).toEqual(['round.started', 'round.control'])
    expect(decision.next.startPoint).toMatchObject({ at: time(-5) })
    const back = walked(walked(decision.next, 'cp-1', 3), 'post', 32)
    expect(back.endPoint).toMatchObject({ at: time(32) })
    expect(back.startPoint).toMatchObject({ at: time(-5) })
    expect(walked(back, 'post', 40)).toBe(back)
    expect(walked(walked(back, 'cp-3', 33), 'post', 40).endPoint).toMatchObject({ at: time(40) })
  })

  test('one tap ends the round before or starts the next one: the nearer of the two', () => {
    const next = planRound(Route.parse({ id: 'next', site: 'hq', name: '下一班', stops: three, startPoint: 'post' }), {
      id: 'r-2',
      startsAt: at(60),
      guard: 'chen',
    }).next
    const begun = walked(round, 'cp-1', 3)
    expect(attribute([next, begun], tap(36), 'post')?.id).toBe('r-1')
    expect(attribute([next, begun], tap(58), 'post')?.id).toBe('r-2')
    expect(attribute([next, walked(begun, 'post', 36)], tap(45), 'post')?.id).toBe('r-2')
  })

  test('take no tap of another round’s time', () => {
    expect(walked(round, 'post', -31)).toBe(round)
    const done = ['cp-1', 'cp-2', 'cp-3'].reduce((each, point, n) => walked(each, point, n * 10 + 5), round)
    expect(walked(done, 'post', 66)).toBe(done)
    expect(walked(done, 'post', 65).endPoint?.at).toBe(time(65))
    expect(attribute([done], tap(64), 'post')?.id).toBe('r-1')
  })

  test('a stop may be the start point too: one tap is both', () => {
    const both = walked(plan({ startPoint: 'cp-1' }), 'cp-1', 2)
    expect([both.startPoint?.at, both.visits[0]?.state]).toEqual([time(2), 'on_time'])
  })

  test('the way from the start point is the first leg', () => {
    const stops = three.map((stop) => ({ ...stop, leg: { min: 0, max: 3 } }))
    const begun = walked(plan({ startPoint: 'post', stops }), 'post', 0)
    expect(flags(walked(begun, 'cp-1', 4))).toEqual(['leg_long', '', ''])
  })
})

describe('a pause', () => {
  test('moves what lies after its start by as long as it lasted, and nothing before it', () => {
    const round = resumed(paused(walked(plan(), 'cp-1', 5), 12), 32)
    const [first, second, third] = round.visits
    expect(first).toMatchObject({ from: time(0), until: time(10), deadline: time(15) })
    expect(second).toMatchObject({ from: time(10), until: time(40), deadline: time(45) })
    expect(third).toMatchObject({ from: time(40), until: time(50), deadline: time(55) })
    expect(round).toMatchObject({ endsAt: time(55), pauses: [{ from: time(12), until: time(32), incident: 'i-1' }] })
  })

  test('misses nothing that came due while it lasts, and still what came due before it', () => {
    const round = paused(plan(), 16)
    expect(expireVisits(round, at(200)).missed.map(({ checkpoint }) => checkpoint)).toEqual(['cp-1'])
    expect(expireVisits(resumed(round, 30), at(40)).missed.map(({ checkpoint }) => checkpoint)).toEqual([
      'cp-1',
      'cp-2',
    ])
  })

  test('lets a tap of before it, synced after it, count as it was read', () => {
    const round = resumed(paused(plan(), 12), 32)
    expect(walked(round, 'cp-2', 11, { received: 34 }).visits[1]?.state).toBe('on_time')
    expect(walked(round, 'cp-3', 38, { received: 38 }).visits[2]?.state).toBe('early')
  })

  test('takes a tap in its course, and ends with it unless an incident holds it', () => {
    const held = visit(paused(plan(), 12), tap(40), 'cp-2').decision
    expect([held.next.visits[1]?.state, held.next.pauses[0]?.until]).toEqual(['on_time', null])
    const own = visit(paused(plan(), 12, null), tap(40), 'cp-2').decision
    expect([own.next.visits[1]?.state, own.next.pauses[0]?.until]).toEqual(['on_time', time(40)])
    expect(told(own)).toContain('round.resumed')
    expect(own.next.visits[2]?.deadline).toBe(time(35 + 28))
  })

  test('is of an open round, once; asked again nothing changes', () => {
    const round = paused(plan(), 12)
    expect(pauseRound(round, { at: at(20), incident: null, by: null })).toEqual({ next: round, happenings: [] })
    expect(resumeRound(plan(), { at: at(20), by: null }).happenings).toEqual([])
    const over = expireVisits(plan(), at(99)).decision.next
    expect(pauseRound(over, { at: at(100), incident: null, by: null })).toMatchObject({ refused: 'round_finished' })
  })

  test('that nobody ends is over after two hours', () => {
    const round = paused(plan(), 12)
    expect(endLongPause(round, at(131)).happenings).toEqual([])
    expect(endLongPause(round, at(140)).next.pauses[0]?.until).toBe(time(132))
  })

  test('is the guard’s own affair, and the desk’s', () => {
    const who = (name: string, role: 'guard' | 'operator', type: 'user' | 'token' = 'user') => ({ name, role, type })
    expect(mayPause(plan(), who('chen', 'guard'))).toBe(true)
    expect(mayPause(plan(), who('zhao', 'guard'))).toBe(false)
    expect(mayPause(plan(), who('chen', 'guard', 'token'))).toBe(false)
    expect(mayPause(plan(), who('wang', 'operator'))).toBe(true)
  })
})

describe('a checkpoint of two roles', () => {
  const round = plan({}, [['cp-2', { twoRoles: true, sensor: null }]])
  const guard = { role: 'guard' as const }
  const technician = { role: 'technician' as const, by: 'li' }

  test('is done by both within ten minutes, at the moment of the later one', () => {
    const half = visit(round, tap(11, guard), 'cp-2').decision
    expect([half.next.visits[1]?.state, told(half)]).toEqual(['due', ['round.started', 'round.half_visited']])
    const both = walked(half.next, 'cp-2', 21, technician).visits[1]
    expect(both).toMatchObject({ state: 'late', at: time(21), by: 'chen', roles: { technician: { by: 'li' } } })
  })

  test('is not done by one alone, by two guards, by a third person, or ten minutes apart', () => {
    const twice = walked(walked(round, 'cp-2', 11, guard), 'cp-2', 12, { ...guard, by: 'zhao' })
    expect(twice.visits[1]?.state).toBe('due')
    expect(walked(twice, 'cp-2', 13, { role: null, by: 'wang' })).toBe(twice)
    expect(walked(twice, 'cp-2', 22.1, technician).visits[1]).toMatchObject({
      state: 'due',
      roles: { guard: { by: 'zhao' } },
    })
    expect(expireVisits(twice, at(26)).missed.map(({ checkpoint }) => checkpoint)).toContain('cp-2')
  })

  test('finds its pair among taps that arrive in any order', () => {
    const twice = walked(walked(round, 'cp-2', 11, guard), 'cp-2', 24.9, guard)
    const close = walked(twice, 'cp-2', 15, guard)
    expect(walked(close, 'cp-2', 14, technician).visits[1]).toMatchObject({
      at: time(14),
      roles: { guard: { at: time(11) } },
    })
    expect(walked(round, 'cp-2', 25.1, guard)).toBe(round)
    const synced = walked(twice, 'cp-2', 14, { ...technician, received: 60 })
    expect(synced.visits[1]).toMatchObject({ state: 'late_synced', at: time(14), roles: { guard: { at: time(11) } } })
  })
})

describe('a sensor in the place of a tag', () => {
  const sensor = { device: 'door-1', sign: { event: 'opened' }, use: 'visit' as const }
  const round = plan({}, [['cp-2', { twoRoles: false, sensor }]])

  test('is the visit, without a person and without a tap; no other sensor is', () => {
    const done = visit(round, tap(12, { by: null, device: 'door-1' }), 'cp-2').decision.next
    expect(done.visits[1]).toMatchObject({ state: 'on_time', at: time(12), tap: null, by: null, sensor: 'door-1' })
    expect(done.contactAt).toBeNull()
    expect(walked(round, 'cp-2', 12, { by: null, device: 'door-2' })).toBe(round)
    expect(walked(round, 'cp-1', 2, { by: null, device: 'door-1' })).toBe(round)
    expect(attribute([round], tap(12, { by: null, device: 'door-1' }), 'cp-2')?.id).toBe('r-1')
  })
})

describe('contact with the guard', () => {
  const limited = () => startRound(withLeg({ max: 10 }), start).next
  const lostAt = (round: Round, minutes: number, listening?: number) =>
    loseContact(round, at(minutes), listening).next.lostAt

  test('is lost past the leg limit and the grace, and says since when', () => {
    const round = walked(limited(), 'cp-1', 6)
    expect(lostAt(round, 21)).toBeNull()
    const { next, happenings } = loseContact(round, at(21) + 1)
    expect([next.lostAt, told({ happenings })]).toEqual([time(21), ['round.lost']])
    expect(loseContact(next, at(60)).happenings).toEqual([])
  })

  test('is not asked before the next stop may be tapped at all', () => {
    expect(lostAt(walked(limited(), 'cp-1', -20), 15)).toBeNull()
    expect(lostAt(walked(limited(), 'cp-1', -20), 15.1)).toBe(time(15))
  })

  test('comes back with a tap of any age, a call answered, a sync', () => {
    const lost = loseContact(walked(limited(), 'cp-1', 6), at(30)).next
    expect(walked(lost, 'cp-2', 12, { received: 31 })).toMatchObject({ lostAt: null, contactAt: time(31) })
    const heard = noteContact(lost, at(31), 'chen')
    expect([heard.next.lostAt, told(heard)]).toEqual([null, ['round.heard']])
    expect(lostAt(heard.next, 46)).toBeNull()
    expect(lostAt(heard.next, 46.1)).toBe(time(46))
  })

  test('is not missed where no leg is limited, nobody walks, it is a pause, or nobody could hear', () => {
    expect(lostAt(startRound(plan(), start).next, 300)).toBeNull()
    expect(lostAt({ ...limited(), guard: null }, 300)).toBeNull()
    expect(lostAt(paused(limited(), 5), 300)).toBeNull()
    expect(lostAt(resumed(paused(limited(), 5), 100), 110)).toBeNull()
    expect(lostAt(limited(), 300, at(290))).toBeNull()
    expect(lostAt(limited(), 306, at(290))).toBe(time(305))
  })
})

describe('whatever happens', () => {
  const points = fc.constantFrom('cp-1', 'cp-2', 'cp-3', 'post')
  const act = fc.oneof(
    fc.record({ does: fc.constant('tap' as const), point: points, ago: fc.integer({ min: 0, max: 40 }) }),
    fc.record({ does: fc.constantFrom('pause' as const, 'resume' as const, 'expire' as const) }),
  )
  const story = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), act), { maxLength: 25 })
  const routes = fc.record({
    graceMinutes: fc.integer({ min: 0, max: 9 }),
    order: fc.constantFrom('ordered' as const, 'any' as const, 'random' as const),
  })

  function play(
    round: Round,
    acts: [number, { does: string; point?: string; ago?: number }][],
    seen: (r: Round) => void,
  ) {
    let now = -10
    for (const [wait, { does, point = '', ago = 0 }] of acts) {
      now += wait
      if (does === 'pause') {
        const decided = pauseRound(round, { at: at(now), incident: null, by: null })
        if (!isRefusal(decided)) round = decided.next
      } else if (does === 'resume') round = resumed(round, now)
      else if (does === 'expire') round = expireVisits(startRound(round, at(now)).next, at(now)).decision.next
      else round = walked(round, point, now - ago, { received: now })
      seen(round)
    }
    return { round, now }
  }

  test('no deadline ever moves backwards, and what is done stays done', () => {
    fc.assert(
      fc.property(routes, story, (over, acts) => {
        let before = plan({ ...over, startPoint: 'post' })
        play(before, acts, (round) => {
          for (const [place, each] of round.visits.entries()) {
            const was = before.visits[place]!
            expect(each.deadline >= was.deadline && each.until >= was.until && each.from >= was.from).toBe(true)
            if (was.at !== null) expect(each.at).not.toBeNull()
          }
          expect(round.endsAt >= before.endsAt).toBe(true)
          before = round
        })
      }),
      { numRuns: 400 },
    )
  })

  test('every round comes to its end once its clock goes on', () => {
    fc.assert(
      fc.property(routes, story, (over, acts) => {
        const { round, now } = play(plan(over), acts, () => {})
        const over2 = endLongPause(startRound(round, at(Math.max(now, 0))).next, at(now + 600)).next
        expect(expireVisits(over2, at(now + 900)).decision.next.state).toMatch(/^(complete|incomplete)$/)
      }),
    )
  })

  test('of half-hourly rounds none takes a tap before its start that one under way can use', () => {
    const reads = fc.array(fc.tuple(points, fc.integer({ min: -30, max: 150 })), { maxLength: 30 })
    fc.assert(
      fc.property(reads, (reads) => {
        const stops = three.map((stop) => ({ ...stop, from: stop.from * 2, until: stop.until * 2 }))
        const route = Route.parse({ id: 'night', site: 'hq', name: '夜巡', stops })
        let rounds = [0, 30, 60, 90].map((n) => planRound(route, { id: `r-${n}`, startsAt: at(n), guard: 'chen' }).next)
        for (const [point, read] of reads) {
          const one = tap(read)
          const best = attribute(rounds, one, point)
          if (best && one.at < Date.parse(best.startsAt))
            for (const other of rounds.filter(({ startsAt }) => Date.parse(startsAt) <= one.at))
              expect(visit(other, one, point).decision.next).toBe(other)
          rounds = rounds.map((each) => (each === best ? visit(each, one, point).decision.next : each))
        }
      }),
      { numRuns: 200 },
    )
  })

  test('each tap is counted by one round at most, whatever rounds there are', () => {
    const starts = fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { minLength: 2, maxLength: 5 })
    const tapped = fc.array(fc.tuple(points, fc.integer({ min: -30, max: 120 }), fc.integer({ min: 0, max: 60 })), {
      maxLength: 20,
    })
    fc.assert(
      fc.property(starts, tapped, (starts, taps) => {
        const route = Route.parse({ id: 'night', site: 'hq', name: '夜巡', stops: three, endPoint: 'post' })
        let rounds = starts.map((n) => planRound(route, { id: `r-${n}`, startsAt: at(n * 10), guard: 'chen' }).next)
        for (const [point, read, wait] of taps) {
          const one = tap(read, { received: read + wait })
          const best = attribute(rounds, one, point)
          expect(attribute(rounds.toReversed(), one, point)?.id).toBe(best?.id)
          rounds = rounds.map((each) => (each === best ? visit(each, one, point).decision.next : each))
        }
        const counted = rounds.flatMap(({ visits, endPoint }) => [
          ...visits.map(({ tap }) => tap),
          endPoint?.tap ?? null,
        ])
        const ids = counted.filter((id) => id !== null)
        expect(new Set(ids).size).toBe(ids.length)
      }),
    )
  })
})
