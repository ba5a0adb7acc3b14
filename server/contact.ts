// Something was heard of a guard in another way than by a tap: the rounds that he walks are in contact again.
import type { Transaction } from 'kysely'
import type { NewHappening } from '../core/contracts/live.ts'
import { noteContact, walkerOf } from '../core/domain/round-lost.ts'
import type { Internals } from './internal.ts'
import { lostRounds, openRounds, saveRound } from './store/round.ts'
import type { Records } from './store/schema.ts'

export type Contact = { user: string; site: string; data: Record<string, unknown>; at: number; cause: string }

export async function noteHeard(
  tx: Transaction<Records>,
  internals: Pick<Internals, 'tell'>,
  { user, site, data, at, cause }: Contact,
): Promise<NewHappening[]> {
  const told: NewHappening[] = []
  const underWay = (await openRounds(tx, at)).filter(({ state, lostAt }) => state === 'under_way' && lostAt === null)
  const walked = [...underWay, ...(await lostRounds(tx, site))].filter((round) => walkerOf(round) === user)
  for (const round of walked) {
    const { next, happenings } = noteContact(round, at, user)
    if (happenings.length > 0) await saveRound(tx, next)
    told.push(...happenings)
  }
  const subject = { type: 'user' as const, id: user }
  return [...told, ...(await internals.tell(tx, { name: 'guard_heard', subject, data, site, device: null, at, cause }))]
}
