// A cry for help, performed: it is never lost, never doubled and never refused for want of a detail. Its incident names
// the last checkpoint, because that is what the one who helps needs first; the number to call is looked up for whoever may.
import type { Transaction } from 'kysely'
import { epoch, iso } from '../core/contracts/instant.ts'
import type { NewHappening } from '../core/contracts/live.ts'
import { refuse, type Refusal } from '../core/contracts/refusal.ts'
import { noteHeard } from './contact.ts'
import type { Internals } from './internal.ts'
import { openDutyOf } from './store/duty.ts'
import { findOpenIncident } from './store/incident.ts'
import { lastTap } from './store/last-tap.ts'
import type { Records } from './store/schema.ts'
import { findCheckpoint } from './store/checkpoint.ts'
import { listSites } from './store/site.ts'
import { incidentOfCry, keepCry } from './store/sos.ts'

type Tx = Transaction<Records>

export type Cry = {
  /** The phone's own id of the cry. */
  id: string
  user: string
  /** The sites of whoever cries; null for all. */
  sites: readonly string[] | null
  /** Where the phone says that it is; null when it does not know. */
  checkpoint: string | null
  text: string
  /** When the key was pressed by the corrected clock of the phone, and when we heard it; epoch ms. */
  at: number
  receivedAt: number
}

/** Raises the incident of a cry, or counts it on the one that is open. Refused: `site_needed`, `sos_off`. */
export async function cryForHelp(
  tx: Tx,
  internals: Pick<Internals, 'tell'>,
  cry: Cry,
): Promise<{ result: { incident: string } | Refusal; happenings: NewHappening[] }> {
  const heard = await incidentOfCry(tx, cry.user, cry.id)
  if (heard !== null) return { result: { incident: heard }, happenings: [] }
  const where = await placeOf(tx, cry)
  if (where.site === null) return { result: refuse('site_needed'), happenings: [] }
  const subject = { type: 'user' as const, id: cry.user }
  const data = { checkpoint: where.checkpoint, seenAt: where.seenAt, text: cry.text, pressedAt: iso(cry.at) }
  const facts = { data, site: where.site, device: null, at: cry.receivedAt, cause: `sos/${cry.user}/${cry.id}` }
  const happenings = await internals.tell(tx, { name: 'sos', subject, ...facts })
  const incident = await findOpenIncident(tx, 'sos', subject)
  if (!incident) return { result: refuse('sos_off'), happenings }
  await keepCry(tx, { user: cry.user, id: cry.id, incident: incident.id, at: cry.receivedAt })
  const found = await noteHeard(tx, internals, { ...facts, user: cry.user, data: { incident: incident.id } })
  return { result: { incident: incident.id }, happenings: [...happenings, ...found] }
}

/** What the phone says wins over the last tap; the duty and the own sites say where somebody is who tapped nowhere. */
async function placeOf(tx: Tx, { user, checkpoint, sites, receivedAt }: Cry) {
  const named = checkpoint === null ? null : await findCheckpoint(tx, checkpoint)
  if (named && (sites === null || sites.includes(named.site)))
    return { site: named.site, checkpoint: named.id, seenAt: iso(receivedAt) }
  const tap = await lastTap(tx, user)
  const recent = tap !== null && epoch(tap.at) > receivedAt - day
  if (recent && tap.site !== null) return { site: tap.site, checkpoint: tap.checkpoint, seenAt: tap.at }
  const duty = await openDutyOf(tx, user)
  const site = duty?.site ?? (await listSites(tx, { limit: 1, sites })).items[0]?.id ?? null
  return { site, checkpoint: null, seenAt: null }
}
const day = 86_400_000
