// A start that must fail: runs the product and answers how it ended and what it said.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { root } from './house.ts'

/** Starts the product with these settings alone. Rejects (and ends it) when it becomes ready after all. */
export async function refusedStart(
  env: Record<string, string>,
  flags: string[] = [],
): Promise<{ code: number | null; said: string; logged: string }> {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, [path.join(root, 'main.ts'), ...flags], {
    cwd: root,
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [said, logged] = ['', '']
  child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()))
  child.stdout.on('data', (bytes: Buffer) => {
    logged += bytes.toString()
    if (logged.includes('"msg":"ready"')) child.kill('SIGKILL')
  })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code === null) throw new Error(`it started although it should not have: ${logged}`)
  return { code, said, logged }
}
