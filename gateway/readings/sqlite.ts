// The embedded readings store: one SQLite file, one thread that writes, one that reads. This file only passes calls on.
import { Worker } from 'node:worker_threads'
import { createCaller } from './call.ts'
import type { ConsumeTold } from './sqlite-consume.ts'
import type { Retention } from './sqlite-expire.ts'
import type { ReaderHandlers } from './sqlite-reader.worker.ts'
import type { WriterHandlers } from './sqlite-writer.worker.ts'
import type { ConsumeListener, ReadingsStore } from './store.ts'

export type SqliteReadingsOptions = {
  file: string
  /** How long readings are kept, ms; 30 days. */
  retentionMs?: number
  /** How long roll-ups are kept, ms; 400 days and 10 years. */
  rollUp5mMs?: number
  rollUp1hMs?: number
}

const day = 86_400_000

/** Opens or creates the file. Throws when it cannot be opened or was written by a newer version. */
export async function openSqliteReadings(options: SqliteReadingsOptions): Promise<ReadingsStore> {
  const { file } = options
  const retention: Retention = {
    reading: options.retentionMs ?? 30 * day,
    rollup_5m: options.rollUp5mMs ?? 400 * day,
    rollup_1h: options.rollUp1hMs ?? 3650 * day,
  }
  let listener: ConsumeListener | null = null
  let fault: string | null = null
  const told = (message: unknown): void => {
    const news = message as ConsumeTold
    if ('damage' in news) listener?.damaged(news.damage)
    if (!('progress' in news)) return
    fault = news.progress.fault
    listener?.progress(news.progress)
  }
  const writing = await startWorker('./sqlite-writer.worker.ts', { file, retention })
  const writer = createCaller<WriterHandlers>(writing, told)
  const reading = await startWorker('./sqlite-reader.worker.ts', { file })
  const reader = createCaller<ReaderHandlers>(reading, () => undefined)

  return {
    async write(points) {
      await writer.call('write', points)
      return { refused: [] }
    },
    history: (query) => reader.call('history', query),
    raw: (query) => reader.call('raw', query),
    rollUp: () => writer.call('rollUp', undefined),
    expire: (now) => writer.call('expire', now),
    forget: (device) => writer.call('forget', device),
    health: () => Promise.resolve({ ok: fault === null, detail: fault ?? file }),
    async consume(source, told) {
      listener = told
      await writer.call('consume', source)
      return { stop: () => writer.call('stopConsuming', undefined) }
    },
    async close() {
      await reader.call('close', undefined)
      await writer.call('close', undefined)
      await Promise.all([reading.terminate(), writing.terminate()])
    },
  }
}

/** Starts a worker and waits until it runs; an error while it starts is thrown here. */
function startWorker(script: string, workerData: unknown): Promise<Worker> {
  const worker = new Worker(new URL(script, import.meta.url), { workerData })
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.once('message', () => {
      worker.off('error', reject)
      resolve(worker)
    })
  })
}
