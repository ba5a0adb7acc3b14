// Random secrets of devices, sessions and tokens: 256 bits, kept only as their SHA-256 (guessing is hopeless, so no slow
// hash is needed), and compared in constant time by looking up or comparing hashes.
import { createHash, randomBytes } from 'node:crypto'

/** A new secret in URL-safe letters, with a word in front that says what it is for. */
export const newSecret = (prefix = ''): string => prefix + randomBytes(32).toString('base64url')

/** What is kept of a secret: SHA-256 in hex. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex')
