// The thread that draws one PDF and ends.
import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import type { Paper } from './paper.ts'
import { drawPdf } from './pdf-draw.ts'
import { unpackWoff } from './woff.ts'

const { paper, font } = workerData as { paper: Paper; font: string }
parentPort!.postMessage(await drawPdf(paper, unpackWoff(readFileSync(font))))
