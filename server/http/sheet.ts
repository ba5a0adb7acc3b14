// The sheet over HTTP: one answer with everything that a guard's phone needs while it has no network.
import type { Kysely } from 'kysely'
import { iso } from '../../core/contracts/instant.ts'
import { isRefusal, type Refusal } from '../../core/contracts/refusal.ts'
import type { Sheet } from '../../core/contracts/sheet.ts'
import type { Actor } from '../../core/contracts/user.ts'
import { placeWords, roundsFor, sheetAhead, sheetBack, sheetPoint } from '../../core/domain/sheet.ts'
import { waitingCalls } from '../store/call.ts'
import { listCheckpoints } from '../store/checkpoint.ts'
import { openDutyOf } from '../store/duty.ts'
import { openErrands } from '../store/errand.ts'
import { openRounds } from '../store/round.ts'
import type { Records } from '../store/schema.ts'
import { findSite } from '../store/site.ts'
import { tapsOf } from '../store/tap.ts'
import { peopleNames } from '../store/user.ts'
import { listZones } from '../store/zone.ts'
import type { Handlers } from './call.ts'
import type { HttpDeps } from './deps.ts'
import { siteOf } from './own-site.ts'

type Db = Kysely<Records>

/** Nobody taps more on one day. */
const mostTaps = 1000

export function sheetRoutes({ db }: HttpDeps): Pick<Handlers, 'sheet'> {
  return {
    sheet: async ({ actor, query, at }): Promise<Sheet | Refusal> => {
      // On post somewhere, that is the site meant.
      const duty = await openDutyOf(db, actor.name)
      const site = await siteOf(db, actor, query.site ?? duty?.site)
      return isRefusal(site) ? site : sheetOf(db, actor, site, at)
    },
  }
}

async function sheetOf(db: Db, actor: Actor, id: string, at: number): Promise<Sheet> {
  const user = actor.name
  const [site, people, duty, rounds, calls, errands, points, taps] = await Promise.all([
    findSite(db, id),
    peopleNames(db, [id]),
    openDutyOf(db, user),
    openRounds(db, at + sheetAhead),
    waitingCalls(db, { user }),
    openErrands(db, { user }),
    pointsOf(db, id),
    tapsOf(db, user, at - sheetBack, mostTaps),
  ])
  return {
    ...{ at: iso(at), site: id, siteName: site!.name, timezone: site!.timezone, phone: site!.phone },
    ...{ user, name: people.get(user) ?? user, people: Object.fromEntries(people), duty, calls, errands, points },
    taps: taps.map((tap) => ({ id: tap.id, grade: tap.grade, flags: tap.flags })),
    rounds: roundsFor(
      rounds.filter((round) => round.site === id),
      user,
      at,
    ),
  }
}

async function pointsOf(db: Db, id: string): Promise<Sheet['points']> {
  const all = { limit: 100_000, sites: [id] }
  const [site, zones, points] = await Promise.all([findSite(db, id), listZones(db, all), listCheckpoints(db, all)])
  const known = new Map(zones.items.map((zone) => [zone.id, zone]))
  return points.items.map((point) => sheetPoint(point, placeWords(point, site, known)))
}
