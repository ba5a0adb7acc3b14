// The round of a guard who is sent to an incident stands still until he is free again.
import type { Transaction } from 'kysely'
import type { Errand } from '../core/contracts/errand.ts'
import type { NewHappening } from '../core/contracts/live.ts'
import { isRefusal } from '../core/contracts/refusal.ts'
import type { Round } from '../core/contracts/round.ts'
import type { Decision } from '../core/domain/decision.ts'
import { walkerOf } from '../core/domain/round-lost.ts'
import { pauseOf, pauseRound, resumeRound } from '../core/domain/round-pause.ts'
import { openErrands } from './store/errand.ts'
import { findRound, openRounds, saveRound } from './store/round.ts'
import type { Records } from './store/schema.ts'

type Tx = Transaction<Records>

/** Lets the round that he walks stand still from `at` (epoch ms) on; gives its id, null when he walks none. */
export async function pauseWalk(
  tx: Tx,
  { user, incident, by, at }: { user: string; incident: string; by: string; at: number },
): Promise<{ round: string | null; happenings: NewHappening[] }> {
  const rounds = await openRounds(tx, at)
  const walked = rounds.find((round) => round.state === 'under_way' && walkerOf(round) === user)
  const paused = walked ? pauseRound(walked, { at, incident, by }) : null
  if (!paused || isRefusal(paused)) return { round: null, happenings: [] }
  return { round: paused.next.id, happenings: await keep(tx, paused) }
}

/** Lets the round go on, unless he is wanted elsewhere still. */
export async function resumeWalk(
  tx: Tx,
  { id, user, round: named }: Errand,
  { by, at }: { by: string | null; at: number },
): Promise<NewHappening[]> {
  const round = named === null ? null : await findRound(tx, named)
  const others = (await openErrands(tx, { user })).filter((errand) => errand.id !== id)
  const waits = round && pauseOf(round) && pauseOf(round)!.incident !== null
  return waits && others.length === 0 ? keep(tx, resumeRound(round, { at, by })) : []
}

async function keep(tx: Tx, { next, happenings }: Decision<Round>): Promise<NewHappening[]> {
  if (happenings.length > 0) await saveRound(tx, next)
  return happenings
}
