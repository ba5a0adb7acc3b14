// The address under which people open this house: in notices, on printed codes. Set by the administrator, or else the
// address of the interface that listens; when only this machine is listened to, no phone can open it, and that is said.
import type { NetworkInterfaceInfo } from 'node:os'
import { isLoopback } from './config.ts'

/** `set`: WK_PUBLIC_URL. `network`: an address of this machine. `here`: opens on this machine alone. */
export type LinkBase = { url: string; from: 'set' | 'network' | 'here' }
export type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>

const everywhere: ReadonlySet<string> = new Set(['0.0.0.0', '::', ''])

/** `listening`: the address that the server listens at, with its port. No slash at the end of what is given. */
export function linkBaseOf(
  publicUrl: string | null,
  listening: string,
  host: string,
  interfaces: Interfaces,
): LinkBase {
  if (publicUrl !== null) return { url: publicUrl.replace(/\/+$/, ''), from: 'set' }
  if (isLoopback(host)) return { url: listening, from: 'here' }
  if (!everywhere.has(host)) return { url: listening, from: 'network' }
  const address = firstOutside(interfaces)
  if (address === null) return { url: listening, from: 'here' }
  const url = new URL(listening)
  url.hostname = address
  return { url: url.origin, from: 'network' }
}

/** The first IPv4 address that others can reach, in the order in which the system names its interfaces. */
function firstOutside(interfaces: Interfaces): string | null {
  const all = Object.values(interfaces).flatMap((each) => each ?? [])
  // An interface without an address server gives itself 169.254.…, which nobody else has a way to.
  const outside = all.find(
    ({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'),
  )
  return outside?.address ?? null
}
