// Figures that are shown to people, from facts; each with the number of answers it rests on.
import { epoch } from '../contracts/instant.ts'

/** The share that the house promises: 综合满意率达到 90% 以上. */
export const satisfactionTarget = 0.9
const satisfied = 4
const window = 30 * 24 * 3_600_000

/** The share of ratings of 4 and 5 in the 30 days before `at`; `rate` is null without an answer. */
export function satisfaction(
  ratings: readonly { score: number; at: string }[],
  at: number,
): { rate: number | null; answers: number; kept: boolean | null } {
  const recent = ratings.filter((rating) => epoch(rating.at) <= at && epoch(rating.at) > at - window)
  if (recent.length === 0) return { rate: null, answers: 0, kept: null }
  const rate = recent.filter(({ score }) => score >= satisfied).length / recent.length
  return { rate, answers: recent.length, kept: rate >= satisfactionTarget }
}
