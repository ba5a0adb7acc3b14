// Signed taps of NTAG 424 DNA tags (SUN, NXP AN12196): what a tag's URL says, and whether the tag itself said it. Whoever
// sends nonsense is answered after the same work as everybody else, so that time says nothing about keys.
import { timingSafeEqual } from 'node:crypto'
import type { MacInput } from '../core/contracts/checkpoint.ts'
import { cmac, cmac32, decryptBlocks, encryptBlocks } from './aes-cmac.ts'

/** What identifies one read of one tag: the UID in upper-case hex, and how often the tag was read. */
export type Read = { uid: string; counter: number }

/** A URL's signed part, in hex. */
export type Signed = Read & { cmac: string; enc?: string | undefined }

const uidBytes = 7
/** UID and counter both mirrored, UID of 7 bytes. */
const piccTag = 0xc7
/** The plaintext begins with the counter's least significant byte; a plain mirror with the most significant one. */
const counterBytes = (counter: number): Buffer => Buffer.from([counter, counter >> 8, counter >> 16])

/** The counter of a plain mirror (`ctr=`): hex, most significant byte first. */
export const plainCounter = (ctr: string): number => Number.parseInt(ctr, 16)

/** Decrypts `picc_data` (16 bytes of hex). Null: the key is another one, or these are no data of such a tag. */
export function readPicc(metaKey: Buffer, piccData: string): Read | null {
  const plain = decryptBlocks(metaKey, Buffer.from(piccData, 'hex'))
  if (plain[0] !== piccTag) return null
  const uid = plain
    .subarray(1, 1 + uidBytes)
    .toString('hex')
    .toUpperCase()
  return { uid, counter: plain.readUIntLE(1 + uidBytes, 3) }
}

/** A key of the session of one read: CMAC over a constant, the UID and the counter. */
const sessionKey = (fileKey: Buffer, constant: string, { uid, counter }: Read): Buffer =>
  cmac(fileKey, Buffer.concat([Buffer.from(constant, 'hex'), Buffer.from(uid, 'hex'), counterBytes(counter)]))

const macInputs: Record<MacInput, (enc: string) => string> = {
  empty: () => '',
  enc: (enc) => enc,
  'enc&cmac=': (enc) => `${enc}&cmac=`,
}

/** Whether the tag with this file key signed the read. Compares in constant time. */
export function isSigned(fileKey: Buffer, macInput: MacInput, signed: Signed): boolean {
  const input = macInputs[macInput]((signed.enc ?? '').toUpperCase())
  const full = cmac(sessionKey(fileKey, '3cc300010080', signed), Buffer.from(input, 'ascii'))
  // The tag sends every second byte of the MAC.
  const mac = Buffer.from(full.filter((_, i) => i % 2 === 1))
  const sent = Buffer.from(signed.cmac, 'hex')
  return sent.length === mac.length && timingSafeEqual(sent, mac)
}

/** The encrypted part of the tag's file (`enc`, whole blocks in hex) made plain. */
export function fileData(fileKey: Buffer, read: Read, enc: string): Buffer {
  const key = sessionKey(fileKey, 'c33c00010080', read)
  const iv = encryptBlocks(key, Buffer.concat([counterBytes(read.counter), Buffer.alloc(13)]))
  return decryptBlocks(key, Buffer.from(enc, 'hex'), iv)
}

/**
 * Whether a TagTamper tag says that its loop is or was open: two letters at an offset of the file data, what it remembers
 * and what it is now (`C` closed, `O` open, `I` not initialised).
 */
export const isTampered = (data: Buffer, at: number): boolean => data.subarray(at, at + 2).includes('O'.charCodeAt(0))

/**
 * The key of one tag of a batch, after AN10922: `AES-CMAC(master, 01 ‖ UID ‖ system)`, brought to 32 bytes by padding.
 * `system` is the batch's own input, 0 to 24 bytes: what the tool that wrote the tags was given after the UID (commonly
 * the application's id and a name).
 */
export const diversified = (master: Buffer, uid: string, system: Buffer): Buffer =>
  cmac32(master, Buffer.concat([Buffer.from([1]), Buffer.from(uid, 'hex'), system]))
