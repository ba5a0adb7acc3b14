// Who is on duty: shifts across midnight and daylight saving, swaps, posts, certificates, and what a turn lacks.
import { describe, expect, test } from 'vitest'
import { isRefusal } from '../contracts/refusal.ts'
import type { Swap } from '../contracts/roster.ts'
import { Shift } from '../contracts/shift.ts'
import { User } from '../contracts/user.ts'
import { gapsOf, hasSkill, onDutyAt, turnOn, turnsBetween } from './roster.ts'
import { askSwap, decideSwap } from './swap.ts'

const zone = 'Asia/Shanghai'
const at = (time: string) => Date.parse(`${time}:00+08:00`)
const night = Shift.parse({
  id: 'night',
  site: 'hq',
  name: '夜班',
  start: '22:00',
  end: '06:00',
  people: ['chen', 'zhao'],
})
const day = Shift.parse({
  id: 'day',
  site: 'hq',
  name: '白班',
  start: '06:00',
  end: '22:00',
  days: [1],
  people: ['wang'],
})
const asked = { id: 'w-1', shift: night, date: '2026-11-23', from: 'chen', to: 'sun', reason: '', by: 'chen' }

function approved(swaps: readonly Swap[] = []): Swap {
  const swap = askSwap(asked, swaps, zone, at('2026-11-23T10:00'))
  if (isRefusal(swap)) throw new Error(swap.refused)
  const facts = { shift: night, swaps, timezone: zone, by: 'lead', at: at('2026-11-23T11:00') }
  const decided = decideSwap(swap, 'approved', facts)
  if (isRefusal(decided)) throw new Error(decided.refused)
  return decided
}
const dutyAt = (time: string, swaps: Swap[] = [], onPost: string[] = []) =>
  [...onDutyAt({ timezone: zone, shifts: [night, day], swaps, onPost: new Set(onPost) }, at(time))].sort()

describe('on duty', () => {
  test.each([
    ['2026-11-23T22:00', ['chen', 'zhao']],
    ['2026-11-24T05:59', ['chen', 'zhao']],
    ['2026-11-24T06:00', []],
    ['2026-11-23T12:00', ['wang']],
    ['2026-11-24T12:00', []],
  ])('%s: %j', (time, people) => expect(dutyAt(time)).toEqual(people))

  test('whoever is on post is on duty, roster or not', () => {
    expect(dutyAt('2026-11-24T12:00', [], ['li'])).toEqual(['li'])
  })

  test('a swap holds for its one turn, to its last minute', () => {
    const swaps = [approved()]
    expect(dutyAt('2026-11-24T05:59', swaps)).toEqual(['sun', 'zhao'])
    expect(dutyAt('2026-11-24T22:00', swaps)).toEqual(['chen', 'zhao'])
  })

  test('a swap that nobody approved changes nothing', () => {
    expect(dutyAt('2026-11-23T23:00', [{ ...approved(), state: 'asked' }])).toEqual(['chen', 'zhao'])
  })

  test('a turn across daylight saving is an hour shorter or longer, and no instant is lost', () => {
    const berlin = { ...night, days: [6] }
    const length = (date: string) => {
      const turn = turnOn(berlin, date, 'Europe/Berlin')!
      return (turn.to - turn.from) / 3_600_000
    }
    expect([length('2026-03-28'), length('2026-10-24'), length('2026-06-06')]).toEqual([7, 9, 8])
  })

  test('turns of a week, the earliest first, the one under way among them', () => {
    const turns = turnsBetween([day, night], zone, at('2026-11-23T05:00'), at('2026-11-24T07:00'))
    expect(turns.map(({ shift, date }) => `${shift.id} ${date}`)).toEqual([
      'night 2026-11-22',
      'day 2026-11-23',
      'night 2026-11-23',
    ])
  })
})

describe('swaps', () => {
  const ask = (change: Partial<typeof asked>, swaps: Swap[] = [], time = '2026-11-23T10:00') =>
    askSwap({ ...asked, ...change }, swaps, zone, at(time))
  test('only who is on the turn can be replaced, by somebody who is not, before it begins', () => {
    expect(ask({ from: 'wang' })).toMatchObject({ refused: 'swap_not_on_turn', params: { user: 'wang' } })
    expect(ask({ to: 'zhao' })).toMatchObject({ refused: 'swap_not_on_turn', params: { user: 'zhao' } })
    expect(ask({}, [], '2026-11-23T22:00')).toMatchObject({ refused: 'swap_begun' })
    expect(ask({ shift: day, date: '2026-11-24', from: 'wang' })).toMatchObject({ refused: 'swap_not_on_turn' })
  })
  test('two swaps of one person for one turn: the second finds the roster changed', () => {
    const [first, second] = [approved(), ask({ id: 'w-2', to: 'li' })]
    if (isRefusal(second)) throw new Error(second.refused)
    const facts = { shift: night, swaps: [first, second], timezone: zone, by: 'lead', at: at('2026-11-23T12:00') }
    expect(decideSwap(second, 'approved', facts)).toMatchObject({ refused: 'swap_not_on_turn' })
    expect(decideSwap(first, 'approved', facts)).toBe(first)
    expect(decideSwap(first, 'declined', facts)).toMatchObject({ refused: 'swap_decided' })
  })
})

describe('gaps', () => {
  const person = (username: string, skills: User['skills'] = []) =>
    User.parse({ username, name: username, role: 'technician', skills })
  const shift = Shift.parse({
    ...day,
    people: ['wang', 'li'],
    needs: [{ role: 'technician', skill: 'lift', people: 1 }],
  })
  const gaps = (users: User[], on: Shift = shift) =>
    gapsOf(turnOn(on, '2026-11-23', zone)!, [], users).map(({ what, user }) =>
      user === null ? what : `${what} ${user}`,
    )

  test('nobody, too few, no skill', () => {
    expect(gaps([])).toEqual(['nobody'])
    expect(gaps([person('wang')])).toEqual(['no_skill'])
    expect(gaps([User.parse({ username: 'wang', name: 'w', role: 'guard' })])).toEqual(['too_few'])
    expect(gaps([person('wang', [{ id: 'lift' }])])).toEqual([])
    expect(gaps([{ ...person('wang', [{ id: 'lift' }]), enabled: false }])).toEqual(['nobody'])
  })

  test.each([
    ['2026-11-21', ['no_skill', 'expired wang']],
    ['2026-11-23', ['expires wang']],
    ['2026-12-20', ['expires wang']],
    ['2026-12-24', []],
  ])('a certificate that ends on %s: %j', (expiresAt, found) => {
    expect(gaps([person('wang', [{ id: 'lift', expiresAt }])])).toEqual(found)
  })

  test('a certificate holds through its last day', () => {
    const holder = person('wang', [{ id: 'lift', expiresAt: '2026-11-23' }])
    expect(hasSkill(holder, 'lift', Date.parse('2026-11-23T23:59:59Z'))).toBe(true)
    expect(hasSkill(holder, 'lift', Date.parse('2026-11-24T00:00:00Z'))).toBe(false)
  })
})
