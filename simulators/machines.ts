// Brings an estate to life: which behaviour speaks for which devices. A table by kind, so that a kind without a
// behaviour of its own simply stays quiet.
import { machine, type Behaviour, type Inputs, type Machine } from './behaviour.ts'
import { doorBehaviour } from './behaviours/access-door.ts'
import { firePanelBehaviour } from './behaviours/fire-panel.ts'
import { firePumpBehaviour } from './behaviours/fire-pump.ts'
import { guardBehaviour, reaches, type WalkFacts } from './behaviours/guard.ts'
import { floorIndex } from './behaviours/lift-state.ts'
import { liftBehaviour } from './behaviours/lift.ts'
import {
  cameraBehaviour,
  gatewayBehaviour,
  leakBehaviour,
  lightingBehaviour,
  weatherBehaviour,
} from './behaviours/plain.ts'
import { powerBehaviour } from './behaviours/power.ts'
import { stationBehaviour } from './behaviours/pump-station.ts'
import { sumpBehaviour } from './behaviours/water-level.ts'
import type { Estate, EstateCheckpoint, EstateDevice } from './estate.ts'
import { seeded } from './random.ts'
import type { SunTag } from './sun.ts'

/** Counters go on from one run of the simulation to the next: they are counted from here, 03:00 in the demo's zone. */
const countedFrom = Date.parse('2025-12-31T19:00:00Z')
const daysBefore = ({ at }: Inputs): number => Math.max(0, (at - countedFrom) / 86_400_000)

type Setting = { estate: Estate; seed: number; first: Inputs; walkFrom?: number }
type Maker = (devices: EstateDevice[], setting: Setting) => Machine[]

const one =
  <S>(behaviour: (device: EstateDevice, setting: Setting) => Behaviour<S> | null): Maker =>
  (devices, setting) =>
    devices.flatMap((device) => {
      const found = behaviour(device, setting)
      return found === null ? [] : [machine([device.id], found, setting.first, stream(setting, device.id))]
    })

const stream = ({ seed }: Setting, name: string) => seeded(`${seed}:${name}`)
const fact = (device: EstateDevice, name: string, otherwise: number): number => {
  const value = device.attributes[name]
  return typeof value === 'number' ? value : otherwise
}

const makers: Record<string, Maker> = {
  elevator: one((device, { first }) => {
    const [traffic, runsPerDay] = device.tags.includes('fire_lift') ? [0.15, 78] : [1.5, 615]
    return liftBehaviour({
      device: device.id,
      lowest: floorIndex(fact(device, 'lowest', 1)),
      highest: floorIndex(fact(device, 'highest', 10)),
      floorHeight: fact(device, 'floor_height_m', 3),
      ratedSpeed: fact(device, 'rated_speed_mps', 1.75),
      traffic,
      trips: Math.floor(90_000 * traffic + daysBefore(first) * runsPerDay),
    })
  }),
  pump: (devices, setting) => {
    const groups = Map.groupBy(devices, ({ group, id }) => group ?? id)
    return [...groups.values()].map((pumps) => pumpMachine(pumps, setting))
  },
  fire_panel: one((device, { estate }) => {
    const points = estate.points.find((panel) => panel.device === device.id)?.points ?? []
    const zones = new Map(points.map(({ id, zone }) => [id, zone]))
    const loops = [...new Set(points.flatMap(({ loop }) => loop ?? []))]
    return firePanelBehaviour({ device: device.id, loops, zoneOf: (point) => zones.get(point) ?? null })
  }),
  patrol_reader: one((device, setting) => guardOf(device, setting)),
  water_level: one((device, { first }) => sumpBehaviour(device.id, fact(device, 'depth_m', 2.5), daysBefore(first))),
  leak: one((device) => leakBehaviour(device.id)),
  power: one((device, { first }) => {
    const peakKw = device.id === 'power-main' ? 560 : 170
    return powerBehaviour({ device: device.id, peakKw, energyKwh: 1_200_000 + daysBefore(first) * peakKw * 16 })
  }),
  access_door: one((device, setting) => {
    const { first } = setting
    const perHour = device.building !== null && !device.zone?.endsWith('-f1') ? 1.5 : 40
    const perDay = perHour * 12.6
    const passages = Math.floor(20_000 + daysBefore(first) * perDay)
    return doorBehaviour({ device: device.id, perHour, passages, guardComes: comesTo(device, setting) })
  }),
  lighting: one((device, { first }) => {
    const allDay = device.zone?.startsWith('garage') ?? false
    return lightingBehaviour({ device: device.id, allDay, ratedKw: 4.6, days: daysBefore(first) })
  }),
  camera: one((device) => cameraBehaviour(device.id)),
  weather: one((device) => weatherBehaviour(device.id)),
  generic: one(({ id }, { estate, first }) => {
    const children = estate.devices.filter(({ parent }) => parent === id).length
    return gatewayBehaviour(children, daysBefore(first) * 86_400)
  }),
}

/** Every machine of an estate, each with its own stream of chance. */
export function machinesOf(estate: Estate, seed: number, first: Inputs, walkFrom?: number): Machine[] {
  const kinds = Map.groupBy(estate.devices, ({ kind }) => kind)
  return [...kinds].flatMap(([kind, devices]) => makers[kind]?.(devices, { estate, seed, first, walkFrom }) ?? [])
}

function pumpMachine(pumps: EstateDevice[], setting: Setting): Machine {
  const ids = pumps.map(({ id }) => id)
  const [first, second] = ids as [string, string | undefined]
  const chance = stream(setting, first)
  if (second === undefined) return machine(ids, firePumpBehaviour(first), setting.first, chance)
  const behaviour = stationBehaviour({
    pumps: [first, second],
    setPoint: pumps[0]!.building === 'b1' ? 0.42 : 0.38,
    peakDraw: 78,
    countedFrom,
  })
  return machine(ids, behaviour, setting.first, chance)
}

function guardOf(device: EstateDevice, setting: Setting) {
  const facts = walkOf(device, setting)
  return facts && guardBehaviour(facts)
}

/** When guards open the door of a checkpoint's room. */
function comesTo(door: EstateDevice, setting: Setting) {
  const { estate } = setting
  const room = estate.checkpoints.find(({ sensor }) => sensor?.device === door.id)
  const readers = estate.devices.filter(({ kind }) => kind === 'patrol_reader')
  const walks = room ? readers.flatMap((reader) => walkOf(reader, setting) ?? []) : []
  return (from: number, inputs: Inputs) => walks.some((walk) => reaches(walk, room!.tag.uid, from, inputs))
}

function walkOf(device: EstateDevice, { estate, seed, walkFrom }: Setting): WalkFacts | null {
  const route = estate.routes.find(({ id }) => id === device.attributes['route'])
  if (!route?.schedule || !('starts' in route.schedule)) return null
  const tags = new Map(estate.checkpoints.map(({ id, tag }) => [id, tag]))
  const { testTag } = device.attributes
  return {
    device: device.id,
    badge: String(device.attributes['badge']),
    timezone: estate.sites[0]!.timezone,
    seed: String(seed),
    from: walkFrom,
    starts: route.schedule.starts.map(minuteOf),
    ...(typeof testTag === 'string' && { test: { tag: testTag, minutes: changesOfShift(estate) } }),
    stops: route.stops.map(({ checkpoint, from, until }) => ({ ...signerOf(tags.get(checkpoint)!), from, until })),
  }
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
/** A minute after each change of shift, when whoever comes on tries the reader that he was handed. */
const changesOfShift = ({ shifts }: Estate): number[] => shifts.map(({ start }) => minuteOf(start) + 1)

/** The tag as its reader meets it: one with keys of its own signs. */
function signerOf(tag: EstateCheckpoint['tag']): { tag: string; sun: SunTag | null } {
  if (tag.type === 'uid' || tag.metaKey === undefined || tag.fileKey === undefined) return { tag: tag.uid, sun: null }
  return { tag: tag.uid, sun: { uid: tag.uid, metaKey: tag.metaKey, fileKey: tag.fileKey } }
}
