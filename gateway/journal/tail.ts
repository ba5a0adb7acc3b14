// The newest records of a lane, kept as objects, so that followers near the head get them without reading files.
import type { Recorded } from './journal.ts'

export type Tail = {
  /** Takes a batch that has become durable; positions follow the last batch's. */
  push(batch: Recorded[]): void
  /** The rest of the batch that holds `position + 1`; null when it is no longer (or not yet) kept. */
  after(position: number): Recorded[] | null
}

/** A backfill of a thousand readings weighs as much as they would one by one. */
const weightOf = (batch: readonly Recorded[]): number =>
  batch.reduce((sum, { entry }) => sum + (entry.type === 'readings' ? entry.readings.length : 1), 0)

/** Keeps whole batches, as long as they weigh at most `limit` together (the newest one always). */
export function createTail(limit: number): Tail {
  const batches: Recorded[][] = []
  const weights: number[] = []
  let held = 0
  return {
    push(batch) {
      batches.push(batch)
      const weight = weightOf(batch)
      weights.push(weight)
      held += weight
      while (batches.length > 1 && held > limit) {
        batches.shift()
        held -= weights.shift()!
      }
    },
    after(position) {
      const index = batches.findLastIndex((batch) => batch[0]!.position <= position + 1)
      const batch = batches[index]
      if (!batch) return null
      const skip = position + 1 - batch[0]!.position
      if (skip >= batch.length) return null
      return skip === 0 ? batch : batch.slice(skip)
    },
  }
}
