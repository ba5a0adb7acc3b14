import { describe, expect, it } from 'vitest'
import type { FaultValue, Inputs, MachineEvent } from '../behaviour.ts'
import { seeded } from '../random.ts'
import type { Lift, LiftFacts } from './lift-state.ts'
import { liftBehaviour } from './lift.ts'

const facts: LiftFacts = {
  device: 'lift',
  lowest: -2,
  highest: 20,
  floorHeight: 3,
  ratedSpeed: 1.75,
  traffic: 1,
  trips: 100,
}
const behaviour = liftBehaviour(facts)

/** Lets a lift live through an hour of the day, a step at a time, and shows every reading. */
function live(seconds: number, dt: number, faultAt: (t: number) => Record<string, FaultValue | undefined>, seed = 'a') {
  const random = seeded(seed)
  const inputs = (t: number): Inputs => ({
    at: t * 1000,
    hour: 8,
    fault: (_, name) => faultAt(t)[name],
    orders: [],
  })
  let state: Lift = behaviour.start(inputs(0), random)
  const seen: { t: number; state: Lift; metrics: ReturnType<typeof behaviour.report> }[] = []
  const events: (MachineEvent & { t: number })[] = []
  for (let t = dt; t <= seconds; t += dt) {
    const step = behaviour.step(state, inputs(t), dt, random)
    state = step.state
    events.push(...step.events.map((event) => ({ ...event, t })))
    seen.push({ t, state, metrics: behaviour.report(state, 'lift', random) })
  }
  return { seen, events }
}
const none = () => ({})

describe('a lift', () => {
  it('moves only behind closed doors, never above its rated speed, and stands level when they open', () => {
    const { seen } = live(7200, 0.5, none)
    for (const { metrics, state } of seen) {
      expect(metrics['speed_mps']).toBeLessThanOrEqual(facts.ratedSpeed)
      if (metrics['door'] !== 'closed') {
        expect(metrics['speed_mps']).toBe(0)
        expect(state.position % facts.floorHeight).toBeCloseTo(0, 6)
      }
    }
    expect(seen.some(({ metrics }) => metrics['speed_mps'] === facts.ratedSpeed)).toBe(true)
  })

  it('stays in its shaft, carries everybody to the end and counts its runs', () => {
    const { seen } = live(7200, 1, none)
    const floors = seen.map(({ metrics }) => metrics['floor'] as number)
    expect(Math.min(...floors)).toBeGreaterThanOrEqual(-2)
    expect(Math.max(...floors)).toBeLessThanOrEqual(21)
    expect(floors).not.toContain(0)
    const last = seen.at(-1)!
    expect(last.metrics['trips_total']).toBeGreaterThan(130)
    for (const { state } of seen) if (state.phase === 'parked') expect(state.people).toBe(0)
    expect(seen.some(({ state }) => state.people > 0)).toBe(true)
  })

  it('lives the same life from the same seed, and another from another', () => {
    const life = (seed: string) => JSON.stringify(live(1800, 1, none, seed).seen.map(({ metrics }) => metrics))
    expect(life('a')).toBe(life('a'))
    expect(life('a')).not.toBe(life('b'))
  })

  it('takes steps of five minutes as well as of half a second', () => {
    const { seen } = live(86_400, 300, none)
    const fine = live(7200, 1, none)
    const perHour = (of: typeof seen, hours: number) => ((of.at(-1)!.metrics['trips_total'] as number) - 100) / hours
    expect(perHour(seen, 24)).toBeGreaterThan(0.7 * perHour(fine.seen, 2))
    expect(perHour(seen, 24)).toBeLessThan(1.4 * perHour(fine.seen, 2))
  })

  it('sticks between the floors that the fault names, with people inside, and lets them out when mended', () => {
    const { seen, events } = live(600, 1, (t) => (t > 20 && t < 300 ? { stuck: 12 } : {}))
    const trapped = events.find(({ type }) => type === 'entrapment')!
    expect(trapped.t).toBeLessThan(140)
    expect(trapped.data).toMatchObject({ between: [12, 13] })
    const during = seen.filter(({ t }) => t > trapped.t && t < 300)
    for (const { metrics } of during)
      expect(metrics).toMatchObject({ speed_mps: 0, door: 'closed', occupied: true, brake: 'applied' })
    expect(during.at(-1)!.metrics['position_m']).toBeGreaterThan(33)
    expect(during.at(-1)!.metrics['position_m']).toBeLessThan(36)
    const out = seen.find(({ t, metrics }) => t >= 300 && metrics['door'] === 'open')!
    expect(out.t).toBeLessThan(320)
    expect(out.metrics['occupied']).toBe(false)
  })

  it.each(Array.from({ length: 30 }, (_, i) => i))('sticks within two minutes wherever it was (seed %i)', (seed) => {
    const { events } = live(120, 1, () => ({ stuck: 9 }), `seed ${seed}`)
    expect(events.map(({ type, data }) => ({ type, data }))).toEqual([
      { type: 'entrapment', data: { between: [9, 10], people: expect.any(Number) as number } },
    ])
  })

  it('reopens its doors three times, then reports the fault and stays open until mended', () => {
    const { seen, events } = live(1200, 1, (t) => (t < 900 ? { doors: true } : {}))
    expect(events.filter(({ type }) => type === 'door_fault')).toHaveLength(1)
    expect(seen.find(({ t }) => t === 890)!.metrics['door']).toBe('open')
    expect(seen.some(({ t, metrics }) => t > 900 && metrics['door'] === 'closed')).toBe(true)
  })

  it('comes down and waits with open doors while a fire recalls it, then serves again', () => {
    const { seen } = live(1200, 1, (t) => (t > 20 && t < 600 ? { recall: true } : {}))
    for (const { metrics } of seen.filter(({ t }) => t > 150 && t < 600))
      expect(metrics).toMatchObject({ floor: 1, door: 'open', speed_mps: 0, occupied: false, service_mode: 'fire' })
    expect(seen.some(({ t, metrics }) => t > 600 && metrics['direction'] === 'up')).toBe(true)
  })

  it('warms its motor in traffic, and far more when its cooling fails', () => {
    const normal = live(3600, 1, none).seen.at(-1)!.metrics['motor_temp_c'] as number
    const hot = live(600, 1, () => ({ overheat: true })).seen.at(-1)!.metrics['motor_temp_c'] as number
    expect(normal).toBeGreaterThan(30)
    expect(normal).toBeLessThan(70)
    expect(hot).toBeGreaterThan(100)
  })
})
