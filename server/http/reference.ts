// Whether the things that a document names are there, and are of the same site: 422 with the path of each that is not.
import type { Kysely } from 'kysely'
import { refuse, type Refusal } from '../../core/contracts/refusal.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import { findCheckpoint } from '../store/checkpoint.ts'
import { findDevice } from '../store/device.ts'
import { findIncident } from '../store/incident.ts'
import { findKind } from '../store/kind.ts'
import type { Records } from '../store/schema.ts'
import { findSite } from '../store/site.ts'
import { findTagBatch } from '../store/tag-batch.ts'
import { findUser } from '../store/user.ts'
import { findZone } from '../store/zone.ts'
import { fault } from './fault.ts'

type Db = Kysely<Records>
/** What is named, where in the document, and whether it is there; a name that is null or absent is always right. */
export type Reference = { path: string; id: string | null | undefined; known: (tx: Db, id: string) => Promise<boolean> }

/** Refused `unknown_reference` with every name that leads nowhere. */
export async function refer(tx: Db, locale: Locale, references: readonly Reference[]): Promise<Refusal | null> {
  const lost: { path: string; id: string }[] = []
  for (const { path, id, known } of references) if (id && !(await known(tx, id))) lost.push({ path, id })
  if (lost.length === 0) return null
  const faults = lost.map(({ path }) => fault(path, 'unknown_reference', locale))
  return refuse('unknown_reference', { id: lost[0]!.id }, faults)
}

const inSite =
  (find: (tx: Db, id: string) => Promise<{ site: string } | null>, site: string) => async (tx: Db, id: string) =>
    (await find(tx, id))?.site === site

export const siteNamed = (path: string, id: string, sites: readonly string[] | null): Reference => ({
  path,
  id,
  known: async (tx) => (sites === null || sites.includes(id)) && (await findSite(tx, id)) !== null,
})
export const kindNamed = (path: string, id: string | undefined): Reference => ({
  path,
  id,
  known: async (tx, kind) => (await findKind(tx, kind)) !== null,
})
export const buildingNamed = (path: string, id: string | null | undefined, site: string): Reference => ({
  path,
  id,
  known: async (tx, building) => (await findSite(tx, site))?.buildings.some((b) => b.id === building) ?? false,
})
export const zoneNamed = (path: string, id: string | null | undefined, site: string): Reference => ({
  path,
  id,
  known: inSite(findZone, site),
})
export const deviceNamed = (path: string, id: string | null | undefined, site: string): Reference => ({
  path,
  id,
  known: inSite(findDevice, site),
})
export const checkpointNamed = (path: string, id: string | null | undefined, site: string): Reference => ({
  path,
  id,
  known: inSite(findCheckpoint, site),
})
export const batchNamed = (path: string, id: string | undefined, site: string): Reference => ({
  path,
  id,
  known: inSite(findTagBatch, site),
})
export const incidentNamed = (path: string, id: string | null | undefined, site: string): Reference => ({
  path,
  id,
  known: inSite(findIncident, site),
})
export const userNamed = (path: string, id: string | null | undefined): Reference => ({
  path,
  id,
  known: async (tx, username) => (await findUser(tx, username)) !== null,
})
