// SHA-256 as hex: of files, and of the chain of happenings.
import { createHash } from 'node:crypto'

/** Of bytes, or of a text in UTF-8; lower-case hex. */
export const sha256 = (data: Buffer | string): string => createHash('sha256').update(data).digest('hex')
