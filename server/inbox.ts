// What the followers of both lanes have brought and nobody has judged yet. Urgent comes out first; a follower brings no
// more until its batch is through, so a flood waits on the disk and not in memory.
import { lanes, type Lane, type Recorded } from '../gateway/journal/journal.ts'

export type Batch = { lane: Lane; records: Recorded[]; /** Judged so far. */ from: number; done(): void }

export type Inbox = {
  /** Takes a batch; resolves when it is through. */
  bring(lane: Lane, records: Recorded[]): Promise<void>
  /** The batch to go on with; null when there is none. */
  first(): Batch | null
  /** Takes a batch out that is through. */
  finish(batch: Batch): void
  /** Resolves when something was brought, or somebody calls. */
  wait(): Promise<void>
  call(): void
  /** Lets all followers go, those, too, that bring something afterwards: nobody will judge it, and a restart reads it. */
  empty(): void
}

export function createInbox(): Inbox {
  const batches: Record<Lane, Batch[]> = { urgent: [], bulk: [] }
  let call = () => {}
  let closed = false
  return {
    bring: (lane, records) =>
      new Promise((done) => {
        if (closed) return done()
        batches[lane].push({ lane, records, from: 0, done })
        call()
      }),
    first: () => batches.urgent[0] ?? batches.bulk[0] ?? null,
    finish(batch) {
      batches[batch.lane].splice(batches[batch.lane].indexOf(batch), 1)
      batch.done()
    },
    wait: () => new Promise((resolve) => (call = resolve)),
    call: () => call(),
    empty() {
      closed = true
      for (const lane of lanes) for (const batch of batches[lane].splice(0)) batch.done()
    },
  }
}
