import { describe, expect, it } from 'vitest'
import type { Behaviour, FaultValue, Inputs, MachineEvent, Metrics } from '../behaviour.ts'
import { readPicc } from '../../server/sun.ts'
import { seeded } from '../random.ts'
import { doorBehaviour } from './access-door.ts'
import { firePanelBehaviour } from './fire-panel.ts'
import { firePumpBehaviour } from './fire-pump.ts'
import { guardBehaviour, walk, type WalkFacts } from './guard.ts'
import { leakBehaviour, lightingBehaviour, weatherBehaviour } from './plain.ts'
import { powerBehaviour } from './power.ts'
import { sumpBehaviour } from './water-level.ts'

type Script = {
  faults?: (t: number) => Record<string, FaultValue | undefined>
  orders?: (t: number) => MachineEvent[]
  hour?: (t: number) => number
  dt?: number
  begin?: number
}

/** Lets a behaviour live so many seconds and shows what it said. */
function live<S>(behaviour: Behaviour<S>, seconds: number, script: Script = {}) {
  const { dt = 1, begin = 0 } = script
  const random = seeded('machine')
  const inputs = (t: number): Inputs => ({
    at: begin + t * 1000,
    hour: script.hour?.(t) ?? 12,
    fault: (_, name) => script.faults?.(t)[name],
    orders: script.orders?.(t) ?? [],
  })
  let state = behaviour.start(inputs(0), random)
  const seen: { t: number; metrics: Metrics }[] = []
  const events: { t: number; type: string; point?: string }[] = []
  const taps: { t: number; tag: string; readAt?: number }[] = []
  for (let t = dt; t <= seconds; t += dt) {
    const step = behaviour.step(state, inputs(t), dt, random)
    state = step.state
    events.push(...step.events.map(({ type, point }) => ({ t, type, point })))
    taps.push(...(step.taps ?? []).map(({ tag, readAt }) => ({ t, tag, readAt })))
    seen.push({ t, metrics: behaviour.report(state, 'it', random) })
  }
  const at = (t: number) => seen.find((one) => one.t >= t)!.metrics
  const figures = (name: string) => seen.map(({ metrics }) => metrics[name] as number)
  return { seen, events, taps, at, figures }
}

describe('a fire panel', () => {
  const panel = firePanelBehaviour({ device: 'fp', loops: ['l1', 'l2'], zoneOf: () => 'b1-f12' })
  const order = (type: string, point?: string): MachineEvent => ({ device: 'fp', type, point, data: {} })

  it('counts what holds at its points, starts its plant at the second alarm, forgets what is restored', () => {
    const orders: Record<number, MachineEvent[]> = {
      10: [order('alarm', 'l1-001'), order('fault', 'l1-009')],
      20: [order('alarm', 'l1-002'), order('disabled', 'l1-007')],
      30: [order('restored', 'l1-009'), order('reset')],
    }
    const { at, events } = live(panel, 40, { orders: (t) => orders[t] ?? [] })
    expect(at(15)).toMatchObject({ fire: 1, fault: 1, disabled: 0, fire_pump: 'standby' })
    expect(at(25)).toMatchObject({ fire: 2, disabled: 1, fire_pump: 'running', valve: 'open' })
    expect(at(35)).toMatchObject({ fire: 0, fault: 0, disabled: 1, fire_pump: 'standby' })
    expect(events.map(({ type }) => type)).toEqual(['alarm', 'fault', 'alarm', 'disabled', 'restored', 'reset'])
  })

  it('starts nothing by itself while linkage is manual', () => {
    const orders = (t: number) => (t === 5 ? [order('alarm', 'l1-001'), order('alarm', 'l1-002')] : [])
    const { at } = live(panel, 10, { orders, faults: () => ({ linkage_manual: true }) })
    expect(at(8)).toMatchObject({ fire: 2, linkage: 'manual', fire_pump: 'standby' })
  })

  it('lives on its battery when the mains is lost, and shows an open loop', () => {
    const { at } = live(panel, 7200, { dt: 10, faults: () => ({ mains_lost: true, loop_open: 'l2' }) })
    expect(at(60)).toMatchObject({ mains: false, loop_l1: 'normal', loop_l2: 'open' })
    expect(at(7200)['battery_v']).toBeLessThan(26)
  })
})

describe('a guard', () => {
  const midnight = Date.parse('2026-11-22T16:00:00Z')
  const facts: WalkFacts = {
    device: 'reader',
    badge: 'badge',
    timezone: 'Asia/Shanghai',
    seed: '1',
    starts: [0, 30],
    stops: [0, 3, 6, 9].map((from, i) => ({ tag: `tag-${i}`, from, until: from + 4 })),
  }

  it('taps every stop of each round in order, inside its window or a little late', () => {
    const { taps } = live(guardBehaviour(facts), 3600, { begin: midnight })
    expect(taps.map(({ tag }) => tag)).toEqual([...facts.stops, ...facts.stops].map(({ tag }) => tag))
    taps.forEach(({ t }, i) => {
      const { from, until } = facts.stops[i % 4]!
      const minute = t / 60 - (i < 4 ? 0 : 30)
      expect(minute).toBeGreaterThanOrEqual(from)
      expect(minute).toBeLessThanOrEqual(until + 1)
    })
  })

  it('taps the last stop, too, when late there', () => {
    const isLate = (seed: string) => walk({ ...facts, seed }, midnight).at(-1)!.at > midnight + 13 * 60_000
    const seed = Array.from({ length: 1000 }, (_, i) => String(i)).find(isLate)!
    const { taps } = live(guardBehaviour({ ...facts, seed }), 1700, { begin: midnight })
    expect(taps.map(({ tag }) => tag)).toEqual(facts.stops.map(({ tag }) => tag))
  })

  it('is mostly on time', () => {
    const stops = Array.from({ length: 500 }, (_, i) => walk(facts, midnight + i * 1_800_000)).flat()
    const late = stops.filter(
      ({ at }, i) => (at - midnight - Math.floor(i / 4) * 1_800_000) / 60_000 > facts.stops[i % 4]!.until,
    )
    expect(late.length / stops.length).toBeGreaterThan(0.005)
    expect(late.length / stops.length).toBeLessThan(0.05)
  })

  it('passes by as many stops as the fault says, then goes on', () => {
    const faults = (t: number) => (t > 200 ? { skip: 2 } : {})
    const { taps } = live(guardBehaviour(facts), 1700, { begin: midnight, faults })
    expect(taps.map(({ tag }) => tag)).toEqual(['tag-0', 'tag-3'])
  })

  it('keeps what is read out of reach, and says afterwards when that was', () => {
    const faults = (t: number) => (t > 200 && t < 900 ? { out_of_reach: 1 } : {})
    const { taps } = live(guardBehaviour(facts), 1700, { begin: midnight, faults })
    const whole = live(guardBehaviour(facts), 1700, { begin: midnight }).taps
    expect(taps.map(({ tag }) => tag)).toEqual(whole.map(({ tag }) => tag))
    expect(taps.map(({ t }) => t)).toEqual([whole[0]!.t, 900, 900, 900])
    expect(taps.map(({ readAt }) => readAt)).toEqual([undefined, ...whole.slice(1).map(({ t }) => midnight + t * 1000)])
  })

  it('reads a signed tag once a round, its counter rising by one, also when the simulation begins anew', () => {
    const sun = { uid: '04A1B2C3D4E5F6', metaKey: '5a'.repeat(16), fileKey: 'c3'.repeat(16) }
    const signed = { ...facts, stops: facts.stops.map((stop, i) => ({ ...stop, sun: i === 1 ? sun : null })) }
    const read = (begin: number) => {
      const behaviour = guardBehaviour(signed)
      const inputs = (at: number): Inputs => ({ at, hour: 0, fault: () => undefined, orders: [] })
      const random = seeded('machine')
      const step = behaviour.step(behaviour.start(inputs(begin), random), inputs(begin + 1_700_000), 1, random)
      return step.taps!
    }
    const [first, second, again] = [midnight, midnight + 1_800_000, midnight].map((begin) => read(begin)[1]!)
    const key = Buffer.from(sun.metaKey, 'hex')
    const counts = [first!, second!].map(({ picc_data }) => readPicc(key, picc_data!))
    expect(counts).toEqual([0, 1].map((n) => ({ uid: sun.uid, counter: counts[0]!.counter + n })))
    expect(again).toEqual(first)
    expect(read(midnight)[0]).toEqual({ device: 'reader', badge: 'badge', tag: 'tag-0' })
  })

  it('keeps to the clock on the wall however fast the machines live', () => {
    const random = seeded('guard')
    const behaviour = guardBehaviour(facts)
    const inputs = (at: number): Inputs => ({ at, hour: 0, fault: () => undefined, orders: [] })
    const { taps } = behaviour.step(behaviour.start(inputs(midnight), random), inputs(midnight + 60_000), 3600, random)
    expect(taps!.length).toBeLessThanOrEqual(1)
  })
})

describe('a sump', () => {
  it('is drained by its pump again and again, and never leaves its pit', () => {
    const { figures, at } = live(sumpBehaviour('it', 2.5, 100), 7 * 86_400, { dt: 300 })
    expect(Math.min(...figures('level_m'))).toBeGreaterThan(0.3)
    expect(Math.max(...figures('level_m'))).toBeLessThan(1.2)
    expect((at(7 * 86_400)['pump_starts_total'] as number) - (at(300)['pump_starts_total'] as number)).toBeGreaterThan(
      5,
    )
  })

  it('overflows when its pump fails and water comes in, to the brim and no further', () => {
    const { at } = live(sumpBehaviour('it', 2.5, 0), 600, { faults: () => ({ pump_failed: true, inflow: 0.8 }) })
    expect(at(600)['level_m']).toBeCloseTo(2.5, 1)
    expect(at(600)['pump_running']).toBe(false)
  })
})

describe('the rest of the plant', () => {
  it('a meter counts what it measures, and measures nothing without mains', () => {
    const faults: Script['faults'] = (t) => (t > 1800 ? { mains_lost: true } : {})
    const meter = powerBehaviour({ device: 'it', peakKw: 500, energyKwh: 1000 })
    const { at, figures } = live(meter, 3600, { faults, hour: () => 19 })
    const mean =
      figures('power_kw')
        .slice(0, 1800)
        .reduce((sum, kw) => sum + kw, 0) / 1800
    expect(at(1800)['energy_kwh'] as number).toBeCloseTo(1000 + mean / 2, 0)
    expect(at(3600)).toMatchObject({ mains: false, power_kw: 0, voltage_v: 0, current_a: 0 })
    expect(at(3600)['energy_kwh']).toBe(at(1801)['energy_kwh'])
  })

  it('the fire pump holds its main with the jockey and runs when told', () => {
    const { figures, at } = live(firePumpBehaviour('it'), 86_400, { dt: 300 })
    expect(Math.min(...figures('outlet_pressure_mpa'))).toBeGreaterThan(0.48)
    expect(Math.max(...figures('outlet_pressure_mpa'))).toBeLessThan(0.55)
    expect(at(86_400)['starts_total']).toBe(163)
    const started = live(firePumpBehaviour('it'), 60, { faults: () => ({ run: true }) })
    expect(started.at(60)).toMatchObject({ running: true, starts_total: 164 })
    expect(started.at(60)['outlet_pressure_mpa']).toBeGreaterThan(0.8)
  })

  it('a door opens when a guard on his round comes, and not when nobody does', () => {
    const comes = (from: number, { at }: Inputs) => from < 100_000 && at >= 100_000
    const opened = (guardComes?: typeof comes) =>
      live(doorBehaviour({ device: 'it', perHour: 0.001, passages: 0, ...(guardComes && { guardComes }) }), 300)
        .seen.filter(({ metrics }) => metrics.open)
        .map(({ t }) => t)
    expect(opened(comes)[0]).toBe(100)
    expect(opened()).toEqual([])
  })

  it('a door closes behind people; one that is forced says so and says when it is over', () => {
    const door = doorBehaviour({ device: 'it', perHour: 40, passages: 0 })
    const { seen, at } = live(door, 36_000)
    const open = seen.filter(({ metrics }) => metrics['open'] === true).length
    expect(open / seen.length).toBeLessThan(0.1)
    expect(at(36_000)['passages_total']).toBeGreaterThan(100)
    const { events } = live(door, 60, { faults: (t) => (t > 10 && t < 30 ? { forced: true } : {}) })
    expect(events.map(({ type }) => type)).toEqual(['forced', 'restored'])
  })

  it('gardens are lit at night, leaks are wet, snow is snow', () => {
    const garden = lightingBehaviour({ device: 'it', allDay: false, ratedKw: 5, days: 1 })
    expect(live(garden, 1, { hour: () => 22 }).at(1)['on']).toBe(true)
    expect(live(garden, 1, { hour: () => 12 }).at(1)).toMatchObject({ on: false, power_kw: 0 })
    expect(live(leakBehaviour('it'), 1, { faults: () => ({ wet: true }) }).at(1)).toEqual({ wet: true })
    expect(live(weatherBehaviour('it'), 1, { faults: () => ({ snow: 4 }) }).at(1)['snow_mm_h']).toBe(4)
  })
})
