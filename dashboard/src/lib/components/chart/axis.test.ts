// The time axis: round times of the site's zone, and windows that never reach into the future.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatTime } from '#core/texts/format.ts'
import { longestView, moved, shortestView, stepOf, ticksOf, tickWords, zoomed } from './axis.ts'

const at = (iso: string) => Date.parse(iso)
const hour = 3_600_000

describe('ticks', () => {
  it('stand at round times of the zone, also where it is half an hour off', () => {
    const view = { from: at('2026-11-23T00:07:00Z'), to: at('2026-11-23T06:07:00Z') }
    const words = ticksOf(view, 'Asia/Kolkata', 8).map((tick) => formatTime(tick, 'Asia/Kolkata'))
    expect(words[0]).toBe('06:00:00')
    expect(words.every((word) => word.endsWith(':00:00'))).toBe(true)
  })
  it('stay at round times when daylight saving changes in between', () => {
    const view = { from: at('2026-10-24T12:00:00Z'), to: at('2026-10-25T12:00:00Z') }
    const words = ticksOf(view, 'Europe/Berlin', 8).map((tick) => formatTime(tick, 'Europe/Berlin'))
    expect(words.every((word) => Number(word.slice(0, 2)) % 3 === 0 && word.endsWith(':00:00'))).toBe(true)
  })
  it('are never more than asked for, and all inside', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60_000, max: longestView }), fc.integer({ min: 3, max: 20 }), (span, most) => {
        const view = { from: at('2026-06-01T03:21:09Z'), to: at('2026-06-01T03:21:09Z') + span }
        const ticks = ticksOf(view, 'Asia/Shanghai', most)
        expect(ticks.length).toBeLessThanOrEqual(most + 1)
        expect(ticks.every((tick) => tick >= view.from && tick <= view.to)).toBe(true)
        expect(span / stepOf(view, most)).toBeLessThanOrEqual(most)
      }),
    )
  })
  it('say the day at midnight', () => {
    const view = { from: at('2026-11-22T12:00:00Z'), to: at('2026-11-23T12:00:00Z') }
    expect(tickWords(at('2026-11-22T16:00:00Z'), view, 'Asia/Shanghai')).toBe('11-23')
    expect(tickWords(at('2026-11-22T17:00:00Z'), view, 'Asia/Shanghai')).toBe('01:00')
  })
})

describe('the window', () => {
  const now = at('2026-11-23T12:00:00Z')
  const view = { from: now - hour, to: now }

  it('zooms around its middle and back again', () => {
    const near = zoomed({ from: now - 3 * hour, to: now - hour }, 2, now)
    expect(near).toEqual({ from: now - 2.5 * hour, to: now - 1.5 * hour })
    expect(zoomed(near, 0.5, now)).toEqual({ from: now - 3 * hour, to: now - hour })
  })
  it('never shows the future, and never less than a minute or more than a month', () => {
    const step = fc.oneof(
      fc.record({ zoom: fc.double({ min: 0.2, max: 5, noNaN: true }) }),
      fc.record({ move: fc.double({ min: -2, max: 2, noNaN: true }) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let shown = view
        for (const one of steps) shown = 'zoom' in one ? zoomed(shown, one.zoom, now) : moved(shown, one.move, now)
        expect(shown.to).toBeLessThanOrEqual(now)
        expect(shown.to - shown.from).toBeGreaterThanOrEqual(shortestView - 2)
        expect(shown.to - shown.from).toBeLessThanOrEqual(longestView + 2)
      }),
    )
  })
})
