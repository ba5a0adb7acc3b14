// Duties that nobody ended, performed: after so many hours nobody is on post any more.
import type { Transaction } from 'kysely'
import type { NewHappening } from '../core/contracts/live.ts'
import { expireDuty, forgottenBefore } from '../core/domain/duty.ts'
import { dutiesSince, saveDuty } from './store/duty.ts'
import type { Records } from './store/schema.ts'

export async function endForgottenDuties(tx: Transaction<Records>, at: number): Promise<NewHappening[]> {
  const told: NewHappening[] = []
  for (const duty of await dutiesSince(tx, forgottenBefore(at))) {
    const { next, happenings } = expireDuty(duty, at)
    if (happenings.length > 0) await saveDuty(tx, next)
    told.push(...happenings)
  }
  return told
}
