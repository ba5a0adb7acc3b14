// A signed tag as it works inside: given its keys it makes what its URL would say at each read (NXP AN12196). Written from
// the tag's side on another library than the verifier, so that each is a test of the other.
import { cbc, cmac, ecb } from '@noble/ciphers/aes.js'
import type { Random } from './random.ts'

/** How a tag was personalised. Keys and UID in hex. */
export type SunTag = {
  uid: string
  metaKey: string
  fileKey: string
  /** `picc_data` instead of `uid` and `ctr`. */
  encrypted?: boolean
  macInput?: 'empty' | 'enc' | 'enc&cmac='
  /** File data that it encrypts into `enc`: whole blocks of 16 characters. */
  data?: string
}

/** What the URL of one read says. */
export type SunTap = { picc_data?: string; uid?: string; ctr?: string; enc?: string; cmac: string }

const bytes = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
const hexOf = (raw: Uint8Array): string =>
  [...raw]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()
const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
const join = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]))
const lowFirst = (counter: number): Uint8Array => Uint8Array.of(counter & 255, (counter >> 8) & 255, counter >> 16)

const cbcOf = (key: Uint8Array, iv: Uint8Array) => cbc(key, iv, { disablePadding: true })

/** Five bytes that make each `picc_data` look like no other. */
export const paddingFrom = (random: Random): string => hexOf(Uint8Array.from({ length: 5 }, () => random.whole(0, 255)))

/** The read of a tag whose counter has come to `counter`; `padding` is five bytes of hex. */
export function signTap(tag: SunTag, counter: number, padding: string): SunTap {
  const fileKey = bytes(tag.fileKey)
  const read = join(bytes(tag.uid), lowFirst(counter))
  const enc = tag.data === undefined ? undefined : encrypted(fileKey, read, lowFirst(counter), tag.data)
  const macKey = cmac(join(bytes('3CC300010080'), read), fileKey)
  const input = { empty: '', enc: enc ?? '', 'enc&cmac=': `${enc ?? ''}&cmac=` }[tag.macInput ?? 'empty']
  const mac = cmac(ascii(input), macKey).filter((_, i) => i % 2 === 1)
  return { ...mirrorOf(tag, counter, read, padding), ...(enc !== undefined && { enc }), cmac: hexOf(mac) }
}

function mirrorOf(tag: SunTag, counter: number, read: Uint8Array, padding: string): Omit<SunTap, 'cmac'> {
  if (tag.encrypted === false)
    return { uid: tag.uid.toUpperCase(), ctr: counter.toString(16).padStart(6, '0').toUpperCase() }
  const plain = join(Uint8Array.of(0xc7), read, bytes(padding))
  return { picc_data: hexOf(cbcOf(bytes(tag.metaKey), new Uint8Array(16)).encrypt(plain)) }
}

function encrypted(fileKey: Uint8Array, read: Uint8Array, counter: Uint8Array, data: string): string {
  const key = cmac(join(bytes('C33C00010080'), read), fileKey)
  const iv = ecb(key, { disablePadding: true }).encrypt(join(counter, new Uint8Array(13)))
  return hexOf(cbcOf(key, iv).encrypt(ascii(data)))
}
