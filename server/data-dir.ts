// The data directory: made, checked and held by one process. A demo never runs on real data nor the product on a demo's,
// and the key that seals secrets at rest is kept here unless the settings bring one.
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { startFault } from '../core/contracts/fault.ts'
import { keyFor } from './seal.ts'

export type DataDir = {
  /** The path of a file or directory in it. */
  file(name: string): string
  /** 32 bytes that seal secrets at rest. */
  secretKey: Buffer
  /** Lets another process have it. */
  release(): void
}

/** Opens the data directory. Throws a start fault when it cannot be used. */
export function openDataDir(dir: string, use: { demo: boolean; secretKey?: string | undefined }): DataDir {
  const file = (name: string) => path.join(dir, name)
  try {
    makeDir(dir)
    writeFileSync(file('.writable'), '')
    rmSync(file('.writable'))
  } catch (error) {
    throw startFault(`WK_DATA_DIR: ${dir} cannot be written (${(error as Error).message}). 数据目录不可写。`)
  }
  checkUse(file('watchkeeper.json'), dir, use.demo)
  const release = hold(file('lock'), dir)
  return { file, release, secretKey: secretKey(file('secret.key'), use.secretKey) }
}

/** Node's own recursive way never ends where a directory cannot be made at all (`/proc`). */
function makeDir(dir: string): void {
  if (existsSync(dir)) return
  makeDir(path.dirname(dir))
  mkdirSync(dir)
}

function checkUse(marker: string, dir: string, demo: boolean): void {
  const kept = read(marker)
  if (kept === null) return writeFileSync(marker, JSON.stringify({ demo }))
  const was = (JSON.parse(kept) as { demo: boolean }).demo
  if (was === demo) return
  throw startFault(
    was
      ? `WK_DATA_DIR: ${dir} holds the data of a demo; choose another directory for real use. 该目录是演示数据。`
      : `WK_DATA_DIR: ${dir} holds real data; a demo needs a directory of its own. 该目录是正式数据,不能用于演示。`,
  )
}

/** Two processes on one journal would ruin it. A lock whose process is gone is taken over. */
function hold(lock: string, dir: string): () => void {
  const holder = Number(read(lock) ?? 0)
  if (holder > 0 && holder !== process.pid && isAlive(holder))
    throw startFault(`WK_DATA_DIR: ${dir} is in use by process ${holder}. 数据目录正被另一个进程使用。`)
  writeFileSync(lock, String(process.pid))
  return () => rmSync(lock, { force: true })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function secretKey(keyFile: string, given: string | undefined): Buffer {
  if (given !== undefined) return keyFor(given, 'records')
  const kept = read(keyFile)
  if (kept !== null) return Buffer.from(kept, 'base64')
  const made = randomBytes(32)
  writeFileSync(keyFile, made.toString('base64'), { mode: 0o600 })
  return made
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
