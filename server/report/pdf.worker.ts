// The thread that draws one PDF and ends.
import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { drawLabels } from './labels-draw.ts'
import type { Labels } from './labels.ts'
import type { Paper } from './paper.ts'
import { drawPdf } from './pdf-draw.ts'
import { drawSlip } from './slip-draw.ts'
import type { Slip } from './slip.ts'
import { unpackWoff } from './woff.ts'

const { paper, font } = workerData as { paper: Paper | Slip | Labels; font: string }
const letters = unpackWoff(readFileSync(font))

function draw(): Promise<Buffer> {
  if (!('form' in paper)) return drawPdf(paper, letters)
  return paper.form === 'slip' ? drawSlip(paper, letters) : drawLabels(paper, letters)
}

parentPort!.postMessage(await draw())
