// Records on disk: the checksum against published values, and that no changed byte goes unnoticed.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crc32c } from './crc32c.ts'
import type { Entry } from './journal.ts'
import { createEncoder, decodeEntry, findRecord, nextMark } from './record.ts'

const crcOf = (bytes: Uint8Array): number => crc32c(bytes, 0, bytes.length)

test.each([
  // RFC 3720, B.4
  ['32 bytes of zeroes', new Uint8Array(32), 0x8a9136aa],
  ['32 bytes of ones', new Uint8Array(32).fill(255), 0x62a8ab43],
  ['rising bytes', Uint8Array.from({ length: 32 }, (_, n) => n), 0x46dd794e],
  ['falling bytes', Uint8Array.from({ length: 32 }, (_, n) => 31 - n), 0x113fdb5c],
  ['the digits', Buffer.from('123456789'), 0xe3069283],
])('CRC-32C of %s', (_, bytes, crc) => {
  expect(crcOf(bytes)).toBe(crc)
})

const event = (data: Record<string, unknown>): Entry => ({ type: 'meta', at: 1, device: '设备-1', data })
const encoder = createEncoder()
const encoded = (position: number, entry: Entry): Buffer => {
  encoder.reset()
  encoder.add(position, entry)
  return Buffer.from(encoder.bytes())
}

describe('a record', () => {
  test('gives back its position and entry, however large and in whatever script', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
        fc.dictionary(fc.string(), fc.string({ unit: 'binary' })),
        (position, data) => {
          const bytes = encoded(position, event(data))
          const found = findRecord(bytes, 0, bytes.length)
          expect(found).toMatchObject({ type: 'record', position, end: bytes.length })
          if (found.type === 'record') {
            expect(decodeEntry(bytes, found.start, found.end)).toEqual(JSON.parse(JSON.stringify(event(data))))
          }
        },
      ),
    )
  })

  test('with any bit changed is no record', () => {
    const bytes = encoded(77, event({ a: 1 }))
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes)
      changed[bit >> 3]! ^= 1 << (bit & 7)
      expect(findRecord(changed, 0, changed.length).type).not.toBe('record')
    }
  })

  test('that breaks off is short, wherever', () => {
    const bytes = encoded(77, event({ a: 1 }))
    for (let end = 0; end < bytes.length; end++) expect(findRecord(bytes, 0, end).type).toBe('short')
  })

  test('is found behind bytes that are none', () => {
    const bytes = Buffer.concat([Buffer.from('rubbish'), encoded(5, event({}))])
    expect(nextMark(bytes, 0)).toBe(7)
  })

  test('beyond 16 MiB is refused', () => {
    encoder.reset()
    expect(() => encoder.add(1, event({ text: 'x'.repeat(17 * 1024 * 1024) }))).toThrow(RangeError)
    expect(encoder.size()).toBe(0)
  })
})
