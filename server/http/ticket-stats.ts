// Response and repair times over HTTP.
import type { Kysely } from 'kysely'
import { epoch } from '../../core/contracts/instant.ts'
import type { Name } from '../../core/contracts/scalars.ts'
import { satisfaction, satisfactionTarget } from '../../core/domain/kpi.ts'
import { seesFiguresOf, statsKeys, timesBy, timesOf } from '../../core/domain/ticket-stats.ts'
import { findDevice } from '../store/device.ts'
import type { Records } from '../store/schema.ts'
import { ratingsGiven, ticketsReceived } from '../store/ticket-stats.ts'
import { findUser } from '../store/user.ts'
import { findVendor } from '../store/vendor.ts'
import type { Handlers } from './call.ts'
import { scopeOf } from './change.ts'
import type { HttpDeps } from './deps.ts'

type Db = Kysely<Records>
const rated = 30 * 24 * 3_600_000
/** Rows of each table: what is worst has many tickets. */
const most = 100

export function ticketStatsRoutes({ db }: Pick<HttpDeps, 'db'>): Pick<Handlers, 'ticketStats'> {
  return {
    async ticketStats({ actor, query, at }) {
      const [from, to] = [epoch(query.from), epoch(query.to)]
      const sites = scopeOf(actor, query.site)
      const tickets = await ticketsReceived(db, { from, to, sites })
      const until = Math.min(to, at)
      const ratings = await ratingsGiven(db, { from: until - rated, to: until + 1, sites })
      const people = timesBy(tickets, statsKeys.people).filter(({ id }) => seesFiguresOf(actor, id))
      const vendors = timesBy(tickets, statsKeys.vendors).filter(({ id }) => !actor.vendor || id === actor.vendor)
      return {
        ...{ from: query.from, to: query.to, total: timesOf(tickets) },
        devices: await named(db, timesBy(tickets, statsKeys.devices), nameOfDevice),
        people: await named(db, people, nameOfPerson),
        vendors: await named(db, vendors, nameOfVendor),
        rating: { ...satisfaction(ratings, until), target: satisfactionTarget },
      }
    },
  }
}

const nameOfDevice = async (db: Db, id: string): Promise<Name | undefined> => (await findDevice(db, id))?.name
const nameOfVendor = async (db: Db, id: string): Promise<Name | undefined> => (await findVendor(db, id))?.name
async function nameOfPerson(db: Db, id: string): Promise<Name | undefined> {
  const name = (await findUser(db, id))?.name
  return name === undefined ? undefined : both(name)
}

const both = (name: string): Name => ({ 'zh-CN': name, en: name })

/** Rows with names; what is gone keeps its id. */
const named = <R extends { id: string }>(
  db: Db,
  rows: readonly R[],
  nameOf: (db: Db, id: string) => Promise<Name | undefined>,
): Promise<(R & { name: Name })[]> =>
  Promise.all(rows.slice(0, most).map(async (row) => ({ ...row, name: (await nameOf(db, row.id)) ?? both(row.id) })))
