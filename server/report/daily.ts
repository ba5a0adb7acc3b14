// The daily activity report (日报): one day of a site: who was on post, rounds, exceptions, findings, incidents, tickets.
import type { Kysely } from 'kysely'
import { iso } from '../../core/contracts/instant.ts'
import type { DailyReport } from '../../core/contracts/report.ts'
import type { Round } from '../../core/contracts/round.ts'
import type { Site } from '../../core/contracts/site.ts'
import { countVisits } from '../../core/domain/exception.ts'
import { spanOfDays } from '../../core/domain/week.ts'
import { listDuties } from '../store/duty.ts'
import { listIncidents } from '../store/incident.ts'
import { findingsOn, ticketsOn } from '../store/report.ts'
import type { Records } from '../store/schema.ts'
import { all, callsOf, exceptionsOf, frameOf, namesOf, roundsOf } from './gather.ts'

/** A duty that began so long before the day may still reach into it. */
const longestDuty = 24 * 3_600_000

/** `date`: a day of the site's zone, `YYYY-MM-DD`; `at`: now, epoch ms. */
export async function dailyReport(
  db: Kysely<Records>,
  { site, date, at }: { site: Site; date: string; at: number },
): Promise<DailyReport> {
  const asked = { site, at, ...spanOfDays(date, 1, site.timezone) }
  const { from, to } = asked
  const sites = [site.id]
  const rounds = await roundsOf(db, asked)
  const duties = await all((query) => listDuties(db, { ...query, sites, from: from - longestDuty, to }))
  const incidents = await all((query) => listIncidents(db, { ...query, sites, from, to, at }))
  return {
    ...frameOf(asked),
    ...(await namesOf(db, asked)),
    ...{ date, from: iso(from), to: iso(to) },
    duties: duties.filter(({ endedAt }) => endedAt === null || Date.parse(endedAt) > from).reverse(),
    rounds: rounds.map(summaryOf),
    exceptions: await exceptionsOf(db, asked, rounds),
    findings: await findingsOn(db, site.id, from, to),
    calls: await callsOf(db, asked),
    incidents: incidents.reverse(),
    tickets: await ticketsOn(db, site.id, from, to),
  }
}

const summaryOf = ({ id, route, name, guard, state, startsAt, finishedAt, visits }: Round) => ({
  ...{ id, route, name, guard, state, startsAt, finishedAt },
  ...countVisits(visits),
})
