// The daily activity report on paper.
import type { DailyReport } from '../../core/contracts/report.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import { exceptionTable } from './exceptions-paper.ts'
import { penFor, type Paper, type Pen, type Table } from './paper.ts'

export function paperOfDay(report: DailyReport, locale: Locale): Paper {
  const pen = penFor(report, locale)
  const tables = [dutyTable, roundTable, exceptions, findingTable, incidentTable, ticketTable]
  return {
    locale,
    title: pen.say('report.daily'),
    lines: [...pen.lines(pen.say('report.day', { date: report.date })), pen.say('report.evidence')],
    tables: tables.map((table) => table(report, pen)),
  }
}

const exceptions = (report: DailyReport, pen: Pen): Table => exceptionTable(report.exceptions, pen)

const dutyTable = ({ duties }: DailyReport, pen: Pen): Table => ({
  heading: pen.say('report.section.duties'),
  columns: [
    pen.column('report.column.person', 34),
    pen.column('report.column.start', 33),
    pen.column('report.column.end', 33),
  ],
  rows: duties.map(({ user, startedAt, endedAt }) => [
    ...[pen.person(user), pen.time(startedAt), pen.time(endedAt) || pen.say('report.on_post')],
  ]),
})

const roundTable = ({ rounds }: DailyReport, pen: Pen): Table => ({
  heading: pen.say('report.section.rounds'),
  columns: [
    pen.column('report.column.start', 18),
    pen.column('report.column.route', 28),
    pen.column('report.column.person', 14),
    pen.column('report.column.state', 12),
    pen.column('report.column.visits', 12),
    pen.column('report.column.late', 8),
    pen.column('report.column.missed', 8),
  ],
  rows: rounds.map((round) => [
    ...[pen.time(round.startsAt), pen.name(round.name, round.route), pen.person(round.guard)],
    ...[pen.say(`round.state.${round.state}`), `${round.done}/${round.planned}`],
    ...[String(round.late), String(round.missed)],
  ]),
})

const findingTable = ({ findings }: DailyReport, pen: Pen): Table => ({
  heading: pen.say('report.section.findings'),
  columns: [
    pen.column('report.column.time', 18),
    pen.column('report.column.checkpoint', 18),
    pen.column('report.column.what', 26),
    pen.column('report.column.state', 12),
    pen.column('report.column.owner', 10),
    pen.column('report.column.due', 16),
  ],
  rows: findings.map((finding) => [
    ...[pen.time(finding.at), pen.checkpoint(finding.checkpoint ?? finding.device)],
    [pen.name(finding.checkName ?? undefined, null), finding.text].filter((part) => part !== '').join(' · '),
    ...[pen.say(`finding.state.${finding.state}`), pen.person(finding.owner)],
    `${pen.time(finding.dueAt)}${finding.overdue ? ` ${pen.say('report.overdue')}` : ''}`,
  ]),
})

const incidentTable = ({ incidents }: DailyReport, pen: Pen): Table => ({
  heading: pen.say('report.section.incidents'),
  columns: [
    pen.column('report.column.time', 18),
    pen.column('report.column.priority', 8),
    pen.column('report.column.what', 34),
    pen.column('report.column.person', 14),
    pen.column('report.column.state', 26),
  ],
  rows: incidents.map((incident) => [
    ...[pen.time(incident.openedAt), String(incident.priority)],
    `${pen.name(incident.title, null)} · ${placeOf(incident.subject, pen)}`,
    pen.person(incident.acknowledgedBy),
    stateOf(incident, pen),
  ]),
})

const placeOf = ({ type, id }: { type: string; id: string }, pen: Pen): string =>
  type === 'user' ? pen.person(id) : type === 'checkpoint' ? pen.checkpoint(id) : id

function stateOf({ closedAt, active, acknowledged }: DailyReport['incidents'][number], pen: Pen): string {
  if (closedAt !== null) return `${pen.say('incident.state.closed')} ${pen.time(closedAt)}`
  const fact = pen.say(active ? 'incident.state.active' : 'incident.state.cleared')
  return `${fact} · ${pen.say(acknowledged ? 'incident.state.acknowledged' : 'incident.state.unacknowledged')}`
}

const ticketTable = ({ tickets }: DailyReport, pen: Pen): Table => ({
  heading: pen.say('report.section.tickets'),
  columns: [
    pen.column('report.column.number', 8),
    pen.column('report.column.time', 18),
    pen.column('report.column.what', 44),
    pen.column('report.column.person', 14),
    pen.column('report.column.state', 16),
  ],
  rows: tickets.map(({ number, createdAt, title, assignee, state }) => [
    ...[
      String(number),
      pen.time(createdAt),
      pen.name(title, null),
      pen.person(assignee),
      pen.say(`ticket.state.${state}`),
    ],
  ]),
})
