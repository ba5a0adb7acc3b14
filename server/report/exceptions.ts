// The exception report (异常报告): what was out of the ordinary on the patrols of a site, and how long the ways took.
import type { Kysely } from 'kysely'
import { iso } from '../../core/contracts/instant.ts'
import type { ExceptionFilter, ExceptionReport } from '../../core/contracts/report.ts'
import { countVisits, legsOf, narrowRows } from '../../core/domain/exception.ts'
import type { Records } from '../store/schema.ts'
import { exceptionsOf, frameOf, namesOf, roundsOf, type Asked } from './gather.ts'

/** `filter` narrows the rows; what was due and how long the ways took is of all. */
export async function exceptionReport(
  db: Kysely<Records>,
  asked: Asked,
  filter: ExceptionFilter,
): Promise<ExceptionReport> {
  const rounds = await roundsOf(db, asked)
  // What may still come is nobody's omission.
  const { planned, done } = countVisits(rounds.flatMap(({ visits }) => visits.filter(({ state }) => state !== 'due')))
  return {
    ...frameOf(asked),
    ...(await namesOf(db, asked)),
    ...{ from: iso(asked.from), to: iso(asked.to), planned, done },
    rows: narrowRows(await exceptionsOf(db, asked, rounds), filter),
    legs: legsOf(rounds),
  }
}
