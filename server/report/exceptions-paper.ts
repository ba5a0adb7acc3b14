// The exception report on paper; its table of exceptions is also part of the daily report.
import type { ExceptionFilter, ExceptionReport, Leg, PatrolException } from '../../core/contracts/report.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import { isTextKey, type TextKey } from '../../core/texts/texts.ts'
import { penFor, type Paper, type Pen, type Table } from './paper.ts'

/** `filter`: what alone is on it, which it says. */
export function paperOfExceptions(report: ExceptionReport, locale: Locale, filter: ExceptionFilter): Paper {
  const pen = penFor(report, locale)
  const { from, to, planned, done } = report
  return {
    locale,
    title: pen.say('report.exceptions'),
    lines: [
      ...pen.lines(pen.say('report.span', { from: pen.time(from), to: pen.time(to) })),
      pen.say('report.visits', { planned, done }),
      ...onlyOf(filter, pen),
      pen.say('report.evidence'),
    ],
    tables: [exceptionTable(report.rows, pen), legTable(report.legs, pen)],
  }
}

function onlyOf({ route, guard, type }: ExceptionFilter, pen: Pen): string[] {
  const one = (name: TextKey, value: string) => pen.say('report.only.one', { name: pen.say(name), value })
  const words = [
    ...(route ? [one('exceptions.by.route', pen.route(route))] : []),
    ...(guard ? [one('exceptions.by.guard', pen.person(guard))] : []),
    ...(type ? [one('exceptions.by.type', pen.say(`exception.${type}`))] : []),
  ]
  return words.length === 0 ? [] : [pen.say('report.only', { words: words.join(' · ') })]
}

export const exceptionTable = (rows: readonly PatrolException[], pen: Pen): Table => ({
  heading: pen.say('report.section.exceptions'),
  columns: [
    pen.column('report.column.time', 17),
    pen.column('report.column.what', 16),
    pen.column('report.column.checkpoint', 17),
    pen.column('report.column.person', 10),
    pen.column('report.column.route', 15),
    pen.column('report.column.detail', 25),
  ],
  rows: rows.map((row) => [
    ...[pen.time(row.at), pen.say(`exception.${row.type}`), pen.checkpoint(row.checkpoint), pen.person(row.by)],
    ...[pen.route(row.route), detailOf(row, pen)],
  ]),
})

/** What explains an exception, in words. */
function detailOf({ type, data }: PatrolException, pen: Pen): string {
  const at = (key: string): string | null => (typeof data[key] === 'string' ? data[key] : null)
  const [deadline, from, until, received] = [at('deadline'), at('from'), at('until'), at('receivedAt')]
  const reason = `tap.reason.${at('reason')}`
  if (type === 'missed' || type === 'unwatched') return pen.say('report.deadline', { at: pen.clock(deadline ?? '') })
  if (type === 'tap_refused') return isTextKey(reason) ? pen.say(reason) : ''
  if (type === 'no_tap') return pen.say('report.sensor', { device: at('device') ?? '' })
  if (type === 'guard_lost') return at('clearedAt') ? pen.say('report.back', { at: pen.time(at('clearedAt')) }) : ''
  if (type === 'call_unanswered')
    return at('answeredAt')
      ? pen.say('report.answered', { at: pen.time(at('answeredAt')) })
      : pen.say('report.unanswered')
  if (from && until) return pen.say('report.window', { from: pen.clock(from), until: pen.clock(until) })
  return received ? pen.say('report.received', { at: pen.time(received) }) : ''
}

const legTable = (legs: readonly Leg[], pen: Pen): Table => {
  const walk = ({ minutes, at, by }: Leg['shortest']) => `${minutes} · ${pen.person(by)} ${pen.time(at)}`
  return {
    heading: pen.say('report.section.legs'),
    columns: [
      pen.column('report.column.way', 34),
      pen.column('report.column.count', 8),
      pen.column('report.column.shortest', 29),
      pen.column('report.column.longest', 29),
    ],
    rows: legs.map(({ from, to, count, shortest, longest }) => [
      ...[
        pen.say('report.way', { from: pen.checkpoint(from), to: pen.checkpoint(to) }),
        String(count),
        walk(shortest),
        walk(longest),
      ],
    ]),
  }
}
