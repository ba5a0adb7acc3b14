// The reads of one tag as witnesses of each other, in the records: what a new read learns from those around it, and what
// they learn from it.
import type { Transaction } from 'kysely'
import type { Tap } from '../core/contracts/tap.ts'
import { gapAfter, hear } from '../core/domain/witness.ts'
import type { Records } from './store/schema.ts'
import { readsAround, rewriteTap } from './store/tap.ts'

/** Hears an accepted tap before it is kept. `regraded`: earlier taps of which more is known now, written already. */
export async function hearWitnesses(tx: Transaction<Records>, judged: Tap): Promise<{ tap: Tap; regraded: Tap[] }> {
  if (judged.uid === null || judged.counter === null) return { tap: judged, regraded: [] }
  const { below, above } = await readsAround(tx, judged.uid, judged.counter)
  const heard = [...below, ...above].reduce(hear, judged)
  const tap = { ...heard, gap: gapAfter(judged.counter, below[0]?.counter ?? null) }
  const regraded: Tap[] = []
  for (const other of [...below, ...above]) {
    const next = hear(other === above[0] ? { ...other, gap: gapAfter(other.counter!, judged.counter) } : other, tap)
    if (JSON.stringify(next) === JSON.stringify(other)) continue
    await rewriteTap(tx, next)
    // What bounds a live read is kept with it, and changes nothing that it proves.
    if (next.time !== 'live') regraded.push(next)
  }
  return { tap, regraded }
}
