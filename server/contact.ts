// Something was heard of a guard in another way than by a tap: the rounds that he walks are in contact again.
import type { Transaction } from 'kysely'
import type { NewHappening } from '../core/contracts/live.ts'
import { noteContact, walkerOf } from '../core/domain/round-lost.ts'
import type { Internals } from './internal.ts'
import { roundsAround, saveRound } from './store/round.ts'
import type { Records } from './store/schema.ts'

/** A round that ended so long ago may still have a guard of whom nothing was heard since. */
const past = 24 * 3_600_000

export type Contact = { user: string; site: string; data: Record<string, unknown>; at: number; cause: string }

export async function noteHeard(
  tx: Transaction<Records>,
  internals: Pick<Internals, 'tell'>,
  { user, site, data, at, cause }: Contact,
): Promise<NewHappening[]> {
  const told: NewHappening[] = []
  const rounds = (await roundsAround(tx, site, at, past)).filter((round) => walkerOf(round) === user)
  const walked = rounds.filter((round) => round.state === 'under_way' || round.lostAt !== null)
  for (const round of walked) {
    const { next, happenings } = noteContact(round, at, user)
    if (happenings.length > 0) await saveRound(tx, next)
    told.push(...happenings)
  }
  const subject = { type: 'user' as const, id: user }
  return [...told, ...(await internals.tell(tx, { name: 'guard_heard', subject, data, site, device: null, at, cause }))]
}
