// Who can be called, where he was last, and which calls a desk sees.
import { describe, expect, it } from 'vitest'
import { Call } from '#core/contracts/call.ts'
import { Duty } from '#core/contracts/duty.ts'
import { iso } from '#core/contracts/instant.ts'
import { Round } from '#core/contracts/round.ts'
import { callsToShow } from './calls.ts'
import { lastSeen, onDuty } from './duty.ts'

const at = Date.UTC(2026, 10, 23, 18)
const minute = 60_000
const duty = Duty.parse({
  ...{ id: 'd-000001', site: 's', user: 'chen', shift: null, startedAt: iso(at), startReceivedAt: iso(at) },
  ...{ endedAt: null, endReceivedAt: null, endedBy: null, unfinished: [], version: 1 },
})
const visit = { checkpoint: 'a', from: iso(at), until: iso(at), deadline: iso(at), outOfOrder: false, tap: null }
const round = Round.parse({
  ...{ id: 'r', route: 'r', name: 'r', site: 's', guard: 'zhao', state: 'under_way', order: 'ordered' },
  ...{ startsAt: iso(at), endsAt: iso(at), startedAt: iso(at), finishedAt: null, version: 1 },
  visits: [
    { ...visit, state: 'on_time', at: iso(at), by: 'zhao' },
    { ...visit, checkpoint: 'b', state: 'on_time', at: iso(at + minute), by: 'zhao' },
  ],
})

describe('people on duty', () => {
  it('stand there once, by the surest sign', () => {
    const people = onDuty([duty], [round, { ...round, guard: 'chen' }], ['zhao', 'wu'])
    expect(people.map(({ user, how }) => [user, how])).toEqual([
      ['chen', 'on_post'],
      ['zhao', 'on_round'],
      ['wu', 'on_roster'],
    ])
  })
  it('were last where they last tapped', () => {
    expect(lastSeen('zhao', [], [round])).toEqual({ checkpoint: 'b', at: at + minute })
    expect(lastSeen('chen', [], [round])).toBeNull()
  })
})

describe('calls in sight', () => {
  const one = (id: string, state: Call['state'], dueIn: number, answeredAt: string | null = null): Call =>
    Call.parse({
      ...{ id, site: 's', type: 'safety', user: 'chen', checkpoint: null, by: 'li', reason: '', at: iso(at) },
      ...{ dueAt: iso(at + dueIn * minute), state, answeredAt, tap: null, version: 1 },
    })
  it('are those that wait, soonest first, then unanswered ones, then what was just answered', () => {
    const calls = [
      one('answered', 'answered', 1, iso(at - minute)),
      one('old', 'answered', 1, iso(at - 5 * minute)),
      one('later', 'waiting', 5),
      one('soon', 'waiting', 1),
      one('nobody', 'unanswered', -10),
      one('long-ago', 'unanswered', -40),
      one('cancelled', 'cancelled', 3),
    ]
    expect(callsToShow(calls, at).map(({ id }) => id)).toEqual(['soon', 'later', 'nobody', 'answered'])
  })
})
