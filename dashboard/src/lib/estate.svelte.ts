// Everything that screens know, as reactive maps: filled by a snapshot, moved on by happenings and readings. Nothing
// else writes here, and nothing here decides.
import { SvelteMap, SvelteSet } from 'svelte/reactivity'
import type { Call } from '#core/contracts/call.ts'
import type { Device, Latest, Point } from '#core/contracts/device.ts'
import type { Duty } from '#core/contracts/duty.ts'
import type { Errand } from '#core/contracts/errand.ts'
import type { Incident } from '#core/contracts/incident.ts'
import { iso } from '#core/contracts/instant.ts'
import type { Kind } from '#core/contracts/kind.ts'
import type { Happening, HappeningNoun, LiveReading, Snapshot } from '#core/contracts/live.ts'
import type { Round } from '#core/contracts/round.ts'
import type { Name } from '#core/contracts/scalars.ts'
import type { Shift } from '#core/contracts/shift.ts'
import type { Site, Zone } from '#core/contracts/site.ts'
import type { Tap } from '#core/contracts/tap.ts'
import type { Ticket } from '#core/contracts/ticket.ts'

export type PanelPoint = Point & { device: string }

const keyOfPoint = (point: { device: string; id: string }) => `${point.device}:${point.id}`

export const estate = {
  sites: new SvelteMap<string, Site>(),
  zones: new SvelteMap<string, Zone>(),
  kinds: new SvelteMap<string, Kind>(),
  devices: new SvelteMap<string, Device>(),
  /** What is known of each device now; its metrics move with every reading. */
  latest: new SvelteMap<string, Latest>(),
  /** Points of panels that are not normal, by `{device}:{point}`. */
  points: new SvelteMap<string, PanelPoint>(),
  /** Open incidents. */
  incidents: new SvelteMap<string, Incident>(),
  /** Tickets that are not closed. */
  tickets: new SvelteMap<string, Ticket>(),
  rounds: new SvelteMap<string, Round>(),
  shifts: new SvelteMap<string, Shift>(),
  /** Who is on post. Empty, as calls and errands are, for those who do not see taps. */
  duties: new SvelteMap<string, Duty>(),
  /** Calls to guards that this screen heard of, answered ones too. */
  calls: new SvelteMap<string, Call>(),
  /** Who was sent where and is not back. */
  errands: new SvelteMap<string, Errand>(),
  /** The last tap of each person that this screen heard of. */
  taps: new SvelteMap<string, Tap>(),
  /** Names of people, by user name. */
  people: new SvelteMap<string, string>(),
  checkpoints: new SvelteMap<string, Name>(),
  /** Ids of things that are shown from the server's memory because records cannot be written at present (未入库). */
  unrecorded: new SvelteSet<string>(),
}

/** Replaces everything by a snapshot. */
export function load(snapshot: Snapshot): void {
  estate.unrecorded.clear()
  replace(estate.sites, snapshot.sites, (site) => site.id)
  replace(estate.zones, snapshot.zones, (zone) => zone.id)
  replace(estate.kinds, snapshot.kinds, (kind) => kind.id)
  replace(estate.devices, snapshot.devices, (device) => device.id)
  replace(estate.latest, snapshot.latest, (latest) => latest.device)
  replace(estate.points, snapshot.points, keyOfPoint)
  replace(estate.incidents, snapshot.incidents, (incident) => incident.id)
  replace(estate.tickets, snapshot.tickets, (ticket) => ticket.id)
  replace(estate.rounds, snapshot.rounds, (round) => round.id)
  replace(estate.shifts, snapshot.shifts, (shift) => shift.id)
  replace(estate.duties, snapshot.duties, (duty) => duty.id)
  replace(estate.calls, snapshot.calls, (one) => one.id)
  replace(estate.errands, snapshot.errands, (errand) => errand.id)
  replace(
    estate.people,
    Object.entries(snapshot.people),
    ([key]) => key,
    ([, name]) => name,
  )
  replace(
    estate.checkpoints,
    Object.entries(snapshot.checkpoints),
    ([key]) => key,
    ([, name]) => name,
  )
}

/** Applies one happening: `data` is the whole new thing, or null when it is gone. */
export function apply(happening: Happening): void {
  const noun = happening.type.slice(0, happening.type.indexOf('.')) as HappeningNoun
  appliers[noun]?.(happening)
  estate.unrecorded.delete(happening.id)
}

/** Applies a happening that is not recorded yet: it is told again, in its place in the order, once it is. */
export function applyUnrecorded(happening: Happening): void {
  apply(happening)
  estate.unrecorded.add(happening.id)
}

/** Takes readings as the latest values; an older value never replaces a newer one. `at`: server time of arrival. */
export function applyReadings(readings: readonly LiveReading[], at: number): void {
  for (const reading of readings) {
    const known = estate.latest.get(reading.device)
    const device = estate.devices.get(reading.device)
    if (!known || !device) continue
    const metrics = { ...known.metrics }
    for (const [name, value] of Object.entries(reading.metrics)) {
      const before = metrics[name]
      if (before && before.ts > reading.ts) continue
      metrics[name] = { value, ts: reading.ts, unit: before?.unit ?? unitOf(device.kind, name) }
    }
    estate.latest.set(reading.device, { ...known, lastSeen: iso(at), metrics })
  }
}

function unitOf(kind: string, metric: string): string {
  return estate.kinds.get(kind)?.metrics.find((declared) => declared.name === metric)?.unit ?? ''
}

/** Fills a map with the given things and drops the others, touching only what differs in identity. */
function replace<T, V = T>(
  map: SvelteMap<string, V>,
  items: readonly T[],
  keyOf: (item: T) => string,
  valueOf: (item: T) => V = (item) => item as unknown as V,
): void {
  const keys = new Set(items.map(keyOf))
  for (const key of [...map.keys()]) if (!keys.has(key)) map.delete(key)
  for (const item of items) map.set(keyOf(item), valueOf(item))
}

const keep =
  <T>(map: SvelteMap<string, T>, gone: (thing: T) => boolean = () => false) =>
  (happening: Happening): void => {
    const thing = happening.data as T | null
    if (thing === null || gone(thing)) map.delete(happening.id)
    else map.set(happening.id, thing)
  }

function applyPresence(happening: Happening): void {
  const presence = happening.data as Omit<Latest, 'metrics'> | null
  if (presence === null) return void estate.latest.delete(happening.id)
  const metrics = estate.latest.get(presence.device)?.metrics ?? {}
  estate.latest.set(presence.device, { ...presence, metrics })
}

function applyDevice(happening: Happening): void {
  const device = happening.data as Device | null
  if (device === null) {
    estate.devices.delete(happening.id)
    estate.latest.delete(happening.id)
    return
  }
  estate.devices.set(device.id, device)
  if (!estate.latest.has(device.id))
    estate.latest.set(device.id, {
      device: device.id,
      presence: 'unknown',
      since: null,
      lastSeen: null,
      clockOffsetMs: null,
      metrics: {},
    })
}

function applyPoint(happening: Happening): void {
  const point = happening.data as PanelPoint | null
  if (point === null) return
  if (point.state === 'normal') estate.points.delete(keyOfPoint(point))
  else estate.points.set(keyOfPoint(point), point)
}

function applyTap(happening: Happening): void {
  const tap = happening.data as Tap | null
  if (tap?.by && tap.status === 'accepted') estate.taps.set(tap.by, tap)
}

const appliers: Partial<Record<HappeningNoun, (happening: Happening) => void>> = {
  incident: keep(estate.incidents, (incident) => incident.closedAt !== null),
  ticket: keep(estate.tickets, (ticket) => ticket.closedAt !== null),
  round: keep(estate.rounds),
  site: keep(estate.sites),
  zone: keep(estate.zones),
  kind: keep(estate.kinds),
  shift: keep(estate.shifts),
  duty: keep(estate.duties, (duty) => duty.endedAt !== null),
  call: keep(estate.calls),
  errand: keep(estate.errands, (errand) => errand.endedAt !== null),
  device: applyDevice,
  presence: applyPresence,
  point: applyPoint,
  tap: applyTap,
}
