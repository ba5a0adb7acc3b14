// Stores what the journal's bulk lane holds, in transactions of thousands, each with the offset that it reached.
import type { JournalSource } from '../journal/heads.ts'
import type { Damage, Follower, Recorded } from '../journal/journal.ts'
import { followSource } from '../journal/source.ts'
import type { Reading } from '../../core/contracts/reading.ts'
import type { SqliteWriter } from './sqlite-write.ts'

/** What the worker tells the main thread of its own accord. */
export type ConsumeTold = { progress: { position: number; durable: number; fault: string | null } } | { damage: Damage }

export type Consumer = { start(source: JournalSource): void; stop(): Promise<void> }

/** Readings wait at most so long for company: fewer, larger transactions. */
const gatherMs = 200
/** The more, the fewer pages are written twice: half as much work as with 16,000, for memory of a few megabytes. */
const maxBatch = 32_000
/** Without readings the offset is not worth a write of its own before so many records. */
const maxIdle = 1000
const retryMs = 1000

export function createConsumer(writer: SqliteWriter, tell: (told: ConsumeTold) => void): Consumer {
  let follower: Follower | null = null
  let timer: NodeJS.Timeout | null = null
  let readings: Reading[] = []
  let epoch = ''
  let position = 0
  let durable = 0
  let stopped = false

  const progress = (fault: string | null): void => tell({ progress: { position, durable, fault } })
  /** Stores what has been collected; on a fault it stays, to be tried again. */
  const store = (): boolean => {
    if (timer) clearTimeout(timer)
    timer = null
    try {
      if (position > durable) writer.write(readings, { epoch, position })
    } catch (error) {
      progress(error instanceof Error ? error.message : String(error))
      return false
    }
    readings = []
    durable = position
    progress(null)
    return true
  }
  const storeLater = (): void => {
    timer ??= setTimeout(() => void (store() || storeLater()), gatherMs)
  }
  const take = async (batch: Recorded[]): Promise<void> => {
    for (const { entry } of batch) if (entry.type === 'readings') readings.push(...entry.readings)
    position = batch.at(-1)!.position
    if (readings.length === 0 && position - durable < maxIdle) return progress(null)
    if (readings.length < maxBatch) return storeLater()
    while (!store() && !stopped) await new Promise((resolve) => setTimeout(resolve, retryMs))
  }

  return {
    start(source) {
      const kept = writer.offset()
      epoch = source.epoch
      position = durable = kept?.epoch === epoch ? kept.position : 0
      progress(null)
      follower = followSource(source, 'bulk', position, take, (damage) => tell({ damage }))
    },
    async stop() {
      stopped = true
      await follower?.stop()
      follower = null
      store()
    },
  }
}
