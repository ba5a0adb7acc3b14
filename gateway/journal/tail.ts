// The newest records of a lane, kept as objects, so that followers near the head get them without reading files. What
// all followers have passed is let go of at once: records that are forgotten young cost the collector nothing.
import type { Recorded } from './journal.ts'

/** How far a follower is; moved by the follower. */
type Mark = { position: number }

export type Tail = {
  /** Takes a batch that has become durable; positions follow the last batch's. */
  push(batch: Recorded[]): void
  /** What is kept from `position + 1` on, at most some thousands; null when that is no longer (or not yet) kept. */
  after(position: number): Recorded[] | null
  /** Keeps what comes after a mark for its follower, as far as the limit allows. Returns the way to leave. */
  join(mark: Mark): () => void
  /** A mark has moved. */
  passed(): void
}

/** A backfill of a thousand readings weighs as much as they would one by one. */
const weightOf = (batch: readonly Recorded[]): number =>
  batch.reduce((sum, { entry }) => sum + (entry.type === 'readings' ? entry.readings.length : 1), 0)

/** Many small batches as one, so that a follower that fell behind catches up in few steps. */
function joined(first: readonly Recorded[], rest: readonly Recorded[][]): Recorded[] {
  const all = [...first]
  for (const batch of rest) {
    if (all.length + batch.length > maxJoined) break
    for (const record of batch) all.push(record)
  }
  return all
}
const maxJoined = 4096

/** Keeps whole batches, as long as they weigh at most `limit` together (the newest one always, for who comes). */
export function createTail(limit: number): Tail {
  const batches: Recorded[][] = []
  const weights: number[] = []
  const marks = new Set<Mark>()
  let held = 0

  const isPassed = (batch: readonly Recorded[]): boolean => {
    const last = batch.at(-1)!.position
    for (const { position } of marks) if (position < last) return false
    return marks.size > 0
  }
  function tidy(): void {
    while (batches.length > 1 && (held > limit || isPassed(batches[0]!))) {
      batches.shift()
      held -= weights.shift()!
    }
  }
  return {
    push(batch) {
      batches.push(batch)
      const weight = weightOf(batch)
      weights.push(weight)
      held += weight
      tidy()
    },
    after(position) {
      const index = batches.findLastIndex((batch) => batch[0]!.position <= position + 1)
      const batch = batches[index]
      if (!batch) return null
      const skip = position + 1 - batch[0]!.position
      if (skip >= batch.length) return null
      const found = skip === 0 ? batch : batch.slice(skip)
      return index === batches.length - 1 ? found : joined(found, batches.slice(index + 1))
    },
    join(mark) {
      marks.add(mark)
      return () => void marks.delete(mark)
    },
    passed: tidy,
  }
}
