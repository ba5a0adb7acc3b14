// A change by a person: the named fields are replaced and the version rises by one. A stale version is refused.
import type { RefusalParams, Refusal } from '../contracts/refusal.ts'
import { refuse } from '../contracts/refusal.ts'

type Versioned = { version: number }

/**
 * The next form of a thing. `patch.version`, when given, must be the version that the person saw (`stale_version`).
 * A patch that changes nothing gives back the very same object, so that nothing is told.
 */
export function revise<T extends Versioned>(current: T, patch: Partial<T>): T | Refusal {
  if (patch.version !== undefined && patch.version !== current.version) return stale(current.version, patch.version)
  const next = { ...current, ...patch, version: current.version }
  if (JSON.stringify(next) === JSON.stringify(current)) return current
  return { ...next, version: current.version + 1 }
}

const stale = (version: number, seen: number): Refusal =>
  refuse('stale_version', { version, seen } satisfies RefusalParams)
