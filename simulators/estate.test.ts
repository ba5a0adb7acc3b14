import { describe, expect, it } from 'vitest'
import { NewCheckpoint } from '../core/contracts/checkpoint.ts'
import { NewDevice, NewPoint } from '../core/contracts/device.ts'
import { NewRoute } from '../core/contracts/route.ts'
import { NewShift } from '../core/contracts/shift.ts'
import { NewSite, NewZone } from '../core/contracts/site.ts'
import { User } from '../core/contracts/user.ts'
import { NewVendor } from '../core/contracts/vendor.ts'
import { demoEstate as estate } from './estate.ts'

const ids = (list: { id: string }[]) => list.map(({ id }) => id)
const points = estate.points.flatMap((panel) => panel.points)

describe('the demo estate', () => {
  it('is made of documents that the contracts accept unchanged', () => {
    for (const [schema, list] of [
      [NewSite, estate.sites],
      [NewZone, estate.zones],
      [NewDevice, estate.devices],
      [NewPoint, points],
      [NewCheckpoint, estate.checkpoints],
      [NewRoute, estate.routes],
      [NewShift, estate.shifts],
      [NewVendor, estate.vendors],
      [User.omit({ version: true }), estate.users],
    ] as const)
      for (const document of list) expect(schema.parse(document)).toMatchObject(document)
  })

  it('uses every id once and refers only to what exists', () => {
    const zones = new Set(ids(estate.zones))
    const devices = new Set(ids(estate.devices))
    const checkpoints = new Set(ids(estate.checkpoints))
    const people = new Set(estate.users.map(({ username }) => username))
    for (const list of [estate.zones, estate.devices, estate.checkpoints, estate.routes])
      expect(new Set(ids(list)).size).toBe(list.length)
    for (const panel of estate.points) expect(new Set(ids(panel.points)).size).toBe(panel.points.length)
    for (const { zone } of [...estate.devices, ...points, ...estate.checkpoints])
      if (zone) expect(zones).toContain(zone)
    for (const { tag } of estate.devices) if (tag !== null) expect(checkpoints).toContain(tag)
    for (const { device } of estate.sites[0]!.trends ?? []) expect(devices).toContain(device)
    for (const route of estate.routes) {
      expect(people).toContain(route.guard)
      for (const stop of route.stops) expect(checkpoints).toContain(stop.checkpoint)
    }
    for (const name of estate.shifts.flatMap((shift) => shift.people)) expect(people).toContain(name)
    const vendors = ids(estate.vendors)
    for (const { vendor } of estate.users) if (vendor !== null) expect(vendors).toContain(vendor)
    for (const { attributes } of estate.devices)
      if (attributes['vendor'] !== undefined) expect(vendors).toContain(attributes['vendor'])
    const badges = estate.users.map(({ badge }) => badge)
    for (const { attributes } of estate.devices) if (attributes['badge']) expect(badges).toContain(attributes['badge'])
  })

  it('lists parents before their children', () => {
    const seen = new Set<string>()
    for (const { id, parent } of estate.devices) {
      if (parent !== null) expect(seen).toContain(parent)
      seen.add(id)
    }
  })

  it('has what the wall draws: 13 lifts, duty and standby pumps, 126 points a loop', () => {
    const of = (kind: string) => estate.devices.filter((device) => device.kind === kind)
    expect(of('elevator')).toHaveLength(13)
    expect(of('pump').filter(({ group }) => group === 'pumps-b1')).toHaveLength(2)
    expect(estate.points[0]!.points.filter(({ loop }) => loop === 'l2')).toHaveLength(126)
    expect(estate.routes.map(({ stops }) => stops.length)).toEqual([8, 9])
    expect(estate.checkpoints.some(({ key }) => key)).toBe(true)
  })
})
