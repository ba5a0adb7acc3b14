// Named spans in the site's calendar: shifts that cross midnight, nights that are over or going on.
import { describe, expect, it } from 'vitest'
import type { Shift } from '#core/contracts/shift.ts'
import { iso } from '#core/contracts/instant.ts'
import { presets, spanOf } from './presets.ts'

const shift = (id: string, start: string, end: string): Shift => ({
  id,
  site: 'demo',
  name: { 'zh-CN': id, en: id },
  start,
  end,
  days: [1, 2, 3, 4, 5, 6, 7],
  people: [],
  needs: [],
  version: 1,
})
const shifts = [shift('early', '08:00', '20:00'), shift('night', '20:00', '08:00')]
const calendar = (now: string, with_: Shift[] = shifts) => ({
  shifts: with_,
  timezone: 'Asia/Shanghai',
  now: Date.parse(now),
})
const words = (view: { from: number; to: number } | null) =>
  view && [iso(view.from).slice(0, 16), iso(view.to).slice(0, 16)]

describe('spans', () => {
  it('of the shift that runs across midnight, and of the one before', () => {
    // 02:00 on the 24th in Shanghai
    const at = calendar('2026-11-23T18:00:00Z')
    expect(words(spanOf('shift', at))).toEqual(['2026-11-23T12:00', '2026-11-23T18:00'])
    expect(words(spanOf('last_shift', at))).toEqual(['2026-11-23T00:00', '2026-11-23T12:00'])
  })
  it('are none where nobody is on shift', () => {
    const at = calendar('2026-11-23T18:00:00Z', [shift('early', '08:00', '16:00')])
    expect(spanOf('shift', at)).toBeNull()
    expect(spanOf('last_shift', at)).toBeNull()
  })
  it('of the night that is over by day, and of the one that is going on before six', () => {
    expect(words(spanOf('night', calendar('2026-11-24T03:00:00Z')))).toEqual(['2026-11-23T14:00', '2026-11-23T22:00'])
    expect(words(spanOf('night', calendar('2026-11-23T18:00:00Z')))).toEqual(['2026-11-23T14:00', '2026-11-23T18:00'])
  })
  it('never reach into the future', () => {
    const at = calendar('2026-11-23T18:00:00Z')
    for (const preset of presets) expect(spanOf(preset, at)?.to).toBeLessThanOrEqual(at.now)
  })
})
