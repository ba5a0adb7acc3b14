// What is counted of an exception report and of the coverage. Pure.
import type { PatrolException } from '#core/contracts/report.ts'

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
