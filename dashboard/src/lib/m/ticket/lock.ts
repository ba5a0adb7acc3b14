// Lock-out from the phone: never queued. It protects a life, so it is said to hang only when the server has said so.
import type { Device } from '#core/contracts/device.ts'
import { call, type Answer } from '#lib/api.ts'

/** How long an answer is waited for, ms. */
const patienceMs = 15_000

/** Hangs the person's lock-out; repeated it is the same one. */
export const hangLock = (device: string): Promise<Answer<Device>> =>
  call('POST /devices/{id}/lockout', { id: device, body: {}, signal: AbortSignal.timeout(patienceMs) })

export const takeLock = (device: string): Promise<Answer<Device>> =>
  call('DELETE /devices/{id}/lockout', { id: device, body: {}, signal: AbortSignal.timeout(patienceMs) })
