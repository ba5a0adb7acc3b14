// Service work on a device: in it everything is quiet but life safety.
import type { Device, ServiceMode } from '../contracts/device.ts'
import { iso } from '../contracts/instant.ts'
import type { Actor } from '../contracts/user.ts'

/** The device in the service mode asked for; the very same device when it is in it already for the same reason. */
export function putInService(
  device: Device,
  change: { mode: ServiceMode; reason: string },
  actor: Pick<Actor, 'name'>,
  at: number,
): Device {
  const { mode, reason } = change
  const now = device.service ?? { mode: 'normal', reason }
  if (now.mode === mode && (mode === 'normal' || now.reason === reason)) return device
  const service = mode === 'normal' ? null : { mode, reason, since: iso(at), by: actor.name }
  return { ...device, service, version: device.version + 1 }
}
