// Signed taps against the published vectors, and against every bit that can be turned.
import { describe, expect, test } from 'vitest'
import { cmac } from './aes-cmac.ts'
import { diversified, fileData, isSigned, isTampered, plainCounter, readPicc } from './sun.ts'

const hex = (text: string): Buffer => Buffer.from(text, 'hex')
const zero = Buffer.alloc(16)

describe('AES-CMAC, the vectors of RFC 4493', () => {
  const key = hex('2b7e151628aed2a6abf7158809cf4f3c')
  const message = hex(
    '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710',
  )
  test.each([
    [0, 'bb1d6929e95937287fa37d129b756746'],
    [16, '070a16b46b4d4144f79bdd9dd04a287c'],
    [40, 'dfa66747de9ae63030ca32611497c827'],
    [64, '51f0bebf7e3b9d92fc49741779363cfe'],
  ])('of %i bytes', (length, mac) => {
    expect(cmac(key, message.subarray(0, length)).toString('hex')).toBe(mac)
  })
})

describe('an encrypted mirror (AN12196 p. 12)', () => {
  const picc = 'EF963FF7828658A599F3041510671E88'
  const read = { uid: '04DE5F1EACC040', counter: 61 }
  const signed = { ...read, cmac: '94EED9EE65337086' }

  test('says UID and counter, and is signed', () => {
    expect(readPicc(zero, picc)).toEqual(read)
    expect(isSigned(zero, 'empty', signed)).toBe(true)
    expect(isSigned(zero, 'empty', { ...signed, cmac: signed.cmac.toLowerCase() })).toBe(true)
  })

  test('uses the session key of the note', () => {
    expect(cmac(zero, hex('3cc30001008004de5f1eacc0403d0000')).toString('hex')).toBe('3fb5f6e3a807a03d5e3570ace393776f')
  })

  test('is refused with any bit of the MAC turned, cut short, or by another key', () => {
    for (let bit = 0; bit < 64; bit++)
      expect(isSigned(zero, 'empty', { ...signed, cmac: turned(signed.cmac, bit) })).toBe(false)
    expect(isSigned(zero, 'empty', { ...signed, cmac: '94EED9EE653370' })).toBe(false)
    expect(isSigned(Buffer.alloc(16, 1), 'empty', signed)).toBe(false)
    expect(isSigned(zero, 'empty', { ...signed, counter: 62 })).toBe(false)
    expect(isSigned(zero, 'empty', { ...signed, uid: '04DE5F1EACC041' })).toBe(false)
  })

  test('with any bit of the picc data turned is no longer this read', () => {
    for (let bit = 0; bit < 128; bit++) {
      const other = readPicc(zero, turned(picc, bit))
      expect(other === null || !isSigned(zero, 'empty', { ...other, cmac: signed.cmac })).toBe(true)
    }
  })
})

describe('with encrypted file data (AN12196 p. 18)', () => {
  const read = { uid: '04958CAA5C5E80', counter: 8 }
  const enc = 'CEE9A53E3E463EF1F459635736738962'
  const signed = { ...read, enc, cmac: 'ECC1E7F6C6C73BF6' }

  test('says UID, counter and file data, and the MAC covers enc and the name of its field', () => {
    expect(readPicc(zero, 'FD91EC264309878BE6345CBE53BADF40')).toEqual(read)
    expect(isSigned(zero, 'enc&cmac=', signed)).toBe(true)
    expect(fileData(zero, read, enc).toString('ascii')).toBe('xxxxxxxxxxxxxxxx')
  })

  test('is refused when forged, when the range is another one, with any bit of enc turned', () => {
    expect(isSigned(zero, 'enc&cmac=', { ...signed, cmac: '3CC1E7F6C6C33B33' })).toBe(false)
    expect(isSigned(zero, 'enc', signed)).toBe(false)
    expect(isSigned(zero, 'empty', signed)).toBe(false)
    for (let bit = 0; bit < 128; bit++)
      expect(isSigned(zero, 'enc&cmac=', { ...signed, enc: turned(enc, bit) })).toBe(false)
  })
})

test('a plain mirror: the counter comes most significant byte first', () => {
  const signed = { uid: '041E3C8A2D6B80', counter: plainCounter('000006'), cmac: '4B00064004B0B3D3' }
  expect(isSigned(zero, 'empty', signed)).toBe(true)
  expect(isSigned(zero, 'empty', { ...signed, counter: plainCounter('060000') })).toBe(false)
})

test('the loop of a TagTamper tag is open when it is or when it was', () => {
  expect(['CC', 'OC', 'OO', 'II', 'xx'].map((status) => isTampered(Buffer.from(`..${status}`), 2))).toEqual([
    ...[false, true, true, false, false],
  ])
})

test('a diversified key is that of the example of AN10922', () => {
  const system = Buffer.concat([hex('3042F5'), Buffer.from('NXP Abu', 'ascii')])
  const key = diversified(hex('00112233445566778899AABBCCDDEEFF'), '04782E21801D80', system)
  expect(key.toString('hex')).toBe('a8dd63a3b89d54b37ca802473fda9175')
})

/** The same hex with one bit turned. */
function turned(text: string, bit: number): string {
  const bytes = hex(text)
  bytes[bit >> 3]! ^= 1 << (bit & 7)
  return bytes.toString('hex').toUpperCase()
}
