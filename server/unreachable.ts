// Whom nobody could tell anything as things stand: read from the records for the health page.
import type { Kysely } from 'kysely'
import { unreachable, type Unreachable } from '../core/domain/reachable.ts'
import type { Estate } from './estate.ts'
import { allLadders, waysOut } from './store/ladder.ts'
import type { Records } from './store/schema.ts'
import { listUsers } from './store/user.ts'

/** Everybody whom a ladder may mean and no channel reaches. */
export async function unreachableNow({ db, estate }: { db: Kysely<Records>; estate: Estate }): Promise<Unreachable[]> {
  const [users, ladders, ways] = await Promise.all([listUsers(db, { limit: 100_000 }), allLadders(db), waysOut(db)])
  return unreachable(users.items, { ladders, sites: [...estate.sites.keys()], ...ways })
}
