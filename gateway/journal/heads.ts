// The durable heads of the lanes, in memory that threads share: the journal raises them, a follower in a worker waits
// on them. The numbers are positions.
import { lanes, type Lane } from './journal.ts'

/** What a worker needs to follow the journal; may be posted to it. */
export type JournalSource = { dir: string; epoch: string; heads: SharedArrayBuffer }

export type Heads = {
  readonly shared: SharedArrayBuffer
  get(lane: Lane): number
  raise(lane: Lane, position: number): void
  /** Resolves when the head of the lane is beyond `position`, or is no longer waited for. */
  beyond(lane: Lane, position: number, signal: AbortSignal): Promise<void>
}

/** Heads over a buffer; a new one when none is given. */
export function createHeads(shared = new SharedArrayBuffer(lanes.length * 8)): Heads {
  const cells = new BigInt64Array(shared)
  const get = (lane: Lane): number => Number(Atomics.load(cells, lanes.indexOf(lane)))
  return {
    shared,
    get,
    raise(lane, position) {
      Atomics.store(cells, lanes.indexOf(lane), BigInt(position))
      Atomics.notify(cells, lanes.indexOf(lane))
    },
    async beyond(lane, position, signal) {
      const index = lanes.indexOf(lane)
      const wake = () => Atomics.notify(cells, index)
      signal.addEventListener('abort', wake, { once: true })
      for (let seen = get(lane); seen <= position && !signal.aborted; seen = get(lane)) {
        await Atomics.waitAsync(cells, index, BigInt(seen)).value
      }
      signal.removeEventListener('abort', wake)
    },
  }
}
