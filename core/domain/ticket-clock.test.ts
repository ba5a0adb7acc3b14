// The clocks under any order of pauses, over midnight and both changes of summer time, and over a change of policy.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { epoch, iso } from '../contracts/instant.ts'
import { nextOfClock, pauseClock, restartClock, sayOfClock, startClock, stopClock, timesOf } from './ticket-clock.ts'
import { policiesInForce, replacePolicy, shippedTerms, termsOf } from './policy.ts'
import type { Policy } from '../contracts/policy.ts'

const hour = 3_600_000
const minute = 60_000
/** Day and time on the wall of a place. */
const wall = (at: number, timeZone: string): string => {
  const shown = new Intl.DateTimeFormat('en-GB', { timeZone, day: '2-digit', hour: '2-digit', minute: '2-digit' })
  return shown.format(at).replace(',', '')
}
const t0 = Date.parse('2026-03-28T20:00:00Z')

describe('a clock', () => {
  const steps = fc.array(fc.tuple(fc.constantFrom('pause', 'run', 'stop'), fc.integer({ min: 0, max: 40 * hour })))

  it('counts what runs and nothing else; its due time is always what was promised plus what did not count', () => {
    fc.assert(
      fc.property(steps, (turns) => {
        let clock = startClock('24h', 0.8, { at: t0, by: null })
        let at = t0
        let counted = 0
        for (const [turn, wait] of turns) {
          if (clock.state === 'running') counted += wait
          at += wait
          const step = { pause: pauseClock, run: restartClock, stop: stopClock }[turn]
          clock = step(clock, { at, by: 'a', why: 'parts' })
          const times = timesOf(clock, at)
          expect(times.countedMs).toBe(counted)
          expect(times.rawMs).toBeGreaterThanOrEqual(counted)
          if (clock.state === 'running') expect(epoch(clock.dueAt)).toBe(at + 24 * hour - counted)
          else expect(clock.leftMs).toBe(24 * hour - counted)
        }
        const open = clock.intervals.filter(({ to }) => to === null)
        expect(open).toHaveLength(clock.state === 'running' ? 1 : 0)
      }),
    )
  })

  it('says why and by whom it stood still', () => {
    const paused = pauseClock(startClock('1h', 0.8, { at: t0, by: 'li' }), { at: t0 + 5, by: 'wang', why: 'parts' })
    expect(paused.intervals).toEqual([{ from: iso(t0), fromBy: 'li', to: iso(t0 + 5), toBy: 'wang', why: 'parts' }])
    expect(restartClock(paused, { at: t0 + 9, by: 'li' }).intervals).toHaveLength(2)
  })

  it('takes 24 hours over the night in which an hour is skipped, whatever the wall says', () => {
    // Berlin, 29 March 2026, 02:00 → 03:00: a wall clock would show 22:00 on the next day.
    const clock = startClock('24h', 0.5, { at: t0, by: null })
    expect(clock.dueAt).toBe('2026-03-29T20:00:00.000Z')
    const over = pauseClock(clock, { at: Date.parse('2026-03-29T00:30:00Z'), by: null })
    const on = restartClock(over, { at: Date.parse('2026-03-29T01:30:00Z'), by: null })
    expect(on.dueAt).toBe('2026-03-29T21:00:00.000Z')
    expect(timesOf(on, t0 + 10 * hour)).toEqual({ rawMs: 10 * hour, countedMs: 9 * hour })
  })

  it('takes 24 hours over the night in which an hour comes twice, and counts a pause that the wall does not show', () => {
    // Berlin, 25 October 2026, 03:00 → 02:00: the pause begins and ends at half past two.
    const [from, to] = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'].map((time) => Date.parse(time)) as [
      number,
      number,
    ]
    expect([wall(from, 'Europe/Berlin'), wall(to, 'Europe/Berlin')]).toEqual(['25 02:30', '25 02:30'])
    const evening = Date.parse('2026-10-24T20:00:00Z')
    const clock = startClock('24h', 0.5, { at: evening, by: null })
    expect([wall(evening, 'Europe/Berlin'), wall(epoch(clock.dueAt), 'Europe/Berlin')]).toEqual([
      '24 22:00',
      '25 21:00',
    ])
    const on = restartClock(pauseClock(clock, { at: from, by: null, why: 'parts' }), { at: to, by: null })
    expect([clock.dueAt, on.dueAt]).toEqual(['2026-10-25T20:00:00.000Z', '2026-10-25T21:00:00.000Z'])
    expect(on.warnAt).toBe('2026-10-25T09:00:00.000Z')
    expect(timesOf(on, evening + 10 * hour)).toEqual({ rawMs: 10 * hour, countedMs: 9 * hour })
    const done = stopClock(on, { at: Date.parse('2026-10-25T20:59:59Z'), by: 'a', why: 'finish' })
    expect(done).toMatchObject({ breached: false, leftMs: 1000 })
  })

  it('runs over midnight, over the end of a year, and stands still over midnight', () => {
    const late = Date.parse('2026-12-31T15:50:00Z')
    expect(wall(late, 'Asia/Shanghai')).toBe('31 23:50')
    const clock = startClock('30m', 0.8, { at: late, by: null })
    expect([clock.warnAt, clock.dueAt]).toEqual(['2026-12-31T16:14:00.000Z', '2026-12-31T16:20:00.000Z'])
    expect(wall(epoch(clock.dueAt), 'Asia/Shanghai')).toBe('01 00:20')
    expect(nextOfClock(clock)).toEqual({ at: late + 0.4 * hour, says: 'warned' })
    const paused = pauseClock(clock, { at: late + 6 * minute, by: null, why: 'access' })
    const on = restartClock(paused, { at: late + 8 * hour, by: null })
    expect(wall(epoch(on.dueAt), 'Asia/Shanghai')).toBe('01 08:14')
    expect(timesOf(on, late + 8 * hour + 4 * minute)).toEqual({ rawMs: 8 * hour + 4 * minute, countedMs: 10 * minute })
  })

  it('warns once, before it is breached, and its warning moves with a pause', () => {
    const clock = startClock('10h', 0.8, { at: t0, by: null })
    expect(nextOfClock(clock)).toEqual({ at: t0 + 8 * hour, says: 'warned' })
    const moved = restartClock(pauseClock(clock, { at: t0 + hour, by: null }), { at: t0 + 3 * hour, by: null })
    expect(nextOfClock(moved)).toEqual({ at: t0 + 10 * hour, says: 'warned' })
    const warned = sayOfClock(moved, 'warned')
    expect(nextOfClock(warned)).toEqual({ at: t0 + 12 * hour, says: 'breached' })
    expect(nextOfClock(sayOfClock(warned, 'breached'))).toBeNull()
    expect(nextOfClock(stopClock(warned, { at: t0 + 4 * hour, by: null }))).toBeNull()
  })

  it('that was over is over again when it runs on', () => {
    const late = sayOfClock(startClock('1h', 0.8, { at: t0, by: null }), 'breached')
    const stopped = stopClock(late, { at: t0 + 2 * hour, by: null })
    expect(stopped.breached).toBe(true)
    const again = restartClock(stopped, { at: t0 + 5 * hour, by: null })
    expect(nextOfClock(again)).toEqual({ at: t0 + 4 * hour, says: 'breached' })
  })
})

describe('a policy', () => {
  const now = (written: Policy[] = []) => policiesInForce(written).find(({ type }) => type === 'repair')!
  it('is the shipped one until somebody writes another, which is the next version', () => {
    expect(termsOf(now())).toEqual(shippedTerms('repair'))
    const { since: _since, by: _by, ...asked } = now()
    const next = replacePolicy(now(), { ...asked, response: '15m' }, 'zhangyu', t0)
    expect(next).toMatchObject({ version: 2, response: '15m', by: 'zhangyu', since: iso(t0) })
    expect(now([next as Policy])).toBe(next)
    expect(replacePolicy(now(), asked, 'zhangyu', t0)).toEqual(now())
    expect(replacePolicy(next as Policy, { ...asked, version: 1 }, 'zhangyu', t0)).toMatchObject({
      ...{ refused: 'stale_version', params: { version: 2 } },
    })
  })
  it('of entrapments: accepted in 2 minutes, there in 30, passengers first', () => {
    expect(shippedTerms('entrapment')).toMatchObject({ response: '2m', resolution: '30m', stopsAt: 'arrive' })
    expect(shippedTerms('entrapment').checks[0]).toMatchObject({ id: 'soothe', first: true })
  })
})
