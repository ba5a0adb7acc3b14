// Pump rooms: zones in which pumps stand, with what flows through them. Pure; PumpRoom draws one.
import type { Device, Latest } from '#core/contracts/device.ts'
import type { Kind } from '#core/contracts/kind.ts'
import type { Name } from '#core/contracts/scalars.ts'
import type { Zone } from '#core/contracts/site.ts'
import { isOn, numberOf } from './values.ts'

export type Room = { id: string; name: Name; pumps: Device[] }

/** Rooms with pumps at a site, the ones with more pumps first; pumps without a zone share a room named by the kind. */
export function roomsOf(
  site: string,
  devices: Iterable<Device>,
  kinds: ReadonlyMap<string, Kind>,
  zones: ReadonlyMap<string, Zone>,
): Room[] {
  const rooms = new Map<string, Room>()
  for (const device of devices) {
    const kind = kinds.get(device.kind)
    if (device.site !== site || kind?.drawing !== 'pump' || device.drill) continue
    const id = device.zone ?? ''
    const room = rooms.get(id) ?? { id, name: zones.get(id)?.name ?? kind.name, pumps: [] }
    rooms.set(id, { ...room, pumps: [...room.pumps, device].toSorted((a, b) => a.id.localeCompare(b.id)) })
  }
  return [...rooms.values()].toSorted((a, b) => b.pumps.length - a.pumps.length || a.id.localeCompare(b.id))
}

/** What leaves a room: the pressure behind the pumps that run (else the highest), the flow of all, the tank before them. */
export function waterOf(pumps: readonly (Latest | undefined)[]) {
  const all = (metric: string) => pumps.map((pump) => numberOf(pump, metric)).filter((value) => value !== null)
  const running = pumps.filter((pump) => isOn(pump, 'running'))
  const behind = running.map((pump) => numberOf(pump, 'outlet_pressure_mpa')).filter((value) => value !== null)
  const pressures = behind.length > 0 ? behind : all('outlet_pressure_mpa')
  const [levels, flows] = [all('tank_level_m'), all('flow_m3h')]
  return {
    level: levels.length > 0 ? levels.reduce((sum, level) => sum + level, 0) / levels.length : null,
    pressure: pressures.length > 0 ? Math.max(...pressures) : null,
    flow: flows.length > 0 ? flows.reduce((sum, flow) => sum + flow, 0) : null,
  }
}
