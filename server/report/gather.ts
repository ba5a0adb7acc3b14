// What every report is made of: the site it is about, the names of what it speaks of, and long lists read page by page,
// so that a month of rounds holds up nobody.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { iso } from '../../core/contracts/instant.ts'
import type { Call } from '../../core/contracts/call.ts'
import type { PatrolException } from '../../core/contracts/report.ts'
import type { Round } from '../../core/contracts/round.ts'
import type { Site } from '../../core/contracts/site.ts'
import {
  exceptionOfCall,
  exceptionOfSign,
  exceptionsOfLost,
  exceptionsOfRound,
  exceptionsOfTap,
  inOrder,
} from '../../core/domain/exception.ts'
import { explainedWithin } from '../../core/domain/cross-check.ts'
import { listCalls } from '../store/call.ts'
import { listCheckpoints } from '../store/checkpoint.ts'
import type { Page } from '../store/page.ts'
import { lossesTold, tapsReadIn } from '../store/report.ts'
import { listRounds } from '../store/round.ts'
import { listRoutes } from '../store/route.ts'
import type { Records } from '../store/schema.ts'
import { unexplainedSightings } from '../store/sighting.ts'
import { peopleNames } from '../store/user.ts'

type Db = Kysely<Records>
/** A site in [from, to), epoch ms; `at`: now. */
export type Asked = { site: Site; from: number; to: number; at: number }

const atOnce = 200

/** Reads every page of a list, letting everything else go on between them. */
export async function all<T>(
  page: (query: { limit: number; cursor?: string | undefined }) => Promise<Page<T>>,
): Promise<T[]> {
  const items: T[] = []
  for (let cursor: string | undefined; ;) {
    const read = await page({ limit: atOnce, cursor })
    items.push(...read.items)
    if (read.nextCursor === null) return items
    cursor = read.nextCursor
    await nextTurn()
  }
}

/** The part that opens every report. */
export const frameOf = ({ site, at }: Asked) => ({
  ...{ site: site.id, siteName: site.name, timezone: site.timezone, madeAt: iso(at) },
})

/** Names of checkpoints, people and routes of the site, by id. */
export async function namesOf(db: Db, { site }: Asked) {
  const sites = [site.id]
  const checkpoints = await all((query) => listCheckpoints(db, { ...query, sites }))
  const routes = await all((query) => listRoutes(db, { ...query, sites }))
  return {
    checkpoints: Object.fromEntries(checkpoints.map(({ id, name }) => [id, name])),
    people: Object.fromEntries(await peopleNames(db, sites)),
    routes: Object.fromEntries(routes.map(({ id, name }) => [id, name])),
  }
}

/** Rounds that start in the span, the earliest first. */
export const roundsOf = async (db: Db, { site, from, to }: Omit<Asked, 'at'>): Promise<Round[]> =>
  (await all((query) => listRounds(db, { ...query, sites: [site.id], from, to }))).reverse()

/** Calls that were made in the span, the earliest first. */
export const callsOf = async (db: Db, { site, from, to }: Asked): Promise<Call[]> =>
  (await all((query) => listCalls(db, { ...query, sites: [site.id], from, to }))).reverse()

/** Everything out of the ordinary in the span, the earliest first. `rounds` are those of the span. */
export async function exceptionsOf(db: Db, asked: Asked, rounds: readonly Round[]): Promise<PatrolException[]> {
  const { site, from, to, at } = asked
  const routes = new Map(rounds.map(({ id, route }) => [id, route]))
  const taps = await all((query) => tapsReadIn(db, { ...query, site: site.id, from, to }))
  const lost = await lossesTold(db, site.id, from, to)
  // A tap may still come and explain the latest signs.
  const until = Math.min(to, at - explainedWithin)
  const signs = await unexplainedSightings(db, { sites: [site.id], from, to: until, limit: 5000 })
  return inOrder([
    ...rounds.flatMap(exceptionsOfRound),
    ...taps.flatMap((tap) => exceptionsOfTap(tap, routes.get(tap.round ?? '') ?? null)),
    ...lost.flatMap((incident) => exceptionsOfLost(incident, asked)),
    ...signs.map(exceptionOfSign),
    ...(await callsOf(db, asked)).flatMap((call) => exceptionOfCall(call) ?? []),
  ])
}
