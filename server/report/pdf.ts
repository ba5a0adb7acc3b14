// A paper as PDF, drawn beside everything else so that nothing waits for it.
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Labels } from './labels.ts'
import type { Paper } from './paper.ts'
import type { Slip } from './slip.ts'

/** Every sign of simplified Chinese and Latin, so that the file needs no font of the reader's machine. */
const font = fileURLToPath(
  import.meta.resolve('@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff'),
)

/** The bytes of the PDF. Rejects when it cannot be drawn. */
export function pdfOf(paper: Paper | Slip | Labels): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const worker = new Worker(new URL('./pdf.worker.ts', import.meta.url), { workerData: { paper, font } })
  worker.once('message', (bytes: Uint8Array) => resolve(Buffer.from(bytes)))
  worker.once('error', reject)
  worker.once('exit', () => reject(new Error('the PDF was not drawn')))
  return promise
}
