// The site that a call is about when it names none: the caller's only one, or the only one that there is.
import type { Kysely } from 'kysely'
import { refuse, type Refusal } from '../../core/contracts/refusal.ts'
import type { Actor } from '../../core/contracts/user.ts'
import { sees } from '../../core/domain/permission.ts'
import type { Records } from '../store/schema.ts'
import { findSite, listSites } from '../store/site.ts'

/** Refused: `not_found` for a site that the caller does not see, `site_needed` where there are several. */
export async function siteOf(db: Kysely<Records>, actor: Actor, named: string | undefined): Promise<string | Refusal> {
  if (named !== undefined) return sees(actor, named) && (await findSite(db, named)) ? named : refuse('not_found')
  const { items } = await listSites(db, { limit: 2, sites: actor.sites })
  return items.length === 1 ? items[0]!.id : refuse('site_needed')
}
