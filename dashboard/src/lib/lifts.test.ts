import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Device, Latest } from '#core/contracts/device.ts'
import type { Kind } from '#core/contracts/kind.ts'
import type { Site } from '#core/contracts/site.ts'
import { arrange, carOf, floorAt, floorLabel, labelledFloors, levelOf, sectionsOf, type Section } from './lifts.ts'

const name = (text: string) => ({ 'zh-CN': text, en: text })
const lift = (id: string, more: Partial<Device> = {}): Device => ({
  id,
  site: 's',
  kind: 'elevator',
  name: name(id),
  building: 'b1',
  zone: null,
  parent: null,
  group: null,
  tag: null,
  tags: [],
  attributes: {},
  interval: null,
  service: null,
  lockout: null,
  drill: false,
  version: 1,
  ...more,
})
const kinds = new Map([['elevator', { drawing: 'lift' } as Kind]])
const site = {
  id: 's',
  name: name('s'),
  timezone: 'Asia/Shanghai',
  buildings: [{ id: 'b1', name: name('1'), floors: 17, basements: 2 }],
  trends: [],
  phone: null,
  challengesPerDuty: 0,
  holidays: [],
  version: 1,
} satisfies Site
const says = (metrics: Record<string, number | string | boolean>): Latest => ({
  device: 'l',
  presence: 'online',
  since: null,
  lastSeen: null,
  clockOffsetMs: null,
  metrics: Object.fromEntries(Object.entries(metrics).map(([key, value]) => [key, { value, ts: '', unit: '' }])),
})

describe('floors', () => {
  it('has no floor 0', () => {
    expect([levelOf(1), levelOf(-1), levelOf(12)]).toEqual([0, -1, 11])
    expect([floorLabel(12), floorLabel(-2)]).toEqual(['12F', 'B2'])
  })
  it('comes back from its level', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -9, max: 90 }).filter((floor) => floor !== 0),
        (floor) => floorAt(levelOf(floor)) === floor,
      ),
    )
  })
  it('labels the lowest basement and the ground floor', () => {
    expect(labelledFloors(-2, 17)).toEqual([-2, 1, 4, 7, 10, 13, 16])
    expect(labelledFloors(-2, 26)).toEqual([-2, 1, 6, 11, 16, 21, 26])
  })
})

describe('sections', () => {
  it('stands fire lifts at the end of the row and leaves shadow devices of drills out', () => {
    const devices = [lift('a-fire', { tags: ['fire_lift'] }), lift('b-1'), lift('b-1-drill', { drill: true })]
    expect(sectionsOf(site, devices, kinds)[0]?.lifts.map(({ id }) => id)).toEqual(['b-1', 'a-fire'])
  })
  it('reaches as far as the lifts do', () => {
    const [section] = sectionsOf(site, [lift('l', { attributes: { lowest: -3, highest: 18 } })], kinds)
    expect([section?.lowest, section?.highest]).toEqual([-3, 18])
  })
  it('shows a lift of a building that nobody declared', () => {
    expect(sectionsOf(site, [lift('l', { building: 'x' })], kinds).flatMap(({ lifts }) => lifts)).toHaveLength(1)
  })
  it('leaves out buildings without lifts', () => expect(sectionsOf(site, [], kinds)).toEqual([]))
})

describe('a car', () => {
  it('stands between floors where metres say so', () => {
    const car = carOf(lift('l', { attributes: { floor_height_m: 3 } }), says({ floor: 12, position_m: 34.5 }))
    expect(car.level).toBeCloseTo(11.5)
  })
  it('stands at its floor otherwise', () => expect(carOf(lift('l'), says({ floor: -1 })).level).toBe(-1))
  it('has no place before it spoke', () => expect(carOf(lift('l'), undefined).level).toBeNull())
  it('says out of service before what the lift says itself', () => {
    const service = { mode: 'out_of_service', reason: '', since: '', by: null } as const
    expect(carOf(lift('l', { service }), says({ service_mode: 'inspection' })).mode).toBe('out')
  })
  it.each([
    ['open', 1],
    ['opening', 0.5],
    ['closed', 0],
  ])('door %s is drawn %d open', (door, doors) => expect(carOf(lift('l'), says({ door })).doors).toBe(doors))
})

describe('the arrangement of sections', () => {
  const section = (id: string, lifts: number): Section => ({
    id,
    name: name(id),
    lowest: -2,
    highest: 26,
    lifts: Array.from({ length: lifts }, (_, i) => lift(`${id}-${i}`)),
  })
  const many = (count: number) => Array.from({ length: count }, (_, i) => section(`b${i}`, 5))
  it('stands few buildings in one row, tall enough to fill it', () => {
    const { rows, height } = arrange(many(3), { width: 1260, height: 510 }, 16)
    expect(rows).toHaveLength(1)
    expect(height).toBeGreaterThan(440)
  })
  it('breaks many into two rows, none left out, in order', () => {
    const { rows } = arrange(many(6), { width: 1260, height: 510 }, 16)
    expect(rows).toHaveLength(2)
    expect(rows.flat().map(({ id }) => id)).toEqual(['b0', 'b1', 'b2', 'b3', 'b4', 'b5'])
  })
  it('is drawable before the box was measured', () => {
    expect(arrange(many(2), { width: 0, height: 0 }, 16).height).toBe(450)
  })
  it('never breaks on a phone', () => {
    expect(arrange(many(6), { width: 350, height: 500 }, 16).rows).toHaveLength(1)
  })
})
