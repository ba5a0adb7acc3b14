// Which zones were visited in which week: planned, done, late, missed; and which were not, whatever was planned.
import type { Checkpoint } from '../contracts/checkpoint.ts'
import { epoch } from '../contracts/instant.ts'
import type { ZoneCoverage } from '../contracts/report.ts'
import type { Round, Visit } from '../contracts/round.ts'
import type { Zone } from '../contracts/site.ts'
import { countVisits } from './exception.ts'
import { weekOf } from './week.ts'

export type CoverageFacts = {
  zones: readonly Zone[]
  checkpoints: readonly Pick<Checkpoint, 'id' | 'zone'>[]
  /** Every round of the weeks. */
  rounds: readonly Pick<Round, 'visits'>[]
  /** The last accepted tap at a checkpoint, on a round or not, ISO. */
  lastTapAt: ReadonlyMap<string, string>
  /** ISO weeks, the oldest first. */
  weeks: readonly string[]
  timezone: string
}

/**
 * Every zone of a site: those that no round can reach, too. A visit counts in the week in which it was due, and as soon as
 * it is done or its time is over: what is still to come says nothing of the week.
 */
export function coverZones(facts: CoverageFacts): ZoneCoverage[] {
  const zoneOf = new Map(facts.checkpoints.map(({ id, zone }) => [id, zone]))
  const visits = new Map<string, Visit[]>()
  for (const visit of facts.rounds.flatMap((round) => round.visits)) {
    if (visit.state === 'due') continue
    const key = `${zoneOf.get(visit.checkpoint) ?? ''} ${weekOf(epoch(visit.until), facts.timezone)}`
    visits.set(key, [...(visits.get(key) ?? []), visit])
  }
  return facts.zones.toSorted(byPlace).map(({ id, name, building, floor }) => {
    const own = facts.checkpoints.filter(({ zone }) => zone === id)
    const weeks = facts.weeks.map((week) => countVisits(visits.get(`${id} ${week}`) ?? []))
    const taps = own.flatMap((checkpoint) => facts.lastTapAt.get(checkpoint.id) ?? [])
    return { zone: id, name, building, floor, checkpoints: own.length, weeks, lastVisitedAt: latest(taps) }
  })
}

/** Building by building, from the lowest floor up; what belongs to no building comes first. */
const byPlace = (a: Zone, b: Zone): number =>
  (a.building ?? '').localeCompare(b.building ?? '', 'en') || (a.floor ?? 0) - (b.floor ?? 0) || (a.id < b.id ? -1 : 1)

const latest = (times: readonly string[]): string | null =>
  times.reduce<string | null>((last, at) => (last === null || epoch(at) > epoch(last) ? at : last), null)

/** Zones in which nobody was since an instant (epoch ms). */
export const unvisitedSince = (zones: readonly ZoneCoverage[], since: number): string[] =>
  zones.filter(({ lastVisitedAt }) => lastVisitedAt === null || epoch(lastVisitedAt) < since).map(({ zone }) => zone)
