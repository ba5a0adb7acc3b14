// Where a consumer keeps how far it is, when its store cannot keep that itself: a small file, replaced as a whole.
import { open, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { syncDirectory } from '../journal/disk.ts'

/** A position in a journal's life; in another epoch it means nothing. */
export type Offset = { epoch: string; position: number }
export type Offsets = { load(): Promise<Offset | null>; save(offset: Offset): Promise<void> }

const Stored = z.strictObject({ epoch: z.string(), position: z.int().min(0) })

/** Keeps an offset in `file`. One that cannot be read as an offset counts as none: everything is read again. */
export function fileOffsets(file: string): Offsets {
  return {
    async load() {
      const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error
        return ''
      })
      return Stored.safeParse(parse(text)).data ?? null
    },
    async save(offset) {
      const handle = await open(`${file}.new`, 'w', 0o600)
      try {
        await handle.writeFile(JSON.stringify(offset))
        await handle.datasync()
      } finally {
        await handle.close()
      }
      await rename(`${file}.new`, file)
      await syncDirectory(path.dirname(file))
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
