// Ladders in virtual time, and what holds for every ladder: there is a next instant, or it was stopped, or the operator's
// telephone is the last thing that was said.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Channel } from '../contracts/channel.ts'
import { iso, milliseconds } from '../contracts/instant.ts'
import { Ladder, type Climb, type LadderStep } from '../contracts/ladder.ts'
import { isRefusal } from '../contracts/refusal.ts'
import { User } from '../contracts/user.ts'
import { beginClimb, ladderFor, resumeClimb, stopClimb, tickClimb, tickCall, type Ground, type Send } from './climb.ts'

const start = Date.parse('2026-11-23T06:00:00.000Z')
const minute = 60_000
const lead = User.parse({ username: 'lead', name: '张宇', role: 'supervisor', phone: '13800000008' })
const robot = Channel.parse({ id: 'robot', name: 'Robot', config: { type: 'dingtalk' } })

const ground = (more: Partial<Ground> = {}): Ground => ({
  ...{ timezone: 'Asia/Shanghai', waiting: 1, noticeId: (key) => `n-${key}` },
  reach: (step) =>
    step.does === 'phone' ? { told: [], unreached: [lead] } : { told: [{ to: null, channel: robot }], unreached: [] },
  ...more,
})
type StepInput = Partial<Omit<LadderStep, 'who'>>
const ladder = (steps: StepInput[]): Ladder =>
  Ladder.parse({
    ...{ id: 'l', name: 'L', priorities: [1] },
    steps: [
      ...steps.map((step) => ({ who: { role: 'operator' }, ...step })),
      { after: '5m', who: { role: 'supervisor' }, does: 'phone' },
    ],
  })
const begin = (steps: StepInput[]): Climb =>
  beginClimb({ id: 'c-1', site: 'hq', of: { type: 'incident', id: 'i-1' }, ladder: ladder(steps), at: start })

/** Ticks every second up to `until` after the start; gives what was sent when, in seconds after the start. */
function climb(from: Climb, until: number, on: Ground = ground()) {
  let next = from
  const sent: { at: number; send: Send }[] = []
  for (let at = start; at <= start + until; at += 1000) {
    const done = tickClimb(next, at, on)
    next = done.next
    sent.push(...done.sends.map((send) => ({ at: (at - start) / 1000, send })))
  }
  return { next, sent, times: sent.map(({ at }) => at) }
}

describe('steps come after each other', () => {
  test('each after the one before, the telephone last', () => {
    const { next, times } = climb(begin([{}, { after: '2m' }, { after: '3m' }]), 20 * minute)
    expect(times).toEqual([0, 120, 300])
    expect(next).toMatchObject({ state: 'done', nextAt: null, next: 4 })
    expect(next.log.at(-1)).toMatchObject({ what: 'phone', to: 'lead', at: iso(start + 10 * minute) })
  })

  test('a step is repeated until the next one comes, and each telling has its own number and key', () => {
    const { sent, times } = climb(begin([{ repeat: { times: 5, every: '1m' } }, { after: '150s' }]), 20 * minute)
    expect(times).toEqual([0, 60, 120, 150])
    expect(sent.map(({ send }) => send.telling)).toEqual([1, 2, 3, 4])
    expect(new Set(sent.map(({ send }) => send.key)).size).toBe(4)
  })

  test('never more often than it says', () => {
    expect(climb(begin([{ repeat: { times: 2, every: '10s' } }]), 4 * minute).times).toEqual([0, 10, 20])
  })

  test('a gap in time takes what was missed at once, and repeats once', () => {
    const late = tickClimb(
      begin([{ repeat: { times: 5, every: '1m' } }, { after: '2m' }, { after: '60m' }]),
      start + 10 * minute,
      ground(),
    )
    expect(late.sends.map(({ telling }) => telling)).toEqual([1])
    expect(late.next.log.map(({ step, what }) => [step, what])).toEqual([
      [0, 'told'],
      [1, 'told'],
    ])
    expect(late.next).toMatchObject({ next: 2, state: 'climbing', nextAt: iso(start + 62 * minute) })
  })

  test('nobody to tell is written down, and the ladder goes on', () => {
    const nobody = ground({ reach: () => ({ told: [], unreached: [] }) })
    const { next, times } = climb(begin([{}, { after: '1m' }]), 10 * minute, nobody)
    expect(times).toEqual([])
    expect(next.log.map(({ what, note }) => [what, note])).toEqual([
      ['nobody', 'nobody'],
      ['nobody', 'nobody'],
      ['nobody', 'no_phone'],
    ])
  })
})

describe('conditions of a step', () => {
  test('outside its hours in site time it is passed over', () => {
    const night = { start: '22:00', end: '06:00', days: [1] }
    const { next, times } = climb(begin([{ window: night }, { after: '1m' }]), 2 * minute)
    expect(times).toEqual([60])
    expect(next.log[0]).toMatchObject({ what: 'passed_over', note: 'outside_hours' })
  })

  test.each([
    ['2026-11-23T14:30:00.000Z', true, 'Monday 22:30'],
    ['2026-11-23T21:59:00.000Z', true, 'Tuesday 05:59 belongs to Monday'],
    ['2026-11-23T22:00:00.000Z', false, 'Tuesday 06:00'],
    ['2026-11-22T21:00:00.000Z', false, 'Monday 05:00 belongs to Sunday'],
  ])('%s within Monday 22:00 to 06:00 in Shanghai: %s (%s)', (time, told) => {
    const at = Date.parse(time)
    const from = beginClimb({
      ...{ id: 'c-1', site: 'hq', of: { type: 'incident', id: 'i-1' }, at },
      ladder: ladder([{ window: { start: '22:00', end: '06:00', days: [1] } }]),
    })
    expect(tickClimb(from, at, ground()).sends.length === 1).toBe(told)
  })

  test.each([
    ['2026-03-29T00:59:00.000Z', false, '01:59 before the clocks go forward'],
    ['2026-03-29T01:00:00.000Z', true, '03:00: the hour from two to three is not there'],
    ['2026-10-25T00:30:00.000Z', true, '02:30 the first time'],
    ['2026-10-25T01:30:00.000Z', true, '02:30 the second time'],
  ])('across daylight saving in Berlin: %s → %s (%s)', (time, told) => {
    const at = Date.parse(time)
    const steps = [{ window: { start: '02:00', end: '04:00', days: [7] } }]
    const from = beginClimb({ id: 'c-1', site: 'hq', of: { type: 'incident', id: 'i-1' }, ladder: ladder(steps), at })
    expect(tickClimb(from, at, ground({ timezone: 'Europe/Berlin' })).sends.length === 1).toBe(told)
  })

  test('only while more than so many are open', () => {
    const from = begin([{ onlyIfMoreThan: 3 }])
    expect(tickClimb(from, start, ground({ waiting: 3 })).sends).toEqual([])
    expect(tickClimb(from, start, ground({ waiting: 4 })).sends).toHaveLength(1)
  })
})

describe('stopping and beginning anew', () => {
  test('stopped, it is silent; resumed, it begins at the first step under new keys', () => {
    const first = climb(begin([{}, { after: '2m' }]), minute)
    const stopped = stopClimb(first.next, 'acknowledged', 'wanglei', start + minute).next
    expect(stopped).toMatchObject({ state: 'stopped', nextAt: null, stopped: 'acknowledged' })
    expect(climb(stopped, 60 * minute).times).toEqual([])
    const again = climb(resumeClimb(stopped, 'reopened', null, start), 20 * minute)
    expect(again.times).toEqual([0, 120])
    expect(again.sent.map(({ send }) => send.key)).not.toContain(first.sent[0]!.send.key)
  })

  test('stopping twice tells once', () => {
    const stopped = stopClimb(begin([{}]), 'closed', null, start)
    expect(stopped.happenings).toHaveLength(1)
    expect(stopClimb(stopped.next, 'closed', null, start)).toEqual({ next: stopped.next, happenings: [] })
  })

  test('a call is ticked only when its step has come', () => {
    const from = begin([{}])
    expect(tickCall(from, { step: 1, answered: true }, 'wanglei', start)).toMatchObject({ refused: 'climb_no_phone' })
    const done = climb(from, 10 * minute).next
    expect(tickCall(done, { step: 0, answered: true }, 'wanglei', start)).toMatchObject({ refused: 'climb_no_phone' })
    const ticked = tickCall(done, { step: 1, user: 'lead', answered: false }, 'wanglei', start)
    if (isRefusal(ticked)) throw new Error(ticked.refused)
    expect(ticked.next.log.at(-1)).toMatchObject({ what: 'phoned', to: 'lead', by: 'wanglei', answered: false })
  })
})

test('the site has its own ladder before that of all sites, and a switched-off one serves nobody', () => {
  const all = ladder([{}])
  const own: Ladder = { ...all, id: 'own', site: 'hq' }
  expect(ladderFor([all, own], { site: 'hq', priority: 1 })?.id).toBe('own')
  expect(ladderFor([all, own], { site: 'other', priority: 1 })?.id).toBe('l')
  expect(ladderFor([{ ...all, enabled: false }], { site: 'hq', priority: 1 })).toBeNull()
  expect(ladderFor([all], { site: 'hq', type: 'fault' })).toBeNull()
})

const durations = fc.constantFrom('0s', '1s', '30s', '2m', '1h')
const steps = fc.array(
  fc.record({
    after: durations,
    repeat: fc.option(fc.record({ times: fc.integer({ min: 1, max: 5 }), every: durations })),
    onlyIfMoreThan: fc.option(fc.integer({ min: 0, max: 2 })),
    window: fc.option(fc.constant({ start: '08:00', end: '12:00', days: [1, 2] as number[] })),
  }),
  { maxLength: 6 },
)
const deeds = fc.array(fc.oneof(fc.integer({ min: 1, max: 4 * 3_600_000 }), fc.constantFrom('stop', 'resume')), {
  maxLength: 20,
})

test('whatever happens, it has a next instant, or was stopped, or has come to the telephone', () => {
  fc.assert(
    fc.property(steps, deeds, (plan, acts) => {
      let [at, next] = [start, begin(plan)]
      const keys: string[] = []
      for (const act of acts) {
        if (act === 'stop') next = stopClimb(next, 'acknowledged', null, at).next
        else if (act === 'resume') next = resumeClimb(next, 'lapsed', null, at)
        else {
          at += act
          const done = tickClimb(next, at, ground())
          next = done.next
          keys.push(...done.sends.map(({ key }) => key))
        }
        if (next.state === 'climbing') expect(next.nextAt).not.toBeNull()
        if (next.state === 'done') expect(next.log.at(-1)?.what).toBe('phone')
        if (next.state !== 'climbing') expect(next.nextAt).toBeNull()
      }
      expect(new Set(keys).size).toBe(keys.length)
      const longest = next.steps.reduce((sum, { after }) => sum + milliseconds(after), 0)
      if (next.state === 'climbing') expect(tickClimb(next, at + longest, ground()).next.state).toBe('done')
    }),
  )
})
