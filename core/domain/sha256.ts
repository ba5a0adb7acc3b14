// SHA-256 (FIPS 180-4) without a library, for pages that stand on their own: WebCrypto is not there on every file://, and
// it cannot be called in line. The server uses the one of node:crypto. Each stands on no other name than
// those of this file, so that a page can carry them.

/** A text as bytes of UTF-8; half a surrogate pair that stands alone is U+FFFD, as every encoder writes it. */
export function utf8(text: string): number[] {
  const bytes: number[] = []
  for (const sign of text.toWellFormed()) {
    const code = sign.codePointAt(0)!
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63))
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
  }
  return bytes
}

/** Of a text in UTF-8; lower-case hex. */
export const sha256OfText = (text: string): string => sha256OfBytes(utf8(text))

/** Of bytes; lower-case hex. */
export function sha256OfBytes(given: ArrayLike<number>): string {
  const fraction = (root: number) => ((root - Math.floor(root)) * 0x1_0000_0000) | 0
  const rotated = (word: number, by: number) => (word >>> by) | (word << (32 - by))
  const constants: number[] = []
  const state: number[] = []
  for (let n = 2; constants.length < 64; n++) {
    let prime = true
    for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) prime = false
    if (!prime) continue
    if (state.length < 8) state.push(fraction(Math.sqrt(n)))
    constants.push(fraction(Math.cbrt(n)))
  }
  const padded = 64 * Math.ceil((given.length + 9) / 64)
  const bytes = new Uint8Array(padded)
  bytes.set(given)
  bytes[given.length] = 0x80
  const bits = given.length * 8
  for (let n = 0; n < 8; n++) bytes[padded - 1 - n] = Math.floor(bits / 2 ** (8 * n)) & 0xff

  const words = new Int32Array(64)
  for (let block = 0; block < bytes.length; block += 64) {
    for (let n = 0; n < 16; n++) {
      const at = block + 4 * n
      words[n] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!
    }
    for (let n = 16; n < 64; n++) {
      const [low, high] = [words[n - 15]!, words[n - 2]!]
      const s0 = rotated(low, 7) ^ rotated(low, 18) ^ (low >>> 3)
      const s1 = rotated(high, 17) ^ rotated(high, 19) ^ (high >>> 10)
      words[n] = words[n - 16]! + s0 + words[n - 7]! + s1
    }
    let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number]
    for (let n = 0; n < 64; n++) {
      const s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + constants[n]! + words[n]!) | 0
      const s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
      ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0]
    }
    for (const [n, word] of [a, b, c, d, e, f, g, h].entries()) state[n] = (state[n]! + word) | 0
  }
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}
