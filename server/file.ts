// The bytes of files in the data directory. They are on disk before the row that speaks of them, and go after it. They
// are named by a hash: ids differ in case and not every disk does, and two uploads of one id must not meet.
import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { FileInfo } from '../core/contracts/file.ts'
import type { Commit } from './commit.ts'
import { forgetUnused } from './store/file.ts'
import { sha256 } from './store/sha256.ts'

export type Files = {
  /** Writes the bytes of a file, whole or not at all; on disk when it resolves. */
  write(file: Kept, bytes: Buffer): Promise<void>
  /** Null when they are not there. */
  read(file: Kept): Promise<Buffer | null>
  remove(file: Kept): Promise<void>
}
type Kept = Pick<FileInfo, 'id' | 'sha256'>

/** The files kept in `dir`; it is made when the first one comes. */
export function openFiles(dir: string): Files {
  const placeOf = (file: Kept): string => {
    const name = sha256(`${file.id}\n${file.sha256}`)
    return path.join(dir, name.slice(0, 2), name)
  }
  return {
    async write(file, bytes) {
      const place = placeOf(file)
      await mkdir(path.dirname(place), { recursive: true })
      const half = `${place}.${randomUUID()}`
      try {
        await writeDurably(half, bytes)
        await rename(half, place)
      } catch (error) {
        await rm(half, { force: true })
        throw error
      }
      await syncDir(path.dirname(place))
    },
    async read(file) {
      try {
        return await readFile(placeOf(file))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
        throw error
      }
    },
    remove: (file) => rm(placeOf(file), { force: true }),
  }
}

async function writeDurably(file: string, bytes: Buffer): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A new name is durable only when its directory is. */
async function syncDir(dir: string): Promise<void> {
  const handle = await open(dir, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const unusedKept = 7 * 24 * 3_600_000
const atOnce = 500

/** Removes files that nothing has shown for seven days: photos of a tap that was never sent. Gives how many. */
export async function removeUnused(commit: Commit, files: Pick<Files, 'remove'>, at: number): Promise<number> {
  const gone = await commit(async (tx) => ({ result: await forgetUnused(tx, at - unusedKept, atOnce), happenings: [] }))
  for (const file of gone) await files.remove(file)
  return gone.length
}
