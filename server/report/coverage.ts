// Coverage (覆盖): every zone of a site by week, and the zones in which nobody was in the last one.
import type { Kysely } from 'kysely'
import type { CoverageReport } from '../../core/contracts/report.ts'
import type { Site } from '../../core/contracts/site.ts'
import { coverZones, unvisitedSince } from '../../core/domain/coverage.ts'
import { mondayOf, spanOfDays } from '../../core/domain/week.ts'
import { listCheckpoints } from '../store/checkpoint.ts'
import { lastTaps } from '../store/report.ts'
import type { Records } from '../store/schema.ts'
import { listZones } from '../store/zone.ts'
import { all, frameOf, roundsOf } from './gather.ts'

/** A round that begins before midnight has visits that are due after it. */
const longestRound = 24 * 3_600_000

/** `weeks`: ISO weeks, the oldest first, each of them there. `at`: now, epoch ms. */
export async function coverageReport(
  db: Kysely<Records>,
  { site, weeks, at }: { site: Site; weeks: readonly string[]; at: number },
): Promise<CoverageReport> {
  const sites = [site.id]
  const first = spanOfDays(mondayOf(weeks[0]!)!, 7, site.timezone)
  const last = spanOfDays(mondayOf(weeks.at(-1)!)!, 7, site.timezone)
  const zones = coverZones({
    zones: await all((query) => listZones(db, { ...query, sites })),
    checkpoints: await all((query) => listCheckpoints(db, { ...query, sites })),
    rounds: await roundsOf(db, { site, from: first.from - longestRound, to: last.to }),
    lastTapAt: await lastTaps(db, site.id, last.to),
    ...{ weeks, timezone: site.timezone },
  })
  const frame = frameOf({ site, at, ...last })
  return { ...frame, weeks: [...weeks], zones, unvisited: unvisitedSince(zones, last.from) }
}
