// Who is nearest to a place, by where everybody tapped last; and which taps prove that somebody has come there.
// Walking times are rough on purpose: they order people, they measure nobody.
import type { Checkpoint } from '../contracts/checkpoint.ts'
import type { NearestGuard } from '../contracts/errand.ts'
import type { Zone } from '../contracts/site.ts'

/** A place as far as it is known. */
export type Spot = { building: string | null; floor: number | null; zone: string | null }

const sameRoom = 5
const nextRoom = 15
const oneFloor = 15
const nextBuilding = 60
/** Within a building, floor unknown. */
const somewhereInside = 60
/** A guard goes on walking: with each minute since the tap he may be so many seconds further away. */
const driftPerMinute = 6
const unknownPlace = 300

/** The place of a thing, by its zone and building. */
export function spotOf(
  thing: { building: string | null; zone: string | null },
  zones: ReadonlyMap<string, Pick<Zone, 'building' | 'floor'>>,
): Spot {
  const zone = zones.get(thing.zone ?? '')
  return { zone: thing.zone, building: thing.building ?? zone?.building ?? null, floor: zone?.floor ?? null }
}

/** Seconds of stairs between a floor and the ground; 1 is the ground floor, -1 the first basement. */
const toGround = (floor: number | null): number => (floor === null ? oneFloor : stairs(floor, 1) * oneFloor)
/** There is no floor 0. */
export const stairs = (a: number, b: number): number => Math.abs((a > 0 ? a - 1 : a) - (b > 0 ? b - 1 : b))

/** A rough walking time between two places in seconds; null where one of them is not known. */
export function walk(a: Spot, b: Spot): number | null {
  if (a.zone !== null && a.zone === b.zone) return sameRoom
  const known = (spot: Spot) => spot.building !== null || spot.zone !== null
  if (!known(a) || !known(b)) return null
  if (a.building !== b.building || a.building === null) return nextBuilding + toGround(a.floor) + toGround(b.floor)
  if (a.floor === null || b.floor === null) return somewhereInside
  return nextRoom + stairs(a.floor, b.floor) * oneFloor
}

type Candidate = Omit<NearestGuard, 'minutes' | 'distance' | 'at'> & { at: number | null; spot: Spot | null }

/** Guards in the order in which to ask them: near and lately seen first, those who never tapped last. */
export function nearestGuards(candidates: readonly Candidate[], scene: Spot, at: number) {
  const ranked = candidates.map(({ spot, ...guard }) => {
    const distance = spot ? walk(spot, scene) : null
    const minutes = guard.at === null ? null : Math.max(0, Math.floor((at - guard.at) / 60_000))
    const reach = minutes === null ? Infinity : (distance ?? unknownPlace) + minutes * driftPerMinute
    return { guard: { ...guard, distance, minutes }, reach }
  })
  const posted = (guard: { duty: NearestGuard['duty'] }) => (guard.duty === 'on_post' ? 0 : 1)
  const apart = (a: number, b: number) => (a === b ? 0 : a - b)
  ranked.sort(
    (a, b) => apart(a.reach, b.reach) || posted(a.guard) - posted(b.guard) || (a.guard.user < b.guard.user ? -1 : 1),
  )
  return ranked.map(({ guard }) => guard)
}

/**
 * The checkpoints at which a tap proves that somebody is on the scene: those that the thing itself names, and those of
 * its room; where the room has none, those of its floor, else of its building.
 */
export function sceneOf(
  scene: Spot,
  named: readonly string[],
  points: readonly (Pick<Checkpoint, 'id'> & { spot: Spot })[],
): string[] {
  const here = (fits: (spot: Spot) => boolean) => points.filter(({ spot }) => fits(spot)).map(({ id }) => id)
  const inside = (spot: Spot) => scene.building !== null && spot.building === scene.building
  const own = points.filter(({ id }) => named.includes(id)).map(({ id }) => id)
  const rings = [
    here((spot) => scene.zone !== null && spot.zone === scene.zone),
    own,
    here((spot) => inside(spot) && scene.floor !== null && spot.floor === scene.floor),
    here(inside),
  ]
  return [...new Set([...own, ...(rings.find((ring) => ring.length > 0) ?? [])])]
}
