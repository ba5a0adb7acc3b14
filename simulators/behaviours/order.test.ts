// Machines that are told to do something: they answer at once, physics follows, and what stands before them is stronger.
import { describe, expect, it } from 'vitest'
import type { FaultValue, Inputs, Machine } from '../behaviour.ts'
import { machine } from '../behaviour.ts'
import { seeded } from '../random.ts'
import { firePumpBehaviour } from './fire-pump.ts'
import { leakBehaviour, lightingBehaviour } from './plain.ts'
import { stationBehaviour } from './pump-station.ts'

const begin = Date.parse('2026-01-02T08:00:00Z')
type Faults = Record<string, FaultValue>

function bring(make: (first: Inputs) => Machine) {
  let at = begin
  let faults: Faults = {}
  let hour = 12
  const inputs = (): Inputs => ({ at, hour, fault: (device, name) => faults[`${device}/${name}`], orders: [] })
  const it = make(inputs())
  return {
    tell: (device: string, name: string, args = {}) => it.tell({ device, name, args }, inputs()),
    set: (next: { faults?: Faults; hour?: number }) => void ({ faults = faults, hour = hour } = next),
    /** Lives so many seconds; gives the types of its events. */
    live(seconds: number): string[] {
      const events: string[] = []
      for (let t = 0; t < seconds; t++) {
        at += 1000
        events.push(...it.step(inputs(), 1).events.map(({ type }) => type))
      }
      return events
    },
    figure: (device: string, name: string) => it.report(device)[name] as number,
  }
}

const facts = { pumps: ['p-1', 'p-2'] as const, setPoint: 0.42, peakDraw: 78, countedFrom: begin - 86_400_000 }
const station = () => bring((first) => machine(facts.pumps, stationBehaviour(facts), first, seeded('order')))

describe('a pump station', () => {
  it('starts the pump that it is told to, which takes over within seconds', () => {
    const it = station()
    it.live(60)
    const [idle] = facts.pumps.filter((pump) => it.figure(pump, 'current_a') === 0)
    expect(it.tell(idle!, 'start')).toEqual({ ok: true, data: { running: true } })
    expect(it.live(30)).toContain('changeover')
    expect(it.figure(idle!, 'current_a')).toBeGreaterThan(5)
  })

  it('hands over when the duty pump is stopped, and the header loses its pressure when both are', () => {
    const it = station()
    it.live(60)
    for (const pump of facts.pumps) expect(it.tell(pump, 'stop')).toMatchObject({ ok: true })
    it.live(120)
    expect(facts.pumps.map((pump) => it.figure(pump, 'current_a'))).toEqual([0, 0])
    expect(it.figure('p-1', 'outlet_pressure_mpa')).toBeLessThan(0.1)
    expect(it.tell('p-2', 'start')).toMatchObject({ ok: true })
    it.live(60)
    expect(it.figure('p-2', 'current_a')).toBeGreaterThan(5)
    expect(it.figure('p-2', 'outlet_pressure_mpa')).toBeGreaterThan(0.38)
  })

  it.each([
    ['somebody stands at its switch', { 'p-1/manual': true }, 'stop', 'manual'],
    ['it has tripped', { 'p-1/trip': true }, 'start', 'tripped'],
    ['it does not start', { 'p-1/no_start': true }, 'start', 'tripped'],
    ['it does not know the word', {}, 'reset', 'unknown_command'],
  ] as [string, Faults, string, string][])('refuses while %s', (_what, faults, name, why) => {
    const it = station()
    it.set({ faults })
    it.live(10)
    expect(it.tell('p-1', name)).toEqual({ ok: false, data: { why } })
  })
})

describe('a fire pump', () => {
  const pump = () => bring((first) => machine(['fp'], firePumpBehaviour('fp'), first, seeded('fp')))

  it('runs and stops as it is told, with the pressure that follows', () => {
    const it = pump()
    expect(it.tell('fp', 'start')).toMatchObject({ ok: true })
    it.live(60)
    expect(it.figure('fp', 'outlet_pressure_mpa')).toBeGreaterThan(0.8)
    expect(it.tell('fp', 'stop')).toMatchObject({ ok: true })
    it.live(600)
    expect(it.figure('fp', 'current_a')).toBe(0)
    expect(it.figure('fp', 'outlet_pressure_mpa')).toBeLessThan(0.54)
  })

  it('is not stopped from afar while a fire keeps it running', () => {
    const it = pump()
    it.set({ faults: { 'fp/run': true } })
    it.live(5)
    expect(it.tell('fp', 'stop')).toEqual({ ok: false, data: { why: 'fire' } })
    it.live(5)
    expect(it.figure('fp', 'current_a')).toBeGreaterThan(50)
  })
})

it('a lighting circuit stays as it was switched until dusk switches it again', () => {
  const lamps = bring((first) =>
    machine(['l'], lightingBehaviour({ device: 'l', allDay: false, ratedKw: 2, days: 1 }), first, seeded('l')),
  )
  lamps.live(1)
  expect(lamps.figure('l', 'power_kw')).toBe(0)
  expect(lamps.tell('l', 'switch', { on: true })).toEqual({ ok: true, data: { on: true } })
  lamps.live(1)
  expect(lamps.figure('l', 'power_kw')).toBeGreaterThan(1)
  lamps.set({ hour: 18 })
  lamps.live(1)
  lamps.set({ hour: 12 })
  lamps.live(1)
  expect(lamps.figure('l', 'power_kw')).toBe(0)
  expect(lamps.tell('l', 'switch', { on: 'yes' })).toMatchObject({ ok: false })
})

it('a machine that can be told nothing says so', () => {
  const leak = bring((first) => machine(['w'], leakBehaviour('w'), first, seeded('w')))
  expect(leak.tell('w', 'start')).toEqual({ ok: false, data: { why: 'unknown_command' } })
})
