import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FaultValue, Inputs } from '../behaviour.ts'
import { seeded } from '../random.ts'
import { head, operatingPoint, speedFor } from './pump-curve.ts'
import { stationBehaviour } from './pump-station.ts'
import type { Station } from './pump-turn.ts'

const curve = { ratedHz: 50, shutOff: 0.72, droop: 0.00004 }
const draw = fc.double({ min: 0, max: 120, noNaN: true })

describe('a pump on its curve', () => {
  it('gives less head at more flow and lower speed', () => {
    expect(head(curve, 50, 0)).toBe(0.72)
    expect(head(curve, 50, 60)).toBeLessThan(head(curve, 50, 30))
    expect(head(curve, 40, 30)).toBeLessThan(head(curve, 50, 30))
  })

  it('meets its consumers on the curve: pressure = inlet + head at that flow', () => {
    fc.assert(
      fc.property(fc.double({ min: 20, max: 50, noNaN: true }), draw, (hz, drawn) => {
        const { pressure, flow } = operatingPoint(curve, hz, 0.03, drawn)
        expect(pressure).toBeCloseTo(0.03 + curve.shutOff * (hz / 50) ** 2 - curve.droop * flow ** 2, 9)
        expect(flow).toBeCloseTo(drawn * Math.sqrt(pressure), 9)
      }),
    )
  })

  it('holds a pressure at the speed that its drive finds', () => {
    fc.assert(
      fc.property(draw, (drawn) => {
        const hz = speedFor(curve, 0.42, 0.03, drawn)
        expect(operatingPoint(curve, hz, 0.03, drawn).pressure).toBeCloseTo(0.42, 9)
      }),
    )
  })
})

describe('a pump station', () => {
  const begin = Date.parse('2026-01-02T08:00:00Z')
  const facts = {
    pumps: ['p-1', 'p-2'] as const,
    setPoint: 0.42,
    peakDraw: 78,
    countedFrom: Date.parse('2026-01-01T00:00:00Z'),
  }
  const behaviour = stationBehaviour(facts)
  type Faults = Record<string, FaultValue | undefined>

  function live(seconds: number, dt: number, faultsAt: (t: number) => Faults, hourAt = (_t: number) => 8) {
    const random = seeded('station')
    const inputs = (t: number): Inputs => ({
      at: begin + t * 1000,
      hour: hourAt(t),
      fault: (device, name) => faultsAt(t)[`${device}/${name}`],
      orders: [],
    })
    let state: Station = behaviour.start(inputs(0), random)
    const states: { t: number; state: Station }[] = []
    const events: { t: number; device: string; type: string }[] = []
    for (let t = dt; t <= seconds; t += dt) {
      const step = behaviour.step(state, inputs(t), dt, random)
      state = step.state
      events.push(...step.events.map(({ device, type }) => ({ t, device, type })))
      states.push({ t, state })
    }
    const at = (t: number) => states.find((one) => one.t >= t)!.state
    return { states, events, at }
  }
  const none = () => ({})

  it('holds its pressure through the day, refills its tank, never runs both pumps', () => {
    const { states } = live(86_400, 5, none, (t) => (8 + t / 3600) % 24)
    const spread = (of: (state: Station) => number) => {
      const values = states.map(({ state }) => of(state))
      return [Math.min(...values), Math.max(...values)] as const
    }
    // The lowest is the daily changeover, while one pump runs down and the other up.
    const [low, high] = spread(({ pressure }) => pressure)
    expect(low).toBeGreaterThan(0.34)
    expect(high).toBeLessThan(0.46)
    const [shallow, deep] = spread(({ level }) => level)
    expect(shallow).toBeGreaterThan(1.8)
    expect(deep).toBeLessThan(2.6)
    expect(spread(({ pumps }) => pumps.filter(({ running }) => running).length)).toEqual([1, 1])
    expect(states.some(({ state }) => state.refilling)).toBe(true)
  })

  it('takes turns by days, each start counted', () => {
    const { events, at } = live(2 * 86_400, 300, none)
    expect(events.map(({ type, device }) => [type, device])).toEqual([
      ['changeover', 'p-2'],
      ['changeover', 'p-1'],
    ])
    expect(at(2 * 86_400).pumps.map(({ starts }) => starts)).toEqual([402, 402])
  })

  it('changes over within ten seconds of a trip, and the dip passes', () => {
    const { events, at, states } = live(300, 1, (t) => (t >= 60 ? { 'p-2/trip': true } : {}))
    expect(events.map(({ type, device }) => [type, device])).toEqual([
      ['trip', 'p-2'],
      ['changeover', 'p-2'],
    ])
    expect(events[1]!.t - events[0]!.t).toBeLessThan(10)
    const pressures = states.filter(({ t }) => t > 60).map(({ state }) => state.pressure)
    expect(Math.min(...pressures)).toBeLessThan(0.36)
    expect(Math.min(...pressures)).toBeGreaterThan(0.25)
    expect(at(120).pressure).toBeCloseTo(0.42, 2)
    expect(at(120).pumps[0].starts - at(50).pumps[0].starts).toBe(1)
  })

  it('says when a pump trips that did not run: nobody takes over, the pressure stands', () => {
    const { events, at, states } = live(300, 1, (t) => (t >= 60 && t < 200 ? { 'p-1/trip': true } : {}))
    expect(events.map(({ type, device }) => [type, device])).toEqual([
      ['idle_trip', 'p-1'],
      ['restored', 'p-1'],
    ])
    expect(Math.min(...states.map(({ state }) => state.pressure))).toBeGreaterThan(0.4)
    expect(at(250).pumps.map(({ running }) => running)).toEqual([false, true])
  })

  it('loses its pressure when the standby does not start, and no flow is invented', () => {
    const { at, events } = live(300, 1, () => ({ 'p-2/trip': true, 'p-1/no_start': true }))
    expect(events.map(({ type }) => type)).toEqual(['trip'])
    expect(at(200).pressure).toBeLessThan(0.1)
    expect(at(200).flow).toBe(0)
  })

  it('stops before its tank is empty, never below nothing, and starts again when water is back', () => {
    const { states, events, at } = live(8 * 3600, 5, (t) => (t < 6 * 3600 ? { 'p-1/no_refill': true } : {}))
    expect(events.map(({ type }) => type)).toContain('dry_run')
    expect(Math.min(...states.map(({ state }) => state.level))).toBeGreaterThanOrEqual(0)
    expect(at(6 * 3600 - 5).pumps.some(({ running }) => running)).toBe(false)
    expect(at(8 * 3600).pumps.some(({ running }) => running)).toBe(true)
  })

  it('shows what is wrong with a pump in its sensors', () => {
    const random = seeded('sensors')
    const { at } = live(900, 5, () => ({ 'p-2/overheat': true, 'p-2/vibration': 5 }))
    const { motor_temp_c: hot, vibration_mm_s: shaking } = behaviour.report(at(900), 'p-2', random)
    expect(hot).toBeGreaterThan(100)
    expect(shaking).toBeGreaterThan(6)
    expect(behaviour.report(at(900), 'p-1', random)).toMatchObject({ running: false, current_a: 0, flow_m3h: 0 })
  })
})
