// Unpacks a WOFF font (W3C WOFF 1.0) into the plain font that it holds. The PDF library reads WOFF, too, but inflates a
// whole table for every sign that it draws.
import { inflateSync } from 'node:zlib'

const [headerBytes, entryBytes] = [44, 20]
const [plainHeaderBytes, plainEntryBytes] = [12, 16]
const aligned = (bytes: number): number => Math.ceil(bytes / 4) * 4

/** The bytes of the font as TrueType or OpenType. Throws when it is no WOFF. */
export function unpackWoff(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('this font is no WOFF 1.0')
  const count = woff.readUInt16BE(12)
  const tables = Array.from({ length: count }, (_, n) => tableOf(woff, headerBytes + n * entryBytes))
  const header = Buffer.alloc(plainHeaderBytes + count * plainEntryBytes)
  const power = 2 ** Math.floor(Math.log2(count))
  header.writeUInt32BE(woff.readUInt32BE(4), 0)
  header.writeUInt16BE(count, 4)
  header.writeUInt16BE(power * 16, 6)
  header.writeUInt16BE(Math.log2(power), 8)
  header.writeUInt16BE((count - power) * 16, 10)
  let offset = header.length
  for (const [n, { tag, checksum, bytes }] of tables.entries()) {
    const at = plainHeaderBytes + n * plainEntryBytes
    header.writeUInt32BE(tag, at)
    header.writeUInt32BE(checksum, at + 4)
    header.writeUInt32BE(offset, at + 8)
    header.writeUInt32BE(bytes.length, at + 12)
    offset += aligned(bytes.length)
  }
  const padded = tables.flatMap(({ bytes }) => [bytes, Buffer.alloc(aligned(bytes.length) - bytes.length)])
  return Buffer.concat([header, ...padded])
}

/** One entry of the table directory; what is as long as it was is not packed. */
function tableOf(woff: Buffer, at: number): { tag: number; checksum: number; bytes: Buffer } {
  const [offset, packed, length] = [woff.readUInt32BE(at + 4), woff.readUInt32BE(at + 8), woff.readUInt32BE(at + 12)]
  const bytes = woff.subarray(offset, offset + packed)
  return {
    tag: woff.readUInt32BE(at),
    checksum: woff.readUInt32BE(at + 16),
    bytes: packed < length ? inflateSync(bytes) : bytes,
  }
}
