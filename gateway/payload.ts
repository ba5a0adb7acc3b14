// Bytes → plain values, without trust: valid UTF-8, valid JSON, shallow, not too many parts. Keys stay data: nothing
// here or later uses one to reach into a prototype.
import { isUtf8 } from 'node:buffer'

const maxDepth = 8
const maxParts = 2_000
/** What quarantine keeps of a payload, characters. */
const maxKept = 2_000

/** The parsed payload, or the reason why it is none. */
export function parseJson(payload: Buffer): { value: unknown } | { fault: string } {
  if (!isUtf8(payload)) return { fault: 'not_utf8' }
  try {
    return { value: JSON.parse(payload.toString()) as unknown }
  } catch {
    return { fault: 'malformed_json' }
  }
}

/** Whether a parsed value nests at most eight deep and has at most 2,000 parts. */
export function isModest(value: unknown): boolean {
  let parts = 0
  const isShallow = (one: unknown, depth: number): boolean => {
    if (++parts > maxParts) return false
    if (typeof one !== 'object' || one === null) return true
    return depth < maxDepth && Object.values(one).every((inner) => isShallow(inner, depth + 1))
  }
  return isShallow(value, 0)
}

/** A parsed value as text again; null when it nests too deep to be written. */
export const textOf = (value: unknown): string | null => (isModest(value) ? (JSON.stringify(value) ?? null) : null)

/** The payload as quarantine keeps it: readable text, cut. */
export const keptText = (payload: Buffer | string): string =>
  (typeof payload === 'string' ? payload : payload.toString('utf8', 0, maxKept * 4)).slice(0, maxKept)
