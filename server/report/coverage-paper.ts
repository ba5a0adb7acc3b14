// The coverage report on paper.
import type { CoverageReport, ZoneCoverage } from '../../core/contracts/report.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import { daysOfWeek } from '../../core/domain/week.ts'
import { penFor, type Paper, type Pen, type Table } from './paper.ts'

/** Where the month begins in a day (`MM-DD`): thirteen columns have no room for years. */
const monthAt = 5

export function paperOfCoverage(report: CoverageReport, locale: Locale): Paper {
  const pen = penFor(report, locale)
  const { weeks, zones, unvisited } = report
  const week = weeks.at(-1)!
  const span = pen.say('report.span', { from: daysOfWeek(weeks[0]!).from, to: daysOfWeek(week).to })
  // What a round could have visited stands before what no round can.
  const missing = zones
    .filter(({ zone }) => unvisited.includes(zone))
    .toSorted((a, b) => Math.sign(b.checkpoints) - Math.sign(a.checkpoints))
  return {
    locale,
    title: pen.say('report.coverage'),
    lines: pen.lines(span),
    tables: [unvisitedTable(missing, week, pen), zoneTable(zones, weeks, pen)],
  }
}

const lastVisit = ({ checkpoints, lastVisitedAt }: ZoneCoverage, pen: Pen): string =>
  checkpoints === 0 ? pen.say('report.no_checkpoint') : pen.time(lastVisitedAt) || pen.say('report.never')

const unvisitedTable = (zones: readonly ZoneCoverage[], week: string, pen: Pen): Table => ({
  heading: pen.say('report.section.unvisited', daysOfWeek(week)),
  columns: [pen.column('report.column.zone', 60), pen.column('report.column.last_visit', 40)],
  rows: zones.map((zone) => [pen.name(zone.name, zone.zone), lastVisit(zone, pen)]),
})

function zoneTable(zones: readonly ZoneCoverage[], weeks: readonly string[], pen: Pen): Table {
  const share = Math.floor(44 / weeks.length)
  return {
    heading: pen.say('report.section.zones'),
    columns: [
      pen.column('report.column.zone', 26),
      pen.column('report.column.checkpoints', 9),
      ...weeks.map((week) => ({ name: daysOfWeek(week).from.slice(monthAt), width: share })),
      pen.column('report.column.last_visit', 21),
    ],
    rows: zones.map((zone) => [
      ...[pen.name(zone.name, zone.zone), String(zone.checkpoints)],
      ...zone.weeks.map(({ done, planned }) => (planned === 0 ? '–' : `${done}/${planned}`)),
      lastVisit(zone, pen),
    ]),
  }
}
