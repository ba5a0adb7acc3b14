// What a tap says besides where somebody was: calls that it answers, an arrival that it
// proves, and whether one more is wanted.
import type { Transaction } from 'kysely'
import type { NewHappening } from '../core/contracts/live.ts'
import type { Tap } from '../core/contracts/tap.ts'
import { answerByTap } from './call.ts'
import { wantSpotTap } from './challenge.ts'
import { moveErrands } from './errand.ts'
import type { Internals } from './internal.ts'
import type { Records } from './store/schema.ts'

/** For a tap that has just been kept. */
export async function takeSignOfLife(
  tx: Transaction<Records>,
  internals: Pick<Internals, 'tell'>,
  tap: Tap,
): Promise<NewHappening[]> {
  if (tap.status !== 'accepted' || tap.by === null) return []
  return [...(await answerByTap(tx, internals, tap)), ...(await moveErrands(tx, tap)), ...(await wantSpotTap(tx, tap))]
}
