import { expect, test } from 'vitest'
import type { Visit } from '../contracts/round.ts'
import { coverZones } from './coverage.ts'

const name = { 'zh-CN': '水泵房', en: 'Pump room' }
const visit = (state: Visit['state'], day: number) => {
  const until = `2026-11-${day}T02:00:00.000Z`
  return { checkpoint: 'cp', state, until, at: state === 'due' || state === 'missed' ? null : until } as Visit
}

test('a week counts what was done and what was missed in it, not what is still to come', () => {
  const [zone] = coverZones({
    zones: [{ id: 'z', site: 'hq', building: null, floor: null, name, version: 1 }],
    checkpoints: [{ id: 'cp', zone: 'z' }],
    rounds: [{ visits: [visit('missed', 22), visit('on_time', 23), visit('missed', 24), visit('due', 25)] }],
    lastTapAt: new Map([['cp', '2026-11-23T02:00:00.000Z']]),
    ...{ weeks: ['2026-W47', '2026-W48'], timezone: 'Asia/Shanghai' },
  })
  expect(zone).toMatchObject({ checkpoints: 1, lastVisitedAt: '2026-11-23T02:00:00.000Z' })
  expect(zone!.weeks).toEqual([
    { planned: 1, done: 0, late: 0, missed: 1 },
    { planned: 2, done: 1, late: 0, missed: 1 },
  ])
})
