// Devices over HTTP: the register. What they measured stands in reading.ts, their points in point.ts.
import type { Kysely } from 'kysely'
import { iso } from '../../core/contracts/instant.ts'
import type { Device } from '../../core/contracts/device.ts'
import type { NewHappening } from '../../core/contracts/live.ts'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import type { Actor } from '../../core/contracts/user.ts'
import { putInService } from '../../core/domain/device.ts'
import { hashSecret, newSecret } from '../secret.ts'
import { findAccount } from '../store/account.ts'
import {
  childrenOf,
  deleteDevice,
  findDevice,
  insertDevice,
  listDevices,
  setDeviceSecret,
  updateDevice,
} from '../store/device.ts'
import type { Records } from '../store/schema.ts'
import type { Handlers } from './call.ts'
import { change, create, scopeOf, untold, visible } from './change.ts'
import type { HttpDeps } from './deps.ts'
import { buildingNamed, checkpointNamed, deviceNamed, kindNamed, refer, siteNamed, zoneNamed } from './reference.ts'

type Routes = Pick<
  Handlers,
  'listDevices' | 'createDevice' | 'getDevice' | 'patchDevice' | 'deleteDevice' | 'rotateSecret' | 'service'
>
type Told = { at: number; actor: Actor }

const tell = (type: `device.${string}`, device: Device, { at, actor }: Told): NewHappening => ({
  type,
  at: iso(at),
  site: device.site,
  by: actor.name,
  id: device.id,
  data: type === 'device.deleted' ? null : device,
})

export function deviceRoutes({ db, log, readings }: HttpDeps): Routes {
  return {
    listDevices: ({ actor, query }) => listDevices(db, { ...query, sites: scopeOf(actor, query.site) }),
    getDevice: async ({ actor, id }) => visible(actor, await findDevice(db, id)),
    createDevice(call) {
      const device: Device = { ...call.body, service: null, lockout: null, version: 1 }
      const secret = newSecret()
      return create(call.commit, device.id, {
        // A login of the broker is a device or an account: one name must not be both.
        find: async (tx) => (await findDevice(tx, device.id)) ?? (await findAccount(tx, device.id)),
        check: (tx) => places(tx, device, call.actor.sites, call.locale),
        save: (tx) => insertDevice(tx, device, hashSecret(secret)),
        happening: tell('device.created', device, call),
        answer: { device, secret },
      })
    },
    patchDevice: (call) =>
      change<Device>(call.commit, call.body, {
        find: async (tx) => visible(call.actor, await findDevice(tx, call.id)),
        check: (tx, next) => places(tx, next, call.actor.sites, call.locale),
        save: updateDevice,
        happening: (next) => tell('device.changed', next, call),
      }),
    async deleteDevice(call) {
      const gone = await call.commit<Device | Refusal>(async (tx) => {
        const device = visible(call.actor, await findDevice(tx, call.id))
        if (isRefusal(device)) return untold(device)
        if (device.lockout) return untold(refuse('device_locked', { user: device.lockout.by }))
        const children = await childrenOf(tx, device.id)
        if (children.length > 0) return untold(refuse('in_use', { id: device.id, by: children.join(', ') }))
        await deleteDevice(tx, device.id)
        return { result: device, happenings: [tell('device.deleted', device, call)] }
      })
      if (isRefusal(gone)) return gone
      // The readings store may be away; the device is gone all the same, and its readings expire by themselves.
      await readings.forget(gone.id, gone.kind).catch((err: unknown) => log.warn({ err, device: gone.id }, 'forget'))
      return null
    },
    rotateSecret: (call) =>
      call.commit<{ secret: string } | Refusal>(async (tx) => {
        const device = visible(call.actor, await findDevice(tx, call.id))
        if (isRefusal(device)) return untold(device)
        const secret = newSecret()
        await setDeviceSecret(tx, device.id, hashSecret(secret))
        return { result: { secret }, happenings: [tell('device.secret_rotated', device, call)] }
      }),
    service: (call) =>
      call.commit<Device | Refusal>(async (tx) => {
        const device = visible(call.actor, await findDevice(tx, call.id))
        if (isRefusal(device)) return untold(device)
        const next = putInService(device, call.body, call.actor, call.at)
        if (next === device) return untold(device)
        await updateDevice(tx, next)
        return { result: next, happenings: [tell('device.service', next, call)] }
      }),
  }
}

/** Whether everything that a device names is there and of its site; it may not be its own ancestor. */
async function places(
  tx: Kysely<Records>,
  device: Device,
  sites: readonly string[] | null,
  locale: Locale,
): Promise<Refusal | null> {
  const { site } = device
  return refer(tx, locale, [
    siteNamed('site', site, sites),
    kindNamed('kind', device.kind),
    buildingNamed('building', device.building, site),
    zoneNamed('zone', device.zone, site),
    deviceNamed('parent', device.parent, site),
    { path: 'parent', id: device.parent, known: async (db, id) => !(await isAncestor(db, device.id, id)) },
    checkpointNamed('tag', device.tag, site),
  ])
}

async function isAncestor(tx: Kysely<Records>, id: string, of: string | null): Promise<boolean> {
  const seen = new Set<string>()
  for (let next: string | null = of; next !== null && !seen.has(next);) {
    if (next === id) return true
    seen.add(next)
    next = (await findDevice(tx, next))?.parent ?? null
  }
  return false
}
