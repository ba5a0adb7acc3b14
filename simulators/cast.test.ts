import { describe, expect, it } from 'vitest'
import { castOf } from './cast.ts'
import { demoEstate } from './estate.ts'
import { play } from './play.ts'
import { scenarios } from './scenarios/catalogue.ts'

const cast = (id: string) =>
  castOf(
    scenarios.find((scenario) => scenario.id === id)!,
    demoEstate,
  )
const day = Date.parse('2026-11-23T00:00:00Z')

describe('the cast of a scenario', () => {
  it('is whom it names, their standbys and their children, and nobody else', () => {
    const ids = (id: string) => cast(id).devices.map((device) => device.id)
    expect(ids('entrapment')).toEqual(['b3-lift-2'])
    expect(ids('pump-trip')).toEqual(['pump-b1-1', 'pump-b1-2'])
    const children = demoEstate.devices.filter(({ parent }) => parent === 'gw-b3').map(({ id }) => id)
    expect(new Set(ids('gateway-lost'))).toEqual(new Set(['gw-b3', ...children]))
  })

  it.each(scenarios)('$id can be played by its cast alone, with the same events', (scenario) => {
    const named = new Set(scenario.steps.map(({ device }) => device))
    const events = (estate: typeof demoEstate) =>
      play(scenario, estate, day)
        .messages.filter(({ channel, device }) => channel === 'event' && named.has(device))
        .map(({ at, device, payload }) => ({ at, device, payload }))
    expect(events(castOf(scenario, demoEstate))).toEqual(events(demoEstate))
  })
})
