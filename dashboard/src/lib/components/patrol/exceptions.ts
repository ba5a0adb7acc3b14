// The rows of an exception report, narrowed to what was asked, and what stands behind each. Pure.
import type { ExceptionReport, PatrolException } from '#core/contracts/report.ts'

export type ExceptionFilter = { route: string; guard: string; type: string }

/** Empty words of the filter ask for all. */
export const rowsOf = (
  report: Pick<ExceptionReport, 'rows'>,
  { route, guard, type }: ExceptionFilter,
): PatrolException[] =>
  report.rows.filter(
    (row) => (!route || row.route === route) && (!guard || row.by === guard) && (!type || row.type === type),
  )

/** How often each type occurs, the most frequent first. */
export function countTypes(rows: readonly PatrolException[]): { type: PatrolException['type']; n: number }[] {
  const groups = Map.groupBy(rows, (row) => row.type)
  return [...groups].map(([type, all]) => ({ type, n: all.length })).toSorted((a, b) => b.n - a.n)
}

/** How much of a week's plan was done, 0 to 1; null when nothing was planned. */
export const shareOf = ({ planned, done }: { planned: number; done: number }): number | null =>
  planned === 0 ? null : done / planned

/** Five steps of coverage, from nothing to all: how full a square is drawn. Null when nothing was planned. */
export function stepOf(share: number | null): 0 | 1 | 2 | 3 | 4 | null {
  if (share === null) return null
  if (share >= 1) return 4
  return share <= 0 ? 0 : ((1 + Math.floor(share * 3)) as 1 | 2 | 3)
}
