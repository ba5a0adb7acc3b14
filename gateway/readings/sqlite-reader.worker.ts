// The thread that reads the embedded readings store, so that a large chart never holds up anything else.
import { parentPort, workerData } from 'node:worker_threads'
import { answerCalls } from './call.ts'
import { createSqliteReader } from './sqlite-read.ts'
import { openForReading } from './sqlite-schema.ts'
import type { HistoryQuery, RawQuery } from './store.ts'

const { file } = workerData as { file: string }
const db = openForReading(file)
const reader = createSqliteReader(db)

const handlers = {
  history: (query: HistoryQuery) => reader.history(query),
  raw: (query: RawQuery) => reader.raw(query),
  close: () => db.close(),
}
export type ReaderHandlers = typeof handlers

answerCalls(parentPort!, handlers)
parentPort!.postMessage({ told: { ready: true } })
