// The port through which the gateway asks who exists and who may what. Its driver stands in server/store/directory.ts and
// is joined in main.ts; answers come from memory, so every call is synchronous.
import type { Kind } from '../core/contracts/kind.ts'

/** A login of the broker: a device, or an account that is no device. */
export type Identity =
  | { type: 'device'; id: string; site: string; kind: string; children: ReadonlySet<string> }
  | { type: 'integration'; id: string; sites: readonly string[] | null }
  | { type: 'simulator'; id: string; sites: readonly string[] | null; devices: ReadonlySet<string> | null }

export type KnownDevice = {
  id: string
  site: string
  kind: string
  parent: string | null
}

export type Directory = {
  /** Checks a login; the secret is compared in constant time. `null`: unknown or wrong, not told apart. */
  login(username: string, secret: Buffer): Identity | null
  /** Asked for every message, so it hands out what it holds; another object when the device has changed. */
  device(id: string): KnownDevice | null
  /** The offset of a device's clock measured before the last stop, ms, a start for the next measurement. */
  clockOffset(id: string): number | null
  kind(id: string): Kind | null
  /** Calls back when a login no longer holds (deleted, secret rotated): its live connections must go. */
  onRevoked(listener: (username: string) => void): void
}
