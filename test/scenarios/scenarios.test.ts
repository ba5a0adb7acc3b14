// Every scenario in virtual time through ingest and pipeline, with the kinds and rules that are shipped: what it promises
// follows between the minutes that it names, nothing else that sounds is raised, and a restart in the middle is not seen.
import { afterEach, expect, test } from 'vitest'
import type { Incident } from '../../core/contracts/incident.ts'
import { demoEstate } from '../../simulators/estate.ts'
import { play, type Played } from '../../simulators/play.ts'
import type { Scenario } from '../../simulators/scenario.ts'
import { scenarios } from '../../simulators/scenarios/catalogue.ts'
import { broken, gist, surplus } from '../support/promises.ts'
import { openVirtualHouse, type VirtualHouse } from '../support/virtual-house.ts'

/** Midnight of the site; a scenario is played at the first strike of its own clock after it. */
const day = Date.parse('2026-11-22T16:00:00Z')

let house: VirtualHouse | null = null
afterEach(async () => {
  await house?.end()
  house = null
})

async function stage(scenario: Scenario): Promise<Played & { house: VirtualHouse }> {
  const played = play(scenario, demoEstate, day)
  house = await openVirtualHouse(played.messages[0]!.at)
  return { ...played, house }
}

async function unbroken(scenario: Scenario): Promise<Incident[]> {
  const { endsAt, messages, house } = await stage(scenario)
  await house.hear(messages, endsAt)
  return house.incidents()
}

/** The evaluator is killed every 17 s: between a trip and its 10 s, between a fire's two detectors, within each silence. */
async function brokenAgainAndAgain(scenario: Scenario): Promise<Incident[]> {
  const { startsAt, endsAt, messages, house } = await stage(scenario)
  for (let at = startsAt; at < endsAt; at += 17_000) {
    await house.hear(messages, at)
    await house.restart()
  }
  await house.hear(messages, endsAt)
  return house.incidents()
}

test.each(scenarios)('$id raises what it promises and nothing else that sounds, restarted or not', async (scenario) => {
  const { startsAt } = play(scenario, demoEstate, day)
  const incidents = await unbroken(scenario)
  expect(broken(scenario, { incidents, startsAt })).toEqual([])
  expect(surplus(scenario, { incidents, startsAt })).toEqual([])
  await house!.end()
  const again = await brokenAgainAndAgain(scenario)
  expect(gist({ incidents: again, startsAt })).toEqual(gist({ incidents, startsAt }))
})

test('an idle pump that trips is one incident, and no standby is missed', async () => {
  const idle: Scenario = {
    ...{ ...scenarios[0]!, id: 'idle-trip', clock: '07:30:00', undoAt: '2m', lasts: '3m' },
    steps: [
      { at: '1s', device: 'pump-b1-1', fault: 'duty' },
      { at: '10s', device: 'pump-b1-2', fault: 'trip' },
    ],
    undo: [
      { at: '1s', device: 'pump-b1-2', mend: 'trip' },
      { at: '1s', device: 'pump-b1-1', mend: 'duty' },
    ],
  }
  const { startsAt, endsAt, messages, house } = await stage(idle)
  await house.hear(messages, endsAt)
  expect(gist({ incidents: await house.incidents(), startsAt })).toEqual([
    { what: 'pump-idle-trip pump-b1-2 P3', opened: 10, cleared: 121, trips: 1, active: false },
  ])
})

test('a quiet hour of the whole estate raises nothing at all', async () => {
  const quiet: Scenario = {
    ...scenarios[0]!,
    ...{ id: 'quiet', clock: '10:00:00', steps: [], undo: [], undoAt: '59m', lasts: '60m', expect: [] },
  }
  const { startsAt, endsAt, messages, house } = await stage(quiet)
  await house.hear(messages, endsAt)
  expect(messages.length).toBeGreaterThan(10_000)
  expect(gist({ incidents: await house.incidents(), startsAt })).toEqual([])
})
