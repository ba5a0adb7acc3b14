// Which calls a desk has to see: those that wait, the soonest due first; then unanswered ones; then just answered ones. Pure.
import type { Call } from '#core/contracts/call.ts'
import { epoch } from '#core/contracts/instant.ts'

const minute = 60_000
/** How long a call that is over stays in sight, by how it ended. */
const stays = {
  waiting: Infinity,
  unanswered: 30 * minute,
  answered_late: 10 * minute,
  answered: 3 * minute,
  cancelled: -Infinity,
} as const
const ranks = { waiting: 0, unanswered: 1, answered_late: 2, answered: 3, cancelled: 4 } as const

/** @param now epoch ms */
export const callsToShow = (calls: readonly Call[], now: number): Call[] =>
  calls
    .filter((one) => now - (epoch(one.answeredAt) ?? epoch(one.dueAt)) < stays[one.state])
    .toSorted((a, b) => ranks[a.state] - ranks[b.state] || epoch(a.dueAt) - epoch(b.dueAt))
