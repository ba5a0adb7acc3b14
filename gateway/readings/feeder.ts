// Feeds a store that cannot read the journal itself: collects readings while a write is on its way, writes them as one
// batch, and tries again for as long as the store is not to be had. Memory is bounded: then the journal waits.
import type { Entry, Follower, Journal, Recorded } from '../journal/journal.ts'
import { Unavailable, type Point, type ReadingsStore } from './store.ts'

export type FeederOptions = {
  journal: Pick<Journal, 'follow'>
  store: Pick<ReadingsStore, 'write'>
  /** The last position that the store has. */
  from: number
  kindOf: (device: string) => { kind: string; site: string } | null
  onRefused: (refused: { point: Point; reason: string }) => void
  /** Why the store cannot be written; null once it can. */
  onFault: (fault: string | null) => void
  /** Resolves after `ms`, or at once when aborted. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>
  maxBatch?: number
}

export type Feeder = {
  /** The last position that has been dealt with. */
  position(): number
  stop(): Promise<void>
}

const firstDelayMs = 250
const lastDelayMs = 30_000

export function startFeeder(options: FeederOptions): Feeder {
  const { journal, from, kindOf, maxBatch = 5000 } = options
  const stop = new AbortController()
  let position = from
  let batch: Point[] = []
  let upTo = from
  let writing: Promise<void> | null = null

  const writeAll = async (): Promise<void> => {
    // or, with nothing to write, it would end before it is known to run
    await Promise.resolve()
    while (position < upTo && !stop.signal.aborted) {
      const [points, reached] = [batch, upTo]
      batch = []
      if (points.length === 0 || (await writeBatch(options, points, stop.signal))) position = reached
    }
    writing = null
  }
  const take = async (records: Recorded[]): Promise<void> => {
    for (const { entry } of records) collect(entry, kindOf, batch)
    upTo = records.at(-1)!.position
    writing ??= writeAll()
    if (batch.length >= maxBatch) await writing
  }
  const follower: Follower = journal.follow('bulk', from, take)
  return {
    position: () => position,
    async stop() {
      const followed = follower.stop()
      stop.abort()
      await followed
      await writing
    },
  }
}

function collect(entry: Entry, kindOf: FeederOptions['kindOf'], batch: Point[]): void {
  if (entry.type !== 'readings') return
  // a device that was deleted since has no measurement any more
  const known = kindOf(entry.device)
  if (known) for (const reading of entry.readings) batch.push({ ...known, reading })
}

/** Writes a batch however long it takes; false only when stopped before. */
async function writeBatch(options: FeederOptions, points: Point[], signal: AbortSignal): Promise<boolean> {
  for (let delay = firstDelayMs; !signal.aborted; delay = Math.min(delay * 2, lastDelayMs)) {
    try {
      const { refused } = await options.store.write(points)
      options.onFault(null)
      refused.forEach(options.onRefused)
      return true
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      options.onFault(error.message)
      await options.wait(error.retryAfterMs ?? delay, signal)
    }
  }
  return false
}
