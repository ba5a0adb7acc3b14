// Whose tap it is, when several rounds pass one checkpoint: the tap is counted once, for the round that it fits best.
import { epoch } from '../contracts/instant.ts'
import type { Round } from '../contracts/round.ts'
import { controlDistance, controlFor } from './round-control.ts'
import { asOf } from './round-pause.ts'
import { distance, isDone, reach, readAt, repeats, takeTap, visitFor, type RoundTap } from './round-visit.ts'

const minute = 60_000
/** What it weighs that a round is somebody else's, or given to nobody, and that it is not under way or has no use for it. */
const strange = { own: 0, nobodys: 15 * minute, others: 45 * minute }
const useless = 30 * minute

type Fit = { round: Round; cost: number; done: number }

const strangerTo = (round: Round, { by }: RoundTap): number =>
  by === null || round.guard === null ? strange.nobodys : round.guard === by ? strange.own : strange.others

/** How well a tap fits a round: smaller is better, null is not at all. */
function fit(round: Round, tap: RoundTap, checkpoint: string): Fit | null {
  const at = readAt(tap)
  const now = asOf(round, at)
  const visit = visitFor(now, tap, checkpoint)
  if (visit && repeats(visit, tap)) return { round, cost: -1, done: 1 }
  const control = controlFor(now, tap, checkpoint)
  const within = at >= epoch(now.startsAt) - reach && at <= epoch(now.endsAt)
  if (!control && (!within || !visit)) return null
  const used = control !== null || takeTap(visit!, tap) !== null
  const away = control ? controlDistance(now, control, at) : distance(visit!, at)
  // A start point is tapped before the start as a matter of course.
  const present = control === 'startPoint' || (used && at >= epoch(now.startsAt))
  return { round, cost: away + strangerTo(round, tap) + (present ? 0 : useless), done: visit && isDone(visit) ? 1 : 0 }
}

/**
 * The round that a tap belongs to, of those open or lately closed. The nearest window; before it the guard's own round
 * before a stranger's, and one that is under way and can use the tap before one that has not begun. Null: it fits none.
 */
export function attribute(rounds: readonly Round[], tap: RoundTap, checkpoint: string): Round | null {
  const fits = rounds.map((round) => fit(round, tap, checkpoint)).filter((each) => each !== null)
  const earlier = (a: Round, b: Round) => epoch(a.startsAt) - epoch(b.startsAt) || (a.id < b.id ? -1 : 1)
  fits.sort((a, b) => a.cost - b.cost || a.done - b.done || earlier(a.round, b.round))
  return fits[0]?.round ?? null
}
