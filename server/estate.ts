// The estate in memory: sites, zones, kinds, devices, rules and shifts as the records have them. Loaded once, then kept
// current by what is committed, so that the pipeline and the screens ask nothing of the database per message.
import type { Kysely } from 'kysely'
import type { Checkpoint, CheckpointSensor } from '../core/contracts/checkpoint.ts'
import type { Device } from '../core/contracts/device.ts'
import { milliseconds } from '../core/contracts/instant.ts'
import type { Kind } from '../core/contracts/kind.ts'
import type { Happening } from '../core/contracts/live.ts'
import type { Rule } from '../core/contracts/rule.ts'
import type { Shift } from '../core/contracts/shift.ts'
import type { Site, Zone } from '../core/contracts/site.ts'
import { listCheckpoints } from './store/checkpoint.ts'
import { listDevices } from './store/device.ts'
import { listKinds } from './store/kind.ts'
import { allRules } from './store/rule.ts'
import type { Records } from './store/schema.ts'
import { listShifts } from './store/shift.ts'
import { listSites } from './store/site.ts'
import { listZones } from './store/zone.ts'

const everything = { limit: 1_000_000, sites: null }
const defaultInterval = 30_000

export type Estate = {
  sites: ReadonlyMap<string, Site>
  zones: ReadonlyMap<string, Zone>
  kinds: ReadonlyMap<string, Kind>
  devices: ReadonlyMap<string, Device>
  rules: ReadonlyMap<string, Rule>
  shifts: ReadonlyMap<string, Shift>
  /** The sensors of checkpoints, by device. */
  sensors: ReadonlyMap<string, readonly RoomSensor[]>
  /** Takes over what was committed; happenings of other nouns are passed by. */
  apply(happenings: readonly Happening[]): void
}

/** A device whose sign tells of somebody at a checkpoint. */
export type RoomSensor = CheckpointSensor & { checkpoint: string; site: string }

/** The time expected between two messages of a device, ms. */
export const intervalOf = (estate: Estate, device: Device): number => {
  const duration = device.interval ?? estate.kinds.get(device.kind)?.interval
  return duration === undefined ? defaultInterval : milliseconds(duration)
}

const byId = <T extends { id: string }>(things: readonly T[]) => new Map(things.map((thing) => [thing.id, thing]))

export async function loadEstate(db: Kysely<Records>): Promise<Estate> {
  const maps = {
    site: byId((await listSites(db, everything)).items),
    zone: byId((await listZones(db, everything)).items),
    kind: byId((await listKinds(db, everything)).items),
    device: byId((await listDevices(db, everything)).items),
    rule: byId(await allRules(db)),
    shift: byId((await listShifts(db, everything)).items),
  }
  const sensors = createSensors((await listCheckpoints(db, everything)).items)
  const mapOf = new Map<string, Map<string, unknown>>(Object.entries(maps))
  return {
    ...{ sites: maps.site, zones: maps.zone, kinds: maps.kind, devices: maps.device },
    ...{ rules: maps.rule, shifts: maps.shift, sensors: sensors.byDevice },
    apply(happenings) {
      for (const { type, id, site, data } of happenings) {
        if (type.startsWith('audit.checkpoint_')) sensors.put(id, site!, (data as Pick<Checkpoint, 'sensor'>).sensor)
        const map = mapOf.get(type.slice(0, type.indexOf('.')))
        if (data === null) map?.delete(id)
        else map?.set(id, data)
      }
    },
  }
}

function createSensors(checkpoints: readonly Checkpoint[]) {
  const byDevice = new Map<string, readonly RoomSensor[]>()
  const put = (checkpoint: string, site: string, sensor: CheckpointSensor | null) => {
    for (const [device, rooms] of byDevice)
      byDevice.set(
        device,
        rooms.filter((room) => room.checkpoint !== checkpoint),
      )
    if (sensor) byDevice.set(sensor.device, [...(byDevice.get(sensor.device) ?? []), { ...sensor, checkpoint, site }])
  }
  for (const { id, site, sensor } of checkpoints) put(id, site, sensor)
  return { byDevice, put }
}
