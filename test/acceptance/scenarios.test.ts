// Every scenario as its demo button plays it: pressed over HTTP, spoken by the fleet over real MQTT, on disk, judged,
// and asked for over HTTP. The wires are real; the clock alone is turned by hand, so that minutes pass in seconds.
import { afterEach, expect, test } from 'vitest'
import type { Incident } from '../../core/contracts/incident.ts'
import { demoEstate } from '../../simulators/estate.ts'
import { startOf } from '../../simulators/play.ts'
import { offsetMs, type Scenario } from '../../simulators/scenario.ts'
import { scenarios } from '../../simulators/scenarios/catalogue.ts'
import { broken, surplus } from '../support/promises.ts'
import { openTimedHouse, type TimedHouse } from '../support/timed-house.ts'

/** Midnight of the site; a scenario begins at the first strike of its own clock after it. */
const day = Date.parse('2026-11-22T16:00:00Z')
/** Normal life before it, so that every device has been heard. */
const warmUpMs = 60_000

let house: TimedHouse | null = null
afterEach(async () => {
  await house?.leave()
  house = null
})

/** The whole play: its button, what puts things right, and everything that was raised, the oldest first. */
async function perform(scenario: Scenario, startsAt: number): Promise<Incident[]> {
  house = await openTimedHouse(startsAt - warmUpMs, scenario.seed)
  const { admin } = house
  const until = (offset: number) => house!.pass(startsAt + offset - house!.now())
  await until(0)
  await admin.act(`/simulator/scenarios/${scenario.id}/start`)
  await until(offsetMs(scenario.undoAt))
  await admin.act(`/simulator/scenarios/${scenario.id}/stop`)
  await until(offsetMs(scenario.lasts))
  await house.settled()
  return (await admin.get('/incidents?limit=500')).items.reverse()
}

/** The newest reading of a device in the time-series store, epoch ms. */
async function lastStored(device: string): Promise<number> {
  const from = new Date(house!.now() - 120_000).toISOString()
  const { items } = await house!.admin.get(`/devices/${device}/readings?from=${from}&limit=1000`)
  return Date.parse(items.at(-1)?.ts ?? from)
}

test.each(scenarios)(
  '$id over real wires raises what it promises and nothing else that sounds',
  async (scenario) => {
    const startsAt = startOf(scenario, demoEstate, day + warmUpMs)
    const incidents = await perform(scenario, startsAt)
    expect(broken(scenario, { incidents, startsAt })).toEqual([])
    expect(surplus(scenario, { incidents, startsAt })).toEqual([])
    await expect.poll(() => lastStored('power-main'), { timeout: 10_000 }).toBeGreaterThan(house!.now() - 60_000)
  },
  120_000,
)
