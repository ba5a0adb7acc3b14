// What the journal needs of a file system, as a port, so that tests can make it fail.
import { open, unlink } from 'node:fs/promises'
import path from 'node:path'

/** An open segment: bytes go to its end. */
export type SegmentFile = {
  /** Writes all the bytes at the end of the file. */
  append(bytes: Uint8Array): Promise<void>
  /** Resolves when everything appended is on the medium (fdatasync). */
  sync(): Promise<void>
  close(): Promise<void>
}

export type Disk = {
  /** Creates a file that must not exist yet and makes its name durable. */
  create(file: string): Promise<SegmentFile>
}

/** Flushes a directory, so that names created, renamed or removed in it survive a power cut. */
export async function syncDirectory(directory: string): Promise<void> {
  // Windows can neither open nor flush a directory; its names are journalled by NTFS
  if (process.platform === 'win32') return
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Cuts a file to its first `bytes` and flushes it. */
export async function cutFile(file: string, bytes: number): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    if ((await handle.stat()).size > bytes) await handle.truncate(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The machine's own file system. */
export const realDisk: Disk = {
  async create(file): Promise<SegmentFile> {
    const handle = await open(file, 'wx', 0o600)
    let end = 0
    try {
      await syncDirectory(path.dirname(file))
    } catch (error) {
      await handle.close()
      await unlink(file).catch(() => undefined)
      throw error
    }
    return {
      async append(bytes) {
        for (let done = 0; done < bytes.length;) {
          const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, end)
          done += bytesWritten
          end += bytesWritten
        }
      },
      sync: () => handle.datasync(),
      close: () => handle.close(),
    }
  },
}
