import { describe, expect, it } from 'vitest'
import { createHolder, ruleOf } from './holder.fixture.ts'
import { adaptMemory } from './rule-memory.ts'
import { explain } from './rule.ts'

const alarm = { when: { event: 'alarm', by: 'point', until: ['restored', 'reset'] }, lifeSafety: true, priority: 1 }
const panel = () => createHolder(ruleOf(alarm))
const standby = { when: { event: 'trip', until: ['changeover', 'restored'] }, for: '10s' }

describe('an event with an end', () => {
  it('raises at once and clears with its end', () => {
    const lift = createHolder(ruleOf({ when: { event: 'entrapment', until: 'restored' } }))
    expect(lift.event('door_fault', 1)).toEqual([])
    expect(lift.event('entrapment', 2, { data: { people: 2 } })).toEqual(['raise device:p-1 @2'])
    expect(lift.signals[0]).toMatchObject({ evidence: { event: 'entrapment', point: null, data: { people: 2 } } })
    expect(lift.event('entrapment', 3)).toEqual(['retrip device:p-1 @3'])
    expect(lift.event('restored', 9)).toEqual(['clear device:p-1 @9'])
    expect(lift.event('entrapment', 20)).toEqual(['raise device:p-1 @20'])
  })

  it('is not ended by the end of another event', () => {
    const lift = createHolder(ruleOf({ when: { event: 'entrapment', until: 'restored' } }))
    lift.event('entrapment', 0)
    expect(lift.event('restored', 5, { data: { of: 'door_fault' } })).toEqual([])
    expect(lift.event('restored', 6, { data: { of: 'entrapment' } })).toEqual(['clear device:p-1 @6'])
  })

  it('is not ended by what ended before it began', () => {
    const lift = createHolder(ruleOf({ when: { event: 'entrapment', until: 'restored' } }))
    lift.event('entrapment', 10)
    expect(lift.event('restored', 11, { judged: 5 })).toEqual([])
  })

  it('waits as long as the rule says: the standby started, or it did not', () => {
    const good = createHolder(ruleOf(standby))
    good.event('trip', 0)
    good.event('changeover', 4)
    expect(good.tick(30)).toEqual([])
    const bad = createHolder(ruleOf(standby))
    expect(bad.event('trip', 0)).toEqual([])
    expect(bad.due()).toBe(10)
    expect(bad.tick(10.4)).toEqual(['raise device:p-1 @10'])
    expect(bad.event('changeover', 60)).toEqual(['clear device:p-1 @60'])
  })

  it('never clears before it raised', () => {
    const pump = createHolder(ruleOf(standby))
    pump.event('trip', 0)
    pump.tick(11)
    expect(pump.event('changeover', 12, { judged: 4 })).toEqual(['clear device:p-1 @10'])
  })

  it('waits on the time of the lane: a late trip gets its ten seconds too', () => {
    const pump = createHolder(ruleOf(standby))
    expect(pump.event('trip', 7200, { judged: 3600 })).toEqual([])
    expect(pump.tick(7209)).toEqual([])
    expect(pump.tick(7210)).toEqual(['raise device:p-1 @3610'])
  })

  it('is of the past when its end came too late to be seen as a tick', () => {
    const pump = createHolder(ruleOf(standby))
    pump.event('trip', 7200, { judged: 3600 })
    expect(pump.event('changeover', 7200, { judged: 3615 })).toEqual([
      'raise historic device:p-1 @3610',
      'clear device:p-1 @3615',
    ])
  })
})

describe('an event without an end', () => {
  it('is latched and counts what comes again', () => {
    const lift = createHolder(ruleOf({ when: { event: 'overspeed' } }))
    expect(lift.event('overspeed', 0)).toEqual(['raise latched device:p-1 @0'])
    expect(lift.event('overspeed', 60)).toEqual(['retrip device:p-1 @60'])
    expect(lift.tick(1e6)).toEqual([])
  })
})

describe('points', () => {
  it('are subjects of their own', () => {
    const fire = panel()
    expect(fire.event('alarm', 0, { point: 'l2-034' })).toEqual(['raise point:p-1:l2-034 @0'])
    expect(fire.event('alarm', 10, { point: 'l2-035' })).toEqual(['raise point:p-1:l2-035 @10'])
    expect(fire.event('alarm', 11, { point: 'l2-034' })).toEqual(['retrip point:p-1:l2-034 @11'])
    expect(fire.event('restored', 20, { point: 'l2-034' })).toEqual(['clear point:p-1:l2-034 @20'])
    expect(fire.event('restored', 21, { point: 'l2-099' })).toEqual([])
  })

  it('are all ended by a word of the panel itself', () => {
    const fire = panel()
    fire.event('alarm', 0, { point: 'a' })
    fire.event('alarm', 1, { point: 'b' })
    expect(fire.event('reset', 9).sort()).toEqual(['clear point:p-1:a @9', 'clear point:p-1:b @9'])
  })

  it('may be missing: then the panel is the subject', () => {
    expect(panel().event('alarm', 0)).toEqual(['raise device:p-1 @0'])
  })

  it('may be called like a property of every object', () => {
    const fire = panel()
    for (const point of ['constructor', 'valueof', 'hasownproperty'])
      expect(fire.event('alarm', 1, { point })).toEqual([`raise point:p-1:${point} @1`])
  })

  it('behave the same on a panel whose clock is an hour slow', () => {
    const fire = panel()
    expect(fire.event('alarm', 3600, { point: 'a', judged: 3599.8 })).toEqual(['raise point:p-1:a @3599.8'])
    expect(fire.event('alarm', 3610, { point: 'b', judged: 3609.8 })).toEqual(['raise point:p-1:b @3609.8'])
  })

  it('invented by the thousand do not fill the memory', () => {
    const fire = createHolder(ruleOf(alarm), { roundTrip: false })
    for (let i = 0; i < 600; i++) fire.event('restored', i, { point: `p${i}` })
    const { instances } = fire.memory() as { instances: Record<string, unknown> }
    expect(Object.keys(instances).length).toBeLessThanOrEqual(256)
    expect(instances[':p599']).toBeDefined()
  })

  it('explain themselves one by one', () => {
    const rule = ruleOf(alarm)
    const fire = createHolder(rule)
    fire.event('alarm', 5, { point: 'a' })
    const context = { device: 'p-1', latest: fire.latest }
    const at = Date.parse('2026-11-23T00:00:09Z')
    const from = '2026-11-23T00:00:05.000Z'
    expect(explain(rule, fire.memory(), at, 'point:p-1:a', context)).toMatchObject({
      state: 'active',
      since: from,
      leaves: [{ value: { on: true, from, ended: null }, holds: true }],
    })
    expect(explain(rule, fire.memory(), at, 'point:p-1:b', context)).toMatchObject({
      state: 'idle',
      leaves: [{ value: null }],
    })
  })
})

describe('a late event', () => {
  it('sounds on receipt however late', () => {
    expect(panel().event('alarm', 7200, { point: 'a', judged: 0 })).toEqual(['raise point:p-1:a @0'])
  })

  it('is of the past when its restoration has arrived before it', () => {
    const fire = panel()
    expect(fire.event('restored', 7200, { point: 'a', judged: 60 })).toEqual([])
    expect(fire.event('alarm', 7201, { point: 'a', judged: 30 })).toEqual([
      'raise historic point:p-1:a @30',
      'clear point:p-1:a @60',
    ])
    expect(fire.event('alarm', 7202, { point: 'b', judged: 30 })).toEqual(['raise point:p-1:b @30'])
    expect(fire.event('alarm', 7203, { point: 'a', judged: 90 })).toEqual(['raise point:p-1:a @90'])
  })

  it('of a fault already told is nothing new', () => {
    const fire = panel()
    fire.event('alarm', 10, { point: 'a' })
    fire.event('restored', 60, { point: 'a' })
    expect(fire.event('alarm', 61, { point: 'a', judged: 30 })).toEqual([])
  })

  it('of one point is not ended by the restoration of another', () => {
    const fire = panel()
    fire.event('restored', 100, { point: 'b' })
    expect(fire.event('alarm', 101, { point: 'a', judged: 50 })).toEqual(['raise point:p-1:a @50'])
  })
})

describe('several events within a window', () => {
  const knocks = { when: { event: 'knock', count: 3, within: '10s', until: 'quiet' } }

  it('are counted by their own times, in whatever order they come', () => {
    const door = createHolder(ruleOf(knocks))
    expect(door.event('knock', 0)).toEqual([])
    expect(door.event('knock', 20)).toEqual([])
    expect(door.event('knock', 26, { judged: 24 })).toEqual([])
    expect(door.event('knock', 27, { judged: 22 })).toEqual(['raise device:p-1 @22'])
    expect(door.event('quiet', 60)).toEqual(['clear device:p-1 @60'])
    expect(door.event('knock', 61)).toEqual([])
  })
})

describe('an event inside the product', () => {
  const missed = ruleOf({ scope: { subject: 'checkpoint' }, when: { event: 'checkpoint_missed' } })

  it('concerns its own subject and ends when the product says so', () => {
    const rounds = createHolder(missed)
    expect(rounds.event('checkpoint_missed', 0)).toEqual([])
    expect(rounds.internal('checkpoint_missed', 5)).toEqual(['raise latched checkpoint:cp-1 @5'])
    expect(rounds.signals[0]).toMatchObject({ evidence: { event: 'checkpoint_missed', route: 'a' } })
    expect(rounds.internal('checkpoint_missed', 9)).toEqual(['retrip checkpoint:cp-1 @9'])
    expect(rounds.internal('other', 10)).toEqual([])
    expect(rounds.internal('checkpoint_missed', 20, false)).toEqual(['clear checkpoint:cp-1 @20'])
  })

  it('is not heard by rules about devices', () => {
    expect(createHolder(ruleOf({ when: { event: 'checkpoint_missed' } })).internal('checkpoint_missed', 5)).toEqual([])
  })
})

describe('a rule that takes its subjects otherwise than before', () => {
  it('clears what it had raised for the old ones', () => {
    const [points, device] = [ruleOf(alarm), ruleOf({ when: { event: 'alarm', until: 'restored' } })]
    const fire = createHolder(points)
    fire.event('alarm', 0, { point: 'a' })
    fire.change(device, (memory) => adaptMemory(points, device, memory))
    expect(fire.tick(5)).toEqual(['clear point:p-1:a @5'])
    expect(fire.event('alarm', 6, { point: 'a' })).toEqual(['raise device:p-1 @6'])
    fire.change(points, (memory) => adaptMemory(device, points, memory))
    expect(fire.tick(9)).toEqual(['clear device:p-1 @9'])
    expect(fire.memory()).toBeNull()
  })
})

describe('events together with metrics', () => {
  it('are weighed together, point by point', () => {
    const when = {
      all: [
        { event: 'alarm', by: 'point', until: 'restored' },
        { metric: 'linkage', equals: 'manual' },
      ],
    }
    const fire = createHolder(ruleOf({ when }))
    expect(fire.event('alarm', 0, { point: 'a' })).toEqual([])
    fire.event('alarm', 1, { point: 'b' })
    expect(fire.reading({ linkage: 'manual' }, 5).sort()).toEqual(['raise point:p-1:a @5', 'raise point:p-1:b @5'])
    expect(fire.event('restored', 6, { point: 'b' })).toEqual(['clear point:p-1:b @6'])
    expect(fire.reading({ linkage: 'auto' }, 7)).toEqual(['clear point:p-1:a @7'])
  })
})
