// The own tap at the device of a ticket that proves that its technician is there: made since the work is his. Pure.
import type { Receipt, Waiting } from '../database.ts'

type Deed = Pick<Waiting, 'id' | 'kind' | 'at' | 'about'> & Partial<Pick<Receipt, 'tap'>>

/** The newest one, `at` by the server's clock; null when there is none. `offset`: what the phone's clock is off, ms. */
export function proofAt(
  deeds: readonly Deed[],
  checkpoint: string,
  since: number,
  offset: number,
): { id: string; at: number } | null {
  const there = deeds
    .filter(({ kind, tap }) => kind === 'tap' && tap?.status !== 'refused')
    .filter(({ tap, about }) => (tap?.checkpoint ?? about) === checkpoint)
    .map(({ id, at }) => ({ id, at: at + offset }))
    .filter(({ at }) => at >= since)
  return there.toSorted((a, b) => a.at - b.at).at(-1) ?? null
}
