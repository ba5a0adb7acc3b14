// The verifier against tags that were written on another library: whatever a tag says is understood, and nothing else.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { signTap, type SunTag } from '../simulators/sun.ts'
import { fileData, isSigned, plainCounter, readPicc } from './sun.ts'

const hexOf = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((raw) => Buffer.from(raw).toString('hex').toUpperCase())
const text = fc.integer({ min: 1, max: 4 }).map((blocks) => 'CC on file 12345'.repeat(blocks))

const aTag: fc.Arbitrary<SunTag> = fc.record(
  {
    uid: hexOf(7),
    metaKey: hexOf(16),
    fileKey: hexOf(16),
    encrypted: fc.boolean(),
    macInput: fc.constantFrom('empty', 'enc', 'enc&cmac='),
    data: text,
  },
  { requiredKeys: ['uid', 'metaKey', 'fileKey'] },
)
const aCounter = fc.integer({ min: 0, max: 0xffffff })

/** What the verifier makes of what the tag said. */
function verified(tag: SunTag, said: ReturnType<typeof signTap>) {
  const read = said.picc_data
    ? readPicc(Buffer.from(tag.metaKey, 'hex'), said.picc_data)
    : { uid: said.uid!, counter: plainCounter(said.ctr!) }
  const fileKey = Buffer.from(tag.fileKey, 'hex')
  return read && isSigned(fileKey, tag.macInput ?? 'empty', { ...read, cmac: said.cmac, enc: said.enc }) ? read : null
}

test('what a tag says is read and signed, with its file data', () => {
  fc.assert(
    fc.property(aTag, aCounter, hexOf(5), (tag, counter, padding) => {
      const said = signTap(tag, counter, padding)
      const read = { uid: tag.uid, counter }
      expect(verified(tag, said)).toEqual(read)
      if (said.enc) expect(fileData(Buffer.from(tag.fileKey, 'hex'), read, said.enc).toString('ascii')).toBe(tag.data)
    }),
    { numRuns: 400 },
  )
})

test('with one bit turned anywhere that is signed, or by a tag of another key, it is not', () => {
  fc.assert(
    fc.property(aTag, aCounter, hexOf(5), hexOf(16), fc.nat(), (tag, counter, padding, other, where) => {
      const said = signTap(tag, counter, padding)
      const covered = tag.macInput === 'enc' || tag.macInput === 'enc&cmac='
      const parts = (['picc_data', 'uid', 'ctr', 'cmac', ...(covered ? ['enc' as const] : [])] as const).filter(
        (part) => said[part] !== undefined,
      )
      const part = parts[where % parts.length]!
      const bytes = Buffer.from(said[part]!, 'hex')
      const bit = where % (bytes.length * 8)
      bytes[bit >> 3]! ^= 1 << (bit & 7)
      expect(isRead(verified(tag, { ...said, [part]: bytes.toString('hex') }), tag, counter, part)).toBe(false)
      expect(verified({ ...tag, fileKey: other }, said)).toBeNull()
    }),
    { numRuns: 400 },
  )
})

/** A turned bit of the padding changes other bits of the block as well: never the same read. */
const isRead = (read: { uid: string; counter: number } | null, tag: SunTag, counter: number, part: string): boolean =>
  read !== null && (part !== 'picc_data' || (read.uid === tag.uid && read.counter === counter))
