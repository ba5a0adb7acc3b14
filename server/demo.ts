// The demo: an estate handed in as plain documents is put into the records once, and an account for its simulators gets a
// new secret at every start. Demo people have no password; they sign in by a button on this very machine.
import { createHash } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { z } from 'zod'
import { Checkpoint, NewTag, type NewCheckpoint } from '../core/contracts/checkpoint.ts'
import { Device, NewDevice, NewPoint } from '../core/contracts/device.ts'
import { NewRoute, Route } from '../core/contracts/route.ts'
import { NewShift, Shift } from '../core/contracts/shift.ts'
import { NewSite, NewZone, Site, Zone } from '../core/contracts/site.ts'
import { NewUser, User } from '../core/contracts/user.ts'
import { NewVendor, Vendor } from '../core/contracts/vendor.ts'
import type { Commit } from './commit.ts'
import { hashSecret, newSecret } from './secret.ts'
import { shownTag } from '../core/domain/checkpoint.ts'
import type { TagVerifier } from './tag-keys.ts'
import { deleteAccount, insertAccount } from './store/account.ts'
import { saveCheckpoint } from './store/checkpoint.ts'
import { insertDevice } from './store/device.ts'
import { readMeta, writeMeta } from './store/meta.ts'
import { replacePoints } from './store/point.ts'
import { saveRoute } from './store/route.ts'
import type { Records } from './store/schema.ts'
import { saveShift } from './store/shift.ts'
import { saveSite } from './store/site.ts'
import { saveUser } from './store/user.ts'
import { saveVendor } from './store/vendor.ts'
import { saveZone } from './store/zone.ts'

/** What a demo estate is made of, in the shapes in which a person would create it. Parents stand before children. */
export type DemoEstate = {
  sites: z.input<typeof NewSite>[]
  zones: z.input<typeof NewZone>[]
  devices: z.input<typeof NewDevice>[]
  points: { device: string; points: z.input<typeof NewPoint>[] }[]
  checkpoints: z.input<typeof NewCheckpoint>[]
  routes: z.input<typeof NewRoute>[]
  shifts: z.input<typeof NewShift>[]
  vendors: z.input<typeof NewVendor>[]
  users: Omit<z.input<typeof NewUser>, 'password'>[]
}

type TagSealer = Pick<TagVerifier, 'sealTag'>
const metaKey = 'demo_estate'
const fleetAccount = 'demo-fleet'

/** Puts the estate into the records unless one is there. True when it was new, and wants a history. */
export const putDemoEstate = (commit: Commit, estate: DemoEstate, tags: TagSealer): Promise<boolean> =>
  commit(async (tx) => {
    if ((await readMeta(tx, metaKey)) !== null) return { result: false, happenings: [] }
    await putPlaces(tx, estate)
    await putPatrols(tx, estate, tags)
    for (const shift of estate.shifts) await saveShift(tx, Shift.parse(shift))
    for (const vendor of estate.vendors) await saveVendor(tx, Vendor.parse(vendor))
    for (const user of estate.users) await saveUser(tx, User.parse(user), undefined)
    await writeMeta(tx, metaKey, 'new')
    return { result: true, happenings: [] }
  })

/** Whether the history of the estate has still to be sent. */
export const wantsHistory = async (tx: Parameters<typeof readMeta>[0]): Promise<boolean> =>
  (await readMeta(tx, metaKey)) === 'new'

export const noteHistory = (commit: Commit): Promise<void> =>
  commit(async (tx) => ({ result: await writeMeta(tx, metaKey, 'with history'), happenings: [] }))

/** Makes the account under which the simulators speak; gives its secret, which nobody keeps. */
export const openFleetAccount = (commit: Commit): Promise<{ username: string; secret: string }> =>
  commit(async (tx) => {
    const secret = newSecret()
    await deleteAccount(tx, fleetAccount)
    await insertAccount(tx, { id: fleetAccount, type: 'simulator', sites: null, devices: null }, hashSecret(secret))
    return { result: { username: fleetAccount, secret }, happenings: [] }
  })

async function putPlaces(tx: Transaction<Records>, estate: DemoEstate): Promise<void> {
  for (const site of estate.sites) await saveSite(tx, Site.parse(site))
  for (const zone of estate.zones) await saveZone(tx, Zone.parse(zone))
  // Nobody knows these secrets; the simulators' account speaks for the devices.
  for (const device of estate.devices) await insertDevice(tx, Device.parse(device), hashSecret(newSecret()))
  for (const { device, points } of estate.points)
    await replacePoints(
      tx,
      device,
      points.map((point) => NewPoint.parse(point)),
    )
}

async function putPatrols(tx: Transaction<Records>, estate: DemoEstate, tags: TagSealer): Promise<void> {
  for (const { tag: given, ...checkpoint } of estate.checkpoints) {
    const tag = given ? NewTag.parse(given) : null
    const shown = Checkpoint.parse({ code: codeOf(checkpoint.id), ...checkpoint, tag: shownTag(tag) })
    await saveCheckpoint(tx, shown, tags.sealTag(tag))
  }
  for (const route of estate.routes) await saveRoute(tx, Route.parse(route))
}

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
/** A code that the same checkpoint gets in every demo. */
const codeOf = (id: string): string =>
  [...createHash('sha256').update(id).digest().subarray(0, 6)].map((byte) => letters[byte % letters.length]).join('')
