// Lock-out (断电挂牌): who hangs it up takes it away. Only an administrator may take away another person's, with a reason
// that stays on record.
import type { Device } from '../contracts/device.ts'
import { iso } from '../contracts/instant.ts'
import type { NewHappening } from '../contracts/live.ts'
import { refuse } from '../contracts/refusal.ts'
import type { Actor } from '../contracts/user.ts'
import type { Decided } from './decision.ts'
import { may } from './permission.ts'

type Who = Pick<Actor, 'name' | 'role' | 'type'>

/**
 * Hangs up the lock of a person. `waiting`: the name of a command that the device may still carry out; null when there
 * is none. Refused: `person_needed` (a program works on nothing), `device_locked`, `command_under_way`.
 */
export function lockOut(
  device: Device,
  { note, waiting }: { note: string; waiting: string | null },
  actor: Who,
  at: number,
): Decided<Device> {
  if (actor.type !== 'user') return refuse('person_needed')
  if (device.lockout?.by === actor.name) return { next: device, happenings: [] }
  if (device.lockout) return refuse('device_locked', { user: device.lockout.by })
  if (waiting !== null) return refuse('command_under_way', { name: waiting })
  const lockout = { by: actor.name, since: iso(at), note }
  const next = { ...device, lockout, version: device.version + 1 }
  return { next, happenings: [told(next, 'locked', actor, at)] }
}

/**
 * Takes the lock away; without one nothing changes. Refused: `lockout_not_yours`, `lockout_reason` (an administrator
 * takes away another person's and says not why).
 */
export function endLockout(device: Device, reason: string | undefined, actor: Who, at: number): Decided<Device> {
  const { lockout } = device
  if (!lockout) return { next: device, happenings: [] }
  const next = { ...device, lockout: null, version: device.version + 1 }
  if (lockout.by === actor.name && actor.type === 'user') {
    return { next, happenings: [told(next, 'unlocked', actor, at)] }
  }
  if (!may(actor.role, 'lockout.override')) return refuse('lockout_not_yours', { user: lockout.by })
  if (reason === undefined) return refuse('lockout_reason', { user: lockout.by })
  const { site, id } = device
  const data = { ...lockout, reason }
  const override = { type: 'audit.lockout_overridden' as const, at: iso(at), site, by: actor.name, id, data }
  return { next, happenings: [told(next, 'unlocked', actor, at), override] }
}

const told = (device: Device, what: 'locked' | 'unlocked', { name }: Who, at: number): NewHappening => ({
  ...{ type: `device.${what}`, at: iso(at), site: device.site, by: name, id: device.id, data: device },
})
