// The thread that owns the writing connection of the embedded readings store. It follows the journal's files itself, so
// that storing costs the main thread nothing.
import { parentPort, workerData } from 'node:worker_threads'
import { answerCalls } from './call.ts'
import { createConsumer } from './sqlite-consume.ts'
import { expireStep, type Retention } from './sqlite-expire.ts'
import { forgetDevice } from './sqlite-forget.ts'
import { createRollUp } from './sqlite-rollup.ts'
import { openForWriting, transact } from './sqlite-schema.ts'
import { createSqliteWriter } from './sqlite-write.ts'
import type { JournalSource } from '../journal/heads.ts'
import type { Point } from './store.ts'

const { file, retention } = workerData as { file: string; retention: Retention }
const port = parentPort!
const db = openForWriting(file)
const writer = createSqliteWriter(db)
const rollUp = createRollUp(db, () => writer.dictionary())
const consumer = createConsumer(writer, (told) => port.postMessage({ told }))

/** Lets readings that arrived meanwhile be stored between two steps of upkeep. */
const others = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const someBuckets = 500

const handlers = {
  write: (points: readonly Point[]) => writer.write(points.map((point) => point.reading)),
  consume: (source: JournalSource) => consumer.start(source),
  stopConsuming: () => consumer.stop(),
  async rollUp() {
    for (let done = someBuckets; done === someBuckets; await others()) {
      writer.clean()
      done = transact(db, () => rollUp.some(someBuckets))
    }
  },
  async expire(now: number) {
    for (let more = true; more; await others()) {
      writer.clean()
      more = expireStep(db, rollUp, retention, now)
    }
  },
  async forget(device: string) {
    for (let more = true; more; await others()) {
      more = forgetDevice(db, device)
    }
    writer.clean()
  },
  async close() {
    await consumer.stop()
    db.close()
  },
}
export type WriterHandlers = typeof handlers

answerCalls(port, handlers)
port.postMessage({ told: { ready: true } })
