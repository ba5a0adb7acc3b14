// Where somebody works who names no place: what he sends in vain is shown to the desk of that site.
import type { Transaction } from 'kysely'
import { openDutyOf } from './store/duty.ts'
import type { Records } from './store/schema.ts'
import { listSites } from './store/site.ts'

/** The site of his duty, else the only one that he sees (`sites`; null is all); null where there are several. */
export async function siteOfWork(
  tx: Transaction<Records>,
  user: string | null,
  sites: readonly string[] | null,
): Promise<string | null> {
  const duty = user === null ? null : await openDutyOf(tx, user)
  if (duty) return duty.site
  const { items } = await listSites(tx, { limit: 2, sites })
  return items.length === 1 ? items[0]!.id : null
}
