// Follows a journal's files from a worker thread: read-only, told of the durable heads through shared memory, so that
// the thread that writes pays nothing for it.
import path from 'node:path'
import type { Damage, Follower, Lane, Recorded } from './journal.ts'
import { startFollower } from './follower.ts'
import { createHeads, type JournalSource } from './heads.ts'

/** Like {@link Journal.follow}, over the source that the journal's owner posted to this thread. */
export function followSource(
  source: JournalSource,
  lane: Lane,
  from: number,
  take: (batch: Recorded[]) => Promise<void> | void,
  damaged: (damage: Damage) => void,
): Follower {
  const heads = createHeads(source.heads)
  return startFollower({ directory: path.join(source.dir, lane), lane, from, heads, take, damaged })
}
