// The demo estate 滨江花园: every document that the server is seeded with and that the fleet brings to life.
// Plain data in the shapes of core/contracts; scenarios and behaviours name its ids.
import type { z } from 'zod'
import type { NewCheckpoint, NewTag } from '../core/contracts/checkpoint.ts'
import type { Device, Point } from '../core/contracts/device.ts'
import type { NewRoute } from '../core/contracts/route.ts'
import type { Shift } from '../core/contracts/shift.ts'
import type { NewSite, Zone } from '../core/contracts/site.ts'
import type { User } from '../core/contracts/user.ts'
import type { Vendor } from '../core/contracts/vendor.ts'
import { firePoints, firePlant } from './estate/fire.ts'
import { lifts } from './estate/lifts.ts'
import { checkpoints, readers, routes } from './estate/patrol.ts'
import { shifts, users, vendors } from './estate/people.ts'
import { site, zones } from './estate/place.ts'
import { plant } from './estate/plant.ts'
import { water } from './estate/water.ts'

export type EstateSite = z.input<typeof NewSite> & { timezone: string }
export type EstateDevice = Omit<Device, 'service' | 'lockout' | 'version'>
export type EstatePoint = Omit<Point, 'state' | 'since'>
export type EstateCheckpoint = z.input<typeof NewCheckpoint> & { tag: NewTag }
export type EstateRoute = z.input<typeof NewRoute>
export type EstateVendor = Omit<Vendor, 'version'>
/** Demo people have no password: they sign in by a button while the server is bound to loopback. */
export type EstateUser = Omit<User, 'version'>

/** What one estate is made of: the "New…" documents of core/contracts, points listed by their panel. */
export type Estate = {
  sites: EstateSite[]
  zones: Omit<Zone, 'version'>[]
  /** Parents stand before their children. */
  devices: EstateDevice[]
  points: { device: string; points: EstatePoint[] }[]
  checkpoints: EstateCheckpoint[]
  routes: EstateRoute[]
  shifts: Omit<Shift, 'version'>[]
  vendors: EstateVendor[]
  users: EstateUser[]
}

/** 滨江花园 / Binjiang Garden: 3 buildings, 13 lifts, pump rooms, fire loops, sumps, doors, two patrols, a lift firm. */
export const demoEstate: Estate = {
  sites: [site],
  zones,
  devices: [...water.gateways, ...lifts, ...water.pumps, ...firePlant, ...water.sensors, ...plant, ...readers],
  points: firePoints,
  checkpoints,
  routes,
  shifts,
  vendors,
  users,
}
