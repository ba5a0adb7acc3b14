// The newest records of a lane, kept as objects, so that followers near the head get them without reading files.
import type { Recorded } from './journal.ts'

export type Tail = {
  /** Takes a batch that has become durable; positions follow the last batch's. */
  push(batch: Recorded[]): void
  /** The rest of the batch that holds `position + 1`; null when it is no longer (or not yet) kept. */
  after(position: number): Recorded[] | null
}

/** Keeps whole batches, as long as they hold at most `limit` records together (the newest one always). */
export function createTail(limit: number): Tail {
  const batches: Recorded[][] = []
  let held = 0
  return {
    push(batch) {
      batches.push(batch)
      held += batch.length
      while (batches.length > 1 && held > limit) held -= batches.shift()!.length
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
