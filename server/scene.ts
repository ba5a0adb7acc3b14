// Where an incident is: the place of its device, of its checkpoint, or where its person was last; with the checkpoints
// of the site, each at its place.
import type { Kysely } from 'kysely'
import type { Incident } from '../core/contracts/incident.ts'
import type { Name } from '../core/contracts/scalars.ts'
import { spotOf, type Spot } from '../core/domain/nearest-guard.ts'
import { placeWords } from '../core/domain/sheet.ts'
import { listCheckpoints } from './store/checkpoint.ts'
import { findDevice } from './store/device.ts'
import { lastTap } from './store/last-tap.ts'
import type { Records } from './store/schema.ts'
import { findSite } from './store/site.ts'
import { listPoints } from './store/point.ts'
import { findUser } from './store/user.ts'
import { listZones } from './store/zone.ts'

export type SceneFacts = {
  spot: Spot
  /** Checkpoints that the incident itself names: of its device's tag, or its subject. */
  named: string[]
  /** The place in words, for the one who is sent. */
  place: Name | null
  points: { id: string; spot: Spot }[]
}

type Thing = { name: Name | null; building: string | null; zone: string | null; point: string | null }
const nowhere: Thing = { name: null, building: null, zone: null, point: null }

export async function sceneFacts(db: Kysely<Records>, incident: Incident): Promise<SceneFacts> {
  const all = { limit: 100_000, sites: [incident.site] }
  const checkpoints = (await listCheckpoints(db, all)).items
  const zones = new Map((await listZones(db, all)).items.map((zone) => [zone.id, zone]))
  const thing = await thingOf(db, incident, (id) => checkpoints.find((point) => point.id === id))
  return {
    spot: spotOf(thing, zones),
    named: thing.point === null ? [] : [thing.point],
    place: joined(placeWords(thing, await findSite(db, incident.site), zones), thing.name),
    points: checkpoints.map((point) => ({ id: point.id, spot: spotOf(point, zones) })),
  }
}

type Placed = { id: string; name: Name; building: string | null; zone: string | null }

async function thingOf(
  db: Kysely<Records>,
  { device, subject }: Incident,
  point: (id: string) => Placed | undefined,
): Promise<Thing> {
  const address = subject.type === 'point' ? await addressed(db, subject.id) : null
  if (address) return address
  const machine = device === null ? null : await findDevice(db, device)
  if (machine) {
    const at = point(machine.tag ?? '')
    const place = (machine.zone ?? machine.building) ? machine : (at ?? machine)
    return { name: machine.name, building: place.building, zone: place.zone, point: at?.id ?? null }
  }
  if (subject.type === 'user') return personOf(db, subject.id, point)
  const at = point(subject.type === 'checkpoint' ? subject.id : '')
  return at ? { ...at, point: at.id } : nowhere
}

/** A point of a panel hangs somewhere else than the panel; null when nobody said where. */
async function addressed(db: Kysely<Records>, key: string): Promise<Thing | null> {
  const [device = '', id = ''] = key.split(':')
  const point = (await listPoints(db, device)).find((each) => each.id === id)
  return point?.zone ? { ...nowhere, name: point.name, zone: point.zone } : null
}

/** A person is looked for where the last tap was. */
async function personOf(
  db: Kysely<Records>,
  username: string,
  point: (id: string) => Placed | undefined,
): Promise<Thing> {
  const at = point((await lastTap(db, username))?.checkpoint ?? '')
  const name = (await findUser(db, username))?.name ?? username
  return { ...nowhere, ...at, name: { 'zh-CN': name, en: name }, point: at?.id ?? null }
}

function joined(place: Name | null, thing: Name | null): Name | null {
  if (!place || !thing) return place ?? thing
  const join = (locale: 'zh-CN' | 'en') =>
    thing[locale].startsWith(place[locale]) ? thing[locale] : `${place[locale]} ${thing[locale]}`
  return { 'zh-CN': join('zh-CN'), en: join('en') }
}
