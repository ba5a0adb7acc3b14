// A sliding view on one segment file that finds records one after another, also behind damaged bytes.
import { open } from 'node:fs/promises'
import type { Entry } from './journal.ts'
import { decodeEntry, findRecord, nextMark, type Found } from './record.ts'

export type SegmentWindow = {
  readonly file: string
  /**
   * Hands over records at positions `wanted` to `last` that one read of the file brings, skipping earlier ones.
   * `false`: the file has none of them (any more).
   */
  take(wanted: number, last: number, give: (position: number, entry: Entry) => void): Promise<boolean>
  close(): Promise<void>
}

const chunkBytes = 512 * 1024

/** Opens a segment for reading. Throws what the file system throws. */
export async function openWindow(file: string): Promise<SegmentWindow> {
  const handle = await open(file, 'r')
  let buffer: Buffer = Buffer.allocUnsafe(chunkBytes * 2)
  let start = 0
  let end = 0
  let offset = 0

  /** Brings the next chunk into view; false at the end of the file. */
  const fill = async (): Promise<boolean> => {
    buffer.copyWithin(0, start, end)
    end -= start
    start = 0
    if (buffer.length - end < chunkBytes) buffer = Buffer.concat([buffer.subarray(0, end)], buffer.length * 2)
    const { bytesRead } = await handle.read(buffer, end, chunkBytes, offset)
    end += bytesRead
    offset += bytesRead
    return bytesRead > 0
  }
  /** The first good record in view. At the end of the file, one that breaks off is damage like any other. */
  const locate = (ended: boolean): Extract<Found, { type: 'record' }> | null => {
    const view = buffer.subarray(0, end)
    for (let at = start; at >= 0; at = nextMark(view, at + 1)) {
      const found = findRecord(view, at, end)
      if (found.type === 'record') return found
      if (found.type === 'short' && !ended) return null
    }
    return null
  }

  return {
    file,
    async take(wanted, last, give) {
      let given = false
      for (let ended = false; ;) {
        const found = locate(ended)
        if (found && found.position > last) return given
        if (found) {
          start = found.end
          if (found.position >= wanted) {
            give(found.position, decodeEntry(buffer, found.start, found.end))
            given = true
          }
        } else if (given || ended) return given
        else ended = !(await fill())
      }
    },
    close: () => handle.close(),
  }
}
