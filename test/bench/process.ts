// Starts a helper process of the bench and reads its one JSON line.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import path from 'node:path'
import { root } from '../support/house.ts'
import type { Load, LoadResult } from './generator.ts'

const here = (file: string): string => path.join(root, 'test/bench', file)

/** Publishes a load from a process of its own. */
export function runLoad(load: Load): Promise<LoadResult> {
  const child = spawn(process.execPath, [here('generator.ts'), JSON.stringify(load)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line) as LoadResult))
    child.once('exit', (code) => reject(new Error(`the generator ended with ${code}`)))
  })
}

/** Starts the bare broker; answers its port and how to stop it. */
export function openBareAedes(): Promise<{ port: number; stop(): void }> {
  const child = spawn(process.execPath, [here('bare-aedes.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) =>
      resolve({ port: (JSON.parse(line) as { port: number }).port, stop: () => child.kill('SIGKILL') }),
    )
    child.once('exit', (code) => reject(new Error(`bare Aedes ended with ${code}`)))
  })
}
