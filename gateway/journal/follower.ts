// Hands a lane's durable records to one consumer in order: from memory near the head, from files further behind. Waits
// for the consumer before it reads on. An error of the consumer is not caught here: it ends the process.
import type { Damage, Follower, Lane, Recorded } from './journal.ts'
import type { Heads } from './heads.ts'
import { createLaneReader, type LaneReader } from './reader.ts'
import type { Tail } from './tail.ts'

export type FollowOptions = {
  /** The directory of the lane. */
  directory: string
  lane: Lane
  /** The last position that the consumer has dealt with. */
  from: number
  heads: Heads
  /** The newest records in memory, where there are any. */
  tail?: Tail
  take: (batch: Recorded[]) => Promise<void> | void
  damaged: (damage: Damage) => void
}

export function startFollower(options: FollowOptions): Follower {
  const stop = new AbortController()
  const done = run(options, stop.signal)
  return {
    async stop() {
      stop.abort()
      await done
    },
  }
}

async function run(options: FollowOptions, signal: AbortSignal): Promise<void> {
  const { directory, lane, heads, tail, take, damaged } = options
  const mark = { position: notAhead(options) }
  const leave = tail?.join(mark)
  let reader: LaneReader | null = null
  for (;;) {
    await heads.beyond(lane, mark.position, signal)
    if (signal.aborted) break
    let position: number
    let batch = tail?.after(mark.position) ?? []
    if (batch.length > 0) {
      await reader?.close()
      reader = null
      position = batch.at(-1)!.position
    } else {
      reader ??= createLaneReader(directory, lane, mark.position)
      const read = await reader.read(heads.get(lane))
      for (const damage of read.damage) damaged(damage)
      batch = read.records
      position = read.upTo
    }
    if (batch.length > 0) await take(batch)
    mark.position = position
    tail?.passed()
  }
  leave?.()
  await reader?.close()
}

/** A consumer that is further than the journal would sleep through what comes next: it starts at the head and says so. */
function notAhead({ directory, lane, from, heads, damaged }: FollowOptions): number {
  const head = heads.get(lane)
  if (from <= head) return from
  damaged({
    lane,
    file: directory,
    position: head + 1,
    reason: `the consumer stands at ${from}, the journal at ${head}`,
  })
  return head
}
