// One record on disk: mark, CRC32C, length, position, then the entry as text. The CRC covers all that follows it, so a
// record vouches for its own place in the lane; the mark lets a reader find the next record behind damaged bytes.
import { crc32c } from './crc32c.ts'
import { entryOfText, textOfEntry } from './form.ts'
import type { Entry } from './journal.ts'

const mark = Buffer.from([0x57, 0x4b, 0xf5, 0x1e])
const markWord = mark.readUInt32LE(0)
const headerBytes = 20
/** Larger than any entry a packet of 256 KiB can become; a length beyond it is damage. */
const maxPayloadBytes = 16 * 1024 * 1024

/** Collects the records of one batch in one buffer, which the next batch reuses. */
export type Encoder = {
  reset(): void
  /** Adds a record. */
  add(position: number, entry: Entry): void
  /** How much has been added, in bytes. */
  size(): number
  /** What has been added; valid until the next `reset`. */
  bytes(): Uint8Array
}

export function createEncoder(): Encoder {
  let buffer: Buffer = Buffer.allocUnsafe(1 << 20)
  let used = 0
  return {
    reset: () => void (used = 0),
    size: () => used,
    bytes: () => buffer.subarray(0, used),
    add(position, entry) {
      const text = textOfEntry(entry)
      // three bytes is the most that UTF-8 needs for one UTF-16 unit
      buffer = withRoom(buffer, used, headerBytes + text.length * 3)
      used = writeRecord(buffer, used, position, text)
    },
  }
}

function withRoom(buffer: Buffer, used: number, more: number): Buffer {
  if (used + more <= buffer.length) return buffer
  const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, used + more))
  buffer.copy(larger, 0, 0, used)
  return larger
}

function writeRecord(buffer: Buffer, at: number, position: number, text: string): number {
  const length = buffer.write(text, at + headerBytes, 'utf8')
  if (length > maxPayloadBytes) throw new RangeError(`journal entry of ${length} bytes`)
  const end = at + headerBytes + length
  buffer.writeUInt32LE(markWord, at)
  buffer.writeUInt32LE(length, at + 8)
  buffer.writeUInt32LE(position % 2 ** 32, at + 12)
  buffer.writeUInt32LE(Math.floor(position / 2 ** 32), at + 16)
  buffer.writeUInt32LE(crc32c(buffer, at + 8, end), at + 4)
  return end
}

export type Found =
  | { type: 'record'; position: number; start: number; end: number }
  /** The bytes end within what may be a good record. */
  | { type: 'short'; need: number }
  | { type: 'bad' }

/** Looks at the record that begins at `at` of `bytes[0, end)`; its payload is `bytes[start, end)` of the answer. */
export function findRecord(bytes: Buffer, at: number, end: number): Found {
  if (end - at < headerBytes) return { type: 'short', need: headerBytes }
  if (bytes.readUInt32LE(at) !== markWord) return { type: 'bad' }
  const length = bytes.readUInt32LE(at + 8)
  if (length > maxPayloadBytes) return { type: 'bad' }
  const need = headerBytes + length
  if (end - at < need) return { type: 'short', need }
  if (crc32c(bytes, at + 8, at + need) !== bytes.readUInt32LE(at + 4)) return { type: 'bad' }
  const position = bytes.readUInt32LE(at + 12) + bytes.readUInt32LE(at + 16) * 2 ** 32
  return { type: 'record', position, start: at + headerBytes, end: at + need }
}

/** Where a record may begin at or after `at`; -1 when no mark is in sight. */
export const nextMark = (bytes: Buffer, at: number): number => bytes.indexOf(mark, at)

/** The entry of a payload that {@link findRecord} has vouched for. */
export const decodeEntry = (bytes: Buffer, start: number, end: number): Entry =>
  entryOfText(bytes.toString('utf8', start, end))
