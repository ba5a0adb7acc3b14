// Buildings as sections and lifts as cars in them: floors are counted from the ground (12 → index 11, −1 → −1), there is
// no floor 0. Pure; LiftSection draws it.
import type { Device, Latest } from '#core/contracts/device.ts'
import type { Kind } from '#core/contracts/kind.ts'
import type { Name } from '#core/contracts/scalars.ts'
import type { Site } from '#core/contracts/site.ts'
import { isOn, numberOf, wordOf } from './values.ts'

export type Section = { id: string; name: Name; lowest: number; highest: number; lifts: Device[] }

/** A floor's height above the ground floor, in storeys. */
export const levelOf = (floor: number): number => (floor > 0 ? floor - 1 : floor)
/** A floor as signs write it: `12F`, `B2`. */
export const floorLabel = (floor: number): string => (floor < 0 ? `B${-floor}` : `${floor}F`)
export const floorAt = (level: number): number => (level < 0 ? level : level + 1)

/** Sections of the buildings of a site that have lifts, in the site's order; lifts elsewhere stand in one of their own. */
export function sectionsOf(site: Site, devices: Iterable<Device>, kinds: ReadonlyMap<string, Kind>): Section[] {
  const lifts = [...devices]
    .filter((device) => device.site === site.id && kinds.get(device.kind)?.drawing === 'lift' && !device.drill)
    .toSorted((a, b) => Number(isReserve(a)) - Number(isReserve(b)) || a.id.localeCompare(b.id))
  const known = site.buildings.map((building) => ({
    ...building,
    lifts: lifts.filter((lift) => lift.building === building.id),
  }))
  const homeless = lifts.filter((lift) => !site.buildings.some((building) => building.id === lift.building))
  const all =
    homeless.length > 0 ? [...known, { id: '', name: site.name, floors: 1, basements: 0, lifts: homeless }] : known
  return all
    .filter((building) => building.lifts.length > 0)
    .map(({ id, name, floors, basements, lifts }) => ({
      id,
      name,
      lifts,
      lowest: Math.min(-basements || 1, ...lifts.map((lift) => attribute(lift, 'lowest') ?? 1)),
      highest: Math.max(floors, ...lifts.map((lift) => attribute(lift, 'highest') ?? 1)),
    }))
}

/** Fire lifts and the like stand at the end of the row. */
const isReserve = (lift: Device): boolean => lift.tags.some((tag) => tag.startsWith('fire'))

function attribute(device: Device, name: string): number | null {
  const value = device.attributes[name]
  return typeof value === 'number' ? value : null
}

/** The word over a car that does not serve passengers. */
export type LiftMode = 'normal' | 'service' | 'out' | 'fire' | 'locked'
export type Car = {
  /** Storeys above the ground floor, with fractions; null when it never said. */
  level: number | null
  floor: number | null
  direction: 'up' | 'down' | 'stop'
  /** 0 closed, 0.5 moving, 1 open. */
  doors: number
  occupied: boolean
  /** Part of the rated load, 0 when unknown. */
  load: number
  mode: LiftMode
}

const modes: Readonly<Record<string, LiftMode>> = { inspection: 'service', out: 'out', fire: 'fire', locked: 'locked' }
const doorStates: Readonly<Record<string, number>> = { open: 1, opening: 0.5, closing: 0.5 }

/** What a lift last said of its car. */
export function carOf(device: Device, latest: Latest | undefined): Car {
  const floor = numberOf(latest, 'floor')
  const direction = wordOf(latest, 'direction')
  return {
    level: preciseLevel(device, latest) ?? (floor === null ? null : levelOf(floor)),
    floor,
    direction: direction === 'up' || direction === 'down' ? direction : 'stop',
    doors: doorStates[wordOf(latest, 'door') ?? ''] ?? 0,
    occupied: isOn(latest, 'occupied'),
    load: (numberOf(latest, 'load_kg') ?? 0) / (attribute(device, 'rated_load_kg') ?? 1000),
    mode: modeOf(device, latest),
  }
}

/** Metres over the storey height, where the lift tells both. */
function preciseLevel(device: Device, latest: Latest | undefined): number | null {
  const [position, height] = [numberOf(latest, 'position_m'), attribute(device, 'floor_height_m')]
  return position === null || height === null || height <= 0 ? null : position / height
}

function modeOf(device: Device, latest: Latest | undefined): LiftMode {
  if (device.service?.mode === 'out_of_service') return 'out'
  if (device.service?.mode === 'service') return 'service'
  return modes[wordOf(latest, 'service_mode') ?? ''] ?? 'normal'
}

/** Which floors get a label: every third, in tall buildings every fifth; the lowest one always. */
export function labelledFloors(lowest: number, highest: number): number[] {
  const step = highest > 18 ? 5 : 3
  const above = Array.from({ length: Math.floor((highest - 1) / step) + 1 }, (_, i) => 1 + i * step)
  return lowest < 0 ? [lowest, ...above] : above
}

/** How a section is laid out, in drawing units: room above the shafts, floor labels on the left, distance of shafts. */
export const sectionMeasures = { top: 34, left: 56, spacing: 70, around: 70 } as const

export const sectionWidth = (section: Section): number =>
  sectionMeasures.left + section.lifts.length * sectionMeasures.spacing + 38

export type Arrangement = { rows: Section[][]; height: number }

/**
 * Sections in one row or two, whichever draws larger in a box, with the height of shafts that fills it. In a narrow box
 * (a phone) they stay in one row and scroll.
 */
export function arrange(
  sections: readonly Section[],
  box: { width: number; height: number },
  gap: number,
): Arrangement {
  const options = [[[...sections]], halves(sections)].map((rows) => {
    const widest = Math.max(...rows.map((row) => row.reduce((sum, section) => sum + sectionWidth(section) + gap, -gap)))
    const fit = box.height / rows.length
    const scale = Math.min(box.width / widest, fit / (shortest + sectionMeasures.around))
    return { rows, scale, height: Math.min(700, Math.max(shortest, fit / scale - sectionMeasures.around)) }
  })
  const [one, two] = options as [(typeof options)[0], (typeof options)[0]]
  const narrow = box.width <= box.height * 1.2
  if (narrow) return { rows: one.rows, height: 450 }
  return two.scale > one.scale * 1.15 ? two : one
}

/** Shafts lower than this no longer tell floors apart. */
const shortest = 220

/** Two rows of about the same width, in the same order. */
function halves(sections: readonly Section[]): Section[][] {
  const total = sections.reduce((sum, section) => sum + sectionWidth(section), 0)
  let width = 0
  const upper = sections.filter((section) => (width += sectionWidth(section)) <= total / 2 + sectionWidth(section) / 2)
  const lower = sections.slice(upper.length)
  return lower.length > 0 ? [upper, lower] : [upper]
}
