// AES-128 by node:crypto in the three forms that signed tags need: CMAC (RFC 4493), and whole blocks of CBC and ECB.
import { createCipheriv, createDecipheriv } from 'node:crypto'

const block = 16
const zeroIv = Buffer.alloc(block)

/** CBC without padding, from a zero IV unless another is given; `data` is whole blocks. */
export function encryptBlocks(key: Buffer, data: Buffer, iv: Buffer = zeroIv): Buffer {
  const cipher = createCipheriv('aes-128-cbc', key, iv).setAutoPadding(false)
  return Buffer.concat([cipher.update(data), cipher.final()])
}

/** What {@link encryptBlocks} made, made plain again. */
export function decryptBlocks(key: Buffer, data: Buffer, iv: Buffer = zeroIv): Buffer {
  const decipher = createDecipheriv('aes-128-cbc', key, iv).setAutoPadding(false)
  return Buffer.concat([decipher.update(data), decipher.final()])
}

/** Doubling in GF(2^128), section 2.3: shift left, and fold the lost bit back in. */
function double(from: Buffer): Buffer {
  const to = Buffer.alloc(block)
  for (let i = 0; i < block; i++) to[i] = (from[i]! << 1) | ((from[i + 1] ?? 0) >> 7)
  to[block - 1]! ^= (from[0]! >> 7) * 0x87
  return to
}

const xor = (a: Buffer, b: Buffer): Buffer => Buffer.from(a.map((byte, i) => byte ^ b[i]!))

/** AES-CMAC of a message of any length, 16 bytes [RFC 4493, section 2.4]. */
export function cmac(key: Buffer, message: Buffer): Buffer {
  const whole = message.length > 0 && message.length % block === 0
  const padded = whole ? message : padTo(message, (Math.floor(message.length / block) + 1) * block)
  return finish(key, padded, whole)
}

/**
 * The CMAC of AN10922: `message` (up to 32 bytes) is always brought to 32 bytes, so that a key made from few bytes is no
 * CMAC of the tag's own.
 */
export const cmac32 = (key: Buffer, message: Buffer): Buffer =>
  finish(key, message.length < 2 * block ? padTo(message, 2 * block) : message, message.length === 2 * block)

/** One bit, then zeros. */
function padTo(message: Buffer, length: number): Buffer {
  const padded = Buffer.alloc(length)
  message.copy(padded)
  padded[message.length] = 0x80
  return padded
}

/** The last block is masked with K1 when it is whole and with K2 when it was padded; CBC does the rest. */
function finish(key: Buffer, padded: Buffer, whole: boolean): Buffer {
  const k1 = double(encryptBlocks(key, zeroIv))
  const masked = Buffer.from(padded)
  xor(padded.subarray(-block), whole ? k1 : double(k1)).copy(masked, padded.length - block)
  return encryptBlocks(key, masked).subarray(-block)
}
