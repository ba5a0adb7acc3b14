import { describe, expect, it } from 'vitest'
import { judgeTime, momentOf, statedTime } from './moment.ts'
import { openOffsets } from './offset.ts'

const at = Date.UTC(2026, 10, 23, 6)
const hour = 3_600_000
const unknown = () => null

describe('a clock offset', () => {
  it('is the smallest difference of the last hour', () => {
    const offsets = openOffsets(unknown)
    expect(offsets.of('a')).toBeNull()
    offsets.observe('a', 900, at, true)
    offsets.observe('a', 200, at + 1000, true)
    offsets.observe('a', 500, at + 2000, true)
    expect(offsets.of('a')).toBe(200)
    for (let i = 1; i <= 7; i++) offsets.observe('a', 500, at + i * 600_000, true)
    expect(offsets.of('a')).toBe(500)
  })

  it('starts from what was measured before the last stop', () => {
    const offsets = openOffsets(() => 40)
    expect(offsets.of('a')).toBe(40)
    offsets.observe('a', 8 * hour, at, true)
    expect(offsets.of('a')).toBe(40)
  })

  it('is not moved by a backlog after hours of silence', () => {
    const offsets = openOffsets(unknown)
    offsets.observe('a', 50, at, true)
    offsets.observe('a', 8 * hour, at + 8 * hour, true)
    expect(offsets.of('a')).toBe(50)
  })

  it('is not begun by a backfill, but may be corrected by one', () => {
    const offsets = openOffsets(unknown)
    offsets.observe('a', 30 * 24 * hour, at, false)
    expect(offsets.of('a')).toBeNull()
    offsets.observe('a', 500, at, true)
    offsets.observe('a', 100, at, false)
    expect(offsets.of('a')).toBe(100)
  })

  it('survives our own clock being set back', () => {
    const offsets = openOffsets(unknown)
    offsets.observe('a', 50, at, true)
    offsets.observe('a', 90, at - 5 * hour, true)
    expect(offsets.of('a')).toBe(50)
  })
})

describe('a stated time', () => {
  it.each([
    [at, at],
    ['2026-11-23T06:00:00Z', at],
    ['2026-11-23T14:00:00.000+08:00', at],
    [at + 0.4, at],
    [at + 300_000, at + 300_000],
    [at + 300_001, null],
    [Date.UTC(2019, 11, 31), null],
    [1_763_884_800, null],
    [-1, null],
    ['2026-11-23T06:00:00', null],
    ['yesterday', null],
    [undefined, null],
  ])('%s is %s', (ts, stated) => expect(statedTime(ts, at)).toBe(stated))
})

describe('judging', () => {
  it('takes server time where none is stated', () => {
    expect(judgeTime(undefined, at, 5000)).toEqual({ ts: at, timed: 'server', judged: at, late: false })
  })

  it('keeps what an unbelievable clock said', () => {
    const moment = { ts: at, timed: 'server', judged: at, late: false }
    expect(judgeTime(at + hour, at, null)).toEqual({ ...moment, claimed: at + hour })
    expect(judgeTime(0, at, null)).toEqual({ ...moment, claimed: 0 })
    expect(judgeTime('yesterday', at, null)).toEqual(moment)
  })

  it('calls late what is older than two minutes by the corrected clock', () => {
    expect(judgeTime(at - 120_000, at, 0).late).toBe(false)
    expect(judgeTime(at - 120_001, at, 0).late).toBe(true)
    expect(judgeTime(at - 120_001, at, null).late).toBe(true)
  })

  it('judges a clock that is an hour slow as live', () => {
    const offsets = openOffsets(unknown)
    expect(momentOf(offsets, 'a', at - hour - 30, at)).toMatchObject({ judged: at, late: false })
    const next = momentOf(offsets, 'a', at - hour + 10_000, at + 10_000)
    expect(next).toEqual({ ts: at - hour + 10_000, timed: 'device', judged: at + 10_000, late: false })
  })

  it('judges a late reading of a good clock at its own time', () => {
    const offsets = openOffsets(unknown)
    momentOf(offsets, 'a', at - 20, at)
    expect(momentOf(offsets, 'a', at - hour, at)).toMatchObject({ judged: at - hour + 20, late: true })
  })
})
