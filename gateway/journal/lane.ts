// The writing side of one lane: group commit. One batch is on its way to the disk at a time; what arrives meanwhile
// forms the next. A segment on which a write or fdatasync failed is never touched by this process again: after a failed
// fdatasync the kernel may forget what it could not write and report success the second time.
import { unlink } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { cutFile, type Disk, type SegmentFile } from './disk.ts'
import type { Done, Entry, Lane, Recorded } from './journal.ts'
import { createEncoder } from './record.ts'
import { segmentFile } from './segment.ts'

export type LaneWriterOptions = {
  directory: string
  lane: Lane
  /** The last durable position so far. */
  head: number
  disk: Disk
  /** A segment is ended when it has reached this size. */
  segmentBytes: number
  /** Asked before each batch; throws when the lane must not be written now. */
  permit: () => Promise<void>
  /** The disk is full; true when room was made and the batch should be tried once more. */
  makeRoom: () => Promise<boolean>
  /** A batch is durable; told before those who wait for it. */
  durable: (batch: Recorded[], bytes: number) => void
  /** A segment has been begun. */
  begun: (file: string, first: number) => void
  /** How the last attempt to write went. */
  outcome: (error: Error | null) => void
}

export type LaneWriter = {
  put(entry: Entry, done: Done): void
  /** Entries that are not durable yet. */
  waiting(): number
  /** Writes what waits, then ends. */
  close(): Promise<void>
}

type Pending = { entry: Entry; done: Done }
type Open = { path: string; file: SegmentFile; bytes: number }

const maxBatch = 4096
const maxBatchBytes = 1 << 20
const busyBatch = 8
const fullBatch = 512
const gatherMs = 2

export function createLaneWriter(options: LaneWriterOptions): LaneWriter {
  const encoder = createEncoder()
  let { head } = options
  let queue: Pending[] = []
  let waiting = 0
  let current: Open | null = null
  let running: Promise<void> | null = null
  let closed = false

  /** Encodes as many of the queue as fit in a batch. An entry that cannot be encoded fails alone. */
  const takeBatch = (): Pending[] => {
    encoder.reset()
    const batch: Pending[] = []
    let taken = 0
    while (taken < queue.length && batch.length < maxBatch && encoder.size() < maxBatchBytes) {
      const pending = queue[taken++]!
      try {
        encoder.add(head + 1 + batch.length, pending.entry)
        batch.push(pending)
      } catch (error) {
        waiting--
        pending.done(asError(error), 0)
      }
    }
    queue = queue.slice(taken)
    return batch
  }
  const write = async (bytes: Uint8Array): Promise<void> => {
    await options.permit()
    current ??= await begin(options, head + 1)
    try {
      await current.file.append(bytes)
      await current.file.sync()
      current.bytes += bytes.length
    } catch (error) {
      const broken = current
      current = null
      await abandon(broken)
      throw error
    }
    if (current.bytes >= options.segmentBytes) {
      const full = current
      current = null
      await full.file.close()
    }
  }
  const writeWithRoom = async (bytes: Uint8Array): Promise<void> => {
    try {
      await write(bytes)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC' || !(await options.makeRoom())) throw error
      await write(bytes)
    }
  }
  const commit = async (batch: Pending[]): Promise<void> => {
    try {
      await writeWithRoom(encoder.bytes())
    } catch (error) {
      options.outcome(asError(error))
      waiting -= batch.length
      for (const pending of batch) pending.done(asError(error), 0)
      return
    }
    const { lane } = options
    const records = batch.map(({ entry }, index) => ({ lane, position: head + 1 + index, entry }))
    head += batch.length
    waiting -= batch.length
    options.outcome(null)
    options.durable(records, encoder.size())
    const first = head - batch.length + 1
    for (let n = 0; n < batch.length; n++) batch[n]!.done(null, first + n)
  }
  const run = async (): Promise<void> => {
    // everything that arrives in this turn of the event loop goes together
    await new Promise((next) => setImmediate(next))
    while (queue.length > 0) {
      const batch = takeBatch()
      if (batch.length > 0) await commit(batch)
      // under load a short pause makes few large writes of many small ones; a single message never waits
      if (batch.length >= busyBatch && queue.length < fullBatch && !closed) await sleep(gatherMs)
    }
    running = null
  }

  return {
    put(entry, done) {
      if (closed) return done(new Error('the journal is closed'), 0)
      queue.push({ entry, done })
      waiting++
      running ??= run()
    },
    waiting: () => waiting,
    async close() {
      closed = true
      await running
      await current?.file.close()
      current = null
    },
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

/** Begins a segment at a position, beside any that an earlier failure left there. */
async function begin(options: LaneWriterOptions, first: number): Promise<Open> {
  for (let n = 0; ; n++) {
    const path = segmentFile(options.directory, first, n)
    try {
      const file = await options.disk.create(path)
      options.begun(path, first)
      return { path, file, bytes: 0 }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** Leaves a segment behind, cut to what was promised as far as the disk still allows; readers do not depend on it. */
async function abandon({ path, file, bytes }: Open): Promise<void> {
  await file.close().catch(() => undefined)
  await (bytes === 0 ? unlink(path) : cutFile(path, bytes)).catch(() => undefined)
}
