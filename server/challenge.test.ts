// Surprise taps of guards on post, and taps wanted where times are not proven.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Call } from '../core/contracts/call.ts'
import { iso } from '../core/contracts/instant.ts'
import type { Tap } from '../core/contracts/tap.ts'
import { wantSpotTap } from './challenge.ts'
import { minute, openGuarded, type Guarded } from './http/testing/guarded.ts'
import { at, start } from './http/testing/house.ts'
import { insertTap } from './store/tap.ts'

let guarded: Guarded
beforeEach(async () => void (guarded = await openGuarded()))
afterEach(() => guarded.house.close())

const clockIn = (who: string, id: string) => guarded.post(who, '/duties', { id })
const calls = async () => at(await guarded.get('admin', '/calls'), 'items') as Call[]

describe('random challenges', () => {
  const wish = (challengesPerDuty: number) => guarded.patch('admin', '/sites/hq', { challengesPerDuty })

  test('are asked of guards on post, as often as the site wishes, and of nobody else', async () => {
    await wish(3)
    await clockIn('li', 'duty-0001')
    await clockIn('desk', 'duty-0002')
    await guarded.minutes(8 * 60)
    const made = (await calls()).reverse()
    expect(made.map(({ type, user, by, reason }) => [type, user, by, reason])).toEqual(
      Array.from({ length: 3 }, () => ['challenge', 'li', null, 'random']),
    )
    const third = (465 / 3) * minute
    // One in each third, at the latest when the one before has run out.
    for (const [n, { at: asked }] of made.entries()) {
      expect(Date.parse(asked)).toBeGreaterThanOrEqual(start + n * third)
      expect(Date.parse(asked)).toBeLessThanOrEqual(start + (n + 1) * third + 16 * minute)
    }
  })

  test('are none by default, and none for who is off', async () => {
    await clockIn('li', 'duty-0001')
    await guarded.minutes(8 * 60)
    expect(await calls()).toEqual([])
    await wish(12)
    await guarded.signIn('li')
    await guarded.post('li', '/duties/duty-0001/end')
    await guarded.minutes(60)
    expect(await calls()).toEqual([])
  })

  test('cannot be foretold: another installation draws other times', async () => {
    const drawn = async (house: Guarded) => {
      await house.patch('admin', '/sites/hq', { challengesPerDuty: 6 })
      await house.post('li', '/duties', { id: 'duty-0001' })
      await house.minutes(8 * 60)
      return house.happened
        .filter(({ type }) => type === 'call.made')
        .map(({ at: when, data }) => [when, (data as Call).checkpoint])
    }
    const other = await openGuarded()
    expect(await drawn(guarded)).not.toEqual(await drawn(other))
    await other.house.close()
  })
})

describe('a spot tap', () => {
  const tap = (n: number, grade: 'A' | 'C'): Tap => ({
    ...{ id: `t-${n}`, status: 'accepted', place: 'signed', time: grade === 'A' ? 'live' : 'unproven', grade },
    ...{ person: 'session', checkpoint: 'b1-f9', site: 'hq', uid: '04AABBCCDDEEFF', counter: n, reader: null },
    ...{ at: iso(start + n), receivedAt: iso(start + n), by: 'li', round: null, flags: [], bounds: null, gap: null },
    ...{ sensor: null, checks: [], reason: null, against: null, claimed: true },
  })
  const hear = (one: Tap) =>
    guarded.house.commit(async (tx) => {
      await insertTap(tx, one)
      return { result: null, happenings: await wantSpotTap(tx, one) }
    })

  test('is wanted once a day where half of the last ten do not prove their time', async () => {
    await clockIn('li', 'duty-0001')
    for (let n = 1; n <= 4; n++) await hear(tap(n, 'C'))
    await hear(tap(5, 'A'))
    expect(await calls()).toEqual([])
    for (let n = 6; n <= 9; n++) await hear(tap(n, 'C'))
    expect(await calls()).toMatchObject([
      { type: 'challenge', user: 'li', checkpoint: 'b1-f9', reason: 'spot_tap', by: null, state: 'waiting' },
    ])
  })

  test('that nobody can give is nobody’s fault', async () => {
    await clockIn('li', 'duty-0001')
    for (let n = 1; n <= 5; n++) await hear(tap(n, 'C'))
    await guarded.pass(31 * minute)
    expect((await calls())[0]!.state).toBe('unanswered')
    expect(at(await guarded.get('desk', '/incidents'), 'items')).toEqual([])
  })

  test('is asked of nobody who is off duty', async () => {
    for (let n = 1; n <= 9; n++) await hear(tap(n, 'C'))
    expect(await calls()).toEqual([])
  })
})
