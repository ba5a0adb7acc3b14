import { describe, expect, it } from 'vitest'
import { EventPayload, StatePayload } from '../../core/contracts/event.ts'
import { TelemetryPayload } from '../../core/contracts/reading.ts'
import { Id, Name } from '../../core/contracts/scalars.ts'
import { TapPayload } from '../../core/contracts/tap.ts'
import { parseTopic } from '../../core/contracts/topic.ts'
import { shippedKinds, shippedRules } from '../../core/kinds/shipped.ts'
import { demoEstate } from '../estate.ts'
import { play } from '../play.ts'
import { offsetMs, type Scenario, type Step } from '../scenario.ts'
import { scenarios } from './catalogue.ts'

const day = Date.parse('2026-11-23T00:00:00Z')
const nextDay = day + 86_400_000
const devices = new Set(demoEstate.devices.map(({ id }) => id))
const points = new Set(demoEstate.points.flatMap((panel) => panel.points.map((point) => `${panel.device}:${point.id}`)))
const checkpoints = new Set(demoEstate.checkpoints.map(({ id }) => id))
const people = new Set(demoEstate.users.map(({ username }) => username))
const payloads = { telemetry: TelemetryPayload, event: EventPayload, tap: TapPayload, state: StatePayload }
const rules = new Set(shippedRules.map(({ id }) => id))
const eventsOf = new Map(shippedKinds.map(({ id, events }) => [id, new Set(events.map(({ type }) => type))]))
const find = (id: string): Scenario => scenarios.find((scenario) => scenario.id === id)!

describe('scenarios', () => {
  it('have ids of their own and names in both languages', () => {
    expect(new Set(scenarios.map(({ id }) => id)).size).toBe(scenarios.length)
    for (const { id, name, description } of scenarios) {
      Id.parse(id)
      Name.parse(name)
      Name.parse(description)
    }
  })

  it.each(scenarios)('$id names only what the estate has, in the order of its times', (scenario) => {
    const exists = (step: Step) => {
      expect(devices).toContain(step.device)
      if ('event' in step && step.point !== undefined) expect(points).toContain(`${step.device}:${step.point}`)
    }
    scenario.steps.forEach(exists)
    scenario.undo.forEach(exists)
    expect(offsetMs(scenario.undoAt)).toBeLessThan(offsetMs(scenario.lasts))
    for (const { rule, subject, between } of scenario.expect) {
      expect(rules).toContain(rule)
      expect([devices, points, checkpoints, people].some((known) => known.has(subject))).toBe(true)
      expect(offsetMs(between[0])).toBeLessThan(offsetMs(between[1]))
      expect(offsetMs(between[1])).toBeLessThanOrEqual(offsetMs(scenario.lasts))
    }
  })

  it.each(scenarios)('$id plays valid messages in order of time, the same every time', (scenario) => {
    const { messages } = play(scenario, demoEstate, day)
    let last = 0
    for (const { at, topic, channel, payload } of messages) {
      expect(at).toBeGreaterThanOrEqual(last)
      last = at
      const heard = parseTopic(topic)!
      expect(heard.channel).toBe(channel)
      if (channel === 'event') expect(eventsOf.get(heard.kind)).toContain((payload as { type: string }).type)
      payloads[channel as keyof typeof payloads].parse(payload)
    }
    expect(JSON.stringify(play(scenario, demoEstate, day).messages)).toBe(JSON.stringify(messages))
  })

  it('stays under a hundred messages a second', () => {
    const { messages, startsAt, endsAt } = play(find('entrapment'), demoEstate, day)
    expect((messages.length * 1000) / (endsAt - startsAt + 60_000)).toBeLessThan(100)
  })
})

describe('what the scenarios say on the wire', () => {
  const said = (id: string, device: string, from = day) => {
    const { messages, startsAt } = play(find(id), demoEstate, from)
    return messages
      .filter((message) => message.device === device)
      .map(({ at, channel, payload }) => ({ t: (at - startsAt) / 1000, channel, payload: payload as never }))
  }
  const events = (id: string, device: string, from = day) =>
    said(id, device, from)
      .filter(({ channel }) => channel === 'event')
      .map(({ t, payload }) => ({ t, ...(payload as { type: string; point?: string }) }))
  const metric = (id: string, device: string, name: string) =>
    said(id, device)
      .filter(({ channel }) => channel === 'telemetry')
      .map(({ t, payload }) => ({ t, value: (payload as { metrics: Record<string, number> }).metrics[name]! }))

  it('entrapment: one event, then the car stands with people inside until it is freed', () => {
    const [trapped, freed] = events('entrapment', 'b3-lift-2')
    expect(trapped).toMatchObject({ type: 'entrapment', data: { between: [12, 13] } })
    expect(trapped!.t).toBeLessThan(150)
    expect(freed).toMatchObject({ type: 'restored' })
  })

  it('pump trip: the standby takes over and the pressure never falls below a dip', () => {
    // Whichever pump has its turn that day.
    for (const from of [day, nextDay])
      expect(events('pump-trip', 'pump-b1-1', from).map(({ type }) => type)).toEqual(['trip', 'changeover', 'restored'])
    const running = metric('pump-trip', 'pump-b1-2', 'running')
    expect(running.find(({ t }) => t > 25)!.value).toBe(true)
    const pressure = metric('pump-trip', 'pump-b1-2', 'outlet_pressure_mpa').map(({ value }) => value)
    expect(Math.min(...pressure)).toBeGreaterThan(0.25)
    expect(Math.min(...pressure)).toBeLessThan(0.4)
  })

  it('standby fails: no changeover, and the pressure is lost until somebody comes', () => {
    const types = events('standby-fails', 'pump-b2-1')
    expect(types.filter(({ t }) => t < 240).map(({ type }) => type)).toEqual(['trip'])
    const pressure = metric('standby-fails', 'pump-b2-1', 'outlet_pressure_mpa')
    expect(pressure.find(({ t }) => t > 100)!.value).toBeLessThan(0.15)
    expect(pressure.at(-1)!.value).toBeGreaterThan(0.35)
  })

  it('gateway lost: the will, then nothing from it or its children until it is back', () => {
    expect(said('gateway-lost', 'gw-b3').find(({ t }) => t > 9)).toMatchObject({ payload: { online: false } })
    for (const id of ['gw-b3', 'sump-5', 'door-b3']) {
      const times = said('gateway-lost', id).map(({ t }) => t)
      expect(times.filter((t) => t > 11 && t < 360)).toEqual([])
      expect(times.some((t) => t > 360)).toBe(true)
    }
  })

  it('missed checkpoint: the guard taps every stop but the first', () => {
    const taps = said('missed-checkpoint', 'reader-1').filter(({ channel }) => channel === 'tap')
    const uid = (id: string) => demoEstate.checkpoints.find((checkpoint) => checkpoint.id === id)!.tag.uid
    const tags = taps.map(({ payload }) => (payload as { tag: string }).tag)
    expect(tags).not.toContain(uid('cp-a-1'))
    expect(tags).toContain(uid('cp-a-2'))
    expect(tags).toContain(uid('cp-a-3'))
  })

  it('sensor stuck and drift: one value stands still, the other runs away, the machine does neither', () => {
    const stuck = metric('sensor-stuck', 'sump-4', 'level_m').filter(({ t }) => t > 30 && t < 240)
    expect(new Set(stuck.map(({ value }) => value)).size).toBe(1)
    const drift = metric('sensor-drift', 'pump-b1-1', 'motor_temp_c')
    expect(drift.find(({ t }) => t >= 290)!.value).toBeGreaterThan(100)
    expect(drift.at(-1)!.value).toBeLessThan(70)
  })
})
