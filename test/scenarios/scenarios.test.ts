// Every scenario in virtual time through ingest and pipeline, with the kinds and rules that are shipped: what it promises
// follows between the minutes that it names, nothing else that sounds is raised, and a restart in the middle is not seen.
import { afterEach, expect, test } from 'vitest'
import type { Incident } from '../../core/contracts/incident.ts'
import { demoEstate } from '../../simulators/estate.ts'
import { play, type Played } from '../../simulators/play.ts'
import { offsetMs, type Expectation, type Scenario } from '../../simulators/scenario.ts'
import { scenarios } from '../../simulators/scenarios/catalogue.ts'
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

const isOf = ({ rule, subject }: Expectation, incident: Incident): boolean =>
  incident.rule === rule && incident.subject.id === subject

/** Whether the incidents of one night keep one promise. */
function holds(promise: Expectation, incidents: readonly Incident[], startsAt: number): boolean {
  const [from, until] = [startsAt + offsetMs(promise.between[0]), startsAt + offsetMs(promise.between[1])]
  const inside = (time: string | null): boolean =>
    time !== null && Date.parse(time) >= from && Date.parse(time) <= until
  const own = incidents.filter((incident) => isOf(promise, incident))
  switch (promise.incident) {
    case 'open':
      return inside(own[0]?.openedAt ?? null)
    case 'cleared':
      return own.some(({ clearedAt }) => inside(clearedAt))
    case 'none':
      return own.every(
        ({ openedAt, clearedAt }) =>
          Date.parse(openedAt) > until || (clearedAt !== null && Date.parse(clearedAt) < from),
      )
  }
}

/** What a person would say of an incident: which, when, for how long, how often. */
const gist = (incidents: readonly Incident[], startsAt: number) =>
  incidents.map(({ rule, subject, priority, openedAt, clearedAt, trips, active }) => ({
    what: `${rule} ${subject.id} P${priority}`,
    opened: (Date.parse(openedAt) - startsAt) / 1000,
    cleared: clearedAt === null ? null : (Date.parse(clearedAt) - startsAt) / 1000,
    ...{ trips, active },
  }))

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
  for (const promise of scenario.expect)
    expect(holds(promise, incidents, startsAt), JSON.stringify([promise, ...gist(incidents, startsAt)])).toBe(true)
  const promised = scenario.expect.filter(({ incident }) => incident === 'open')
  const surplus = incidents.filter(
    (incident) => incident.priority <= 2 && !promised.some((promise) => isOf(promise, incident)),
  )
  expect(gist(surplus, startsAt)).toEqual([])
  await house!.end()
  expect(gist(await brokenAgainAndAgain(scenario), startsAt)).toEqual(gist(incidents, startsAt))
})

test('a quiet hour of the whole estate raises nothing at all', async () => {
  const quiet: Scenario = {
    ...scenarios[0]!,
    ...{ id: 'quiet', clock: '10:00:00', steps: [], undo: [], undoAt: '59m', lasts: '60m', expect: [] },
  }
  const { startsAt, endsAt, messages, house } = await stage(quiet)
  await house.hear(messages, endsAt)
  expect(messages.length).toBeGreaterThan(10_000)
  expect(gist(await house.incidents(), startsAt)).toEqual([])
})
