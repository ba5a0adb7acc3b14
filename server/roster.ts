// Guards and technicians who can be sent at a site now: those on post, and those whom the roster names at this hour.
import type { Kysely } from 'kysely'
import type { NearestGuard, NearestRole } from '../core/contracts/errand.ts'
import type { Tap } from '../core/contracts/tap.ts'
import type { User } from '../core/contracts/user.ts'
import { meets } from '../core/domain/grant.ts'
import { dutyAt } from '../core/domain/schedule.ts'
import { openDuties } from './store/duty.ts'
import { lastTap } from './store/last-tap.ts'
import type { Records } from './store/schema.ts'
import { listShifts } from './store/shift.ts'
import { findSite } from './store/site.ts'
import { listUsers } from './store/user.ts'

/** Where somebody was longer ago says nothing. */
const lately = 12 * 3_600_000

export type OnDuty = Pick<NearestGuard, 'user' | 'name' | 'phone' | 'duty'> & { tap: Tap | null }

/** With the last accepted tap of each, if it is not older than half a day. */
export async function onDutyOf(db: Kysely<Records>, role: NearestRole, site: string, at: number): Promise<OnDuty[]> {
  const posted = new Set((await openDuties(db, [site])).map(({ user }) => user))
  const rostered = await rosteredAt(db, site, at)
  const people = (await listUsers(db, { limit: 100_000 })).items.filter((user) => works(user, role, site))
  const here = people.filter(({ username }) => posted.has(username) || rostered.has(username))
  return Promise.all(
    here.map(async ({ username, name, phone }) => ({
      ...{ user: username, name, phone, duty: posted.has(username) ? ('on_post' as const) : ('on_roster' as const) },
      tap: await lastTap(db, username, at - lately),
    })),
  )
}

/** Whoever works for a firm is sent by the firm. */
const works = (user: User, role: NearestRole, site: string): boolean =>
  user.enabled && user.role === role && user.vendor === null && meets({ sites: [site] }, user.sites)

async function rosteredAt(db: Kysely<Records>, site: string, at: number): Promise<Set<string>> {
  const timezone = (await findSite(db, site))?.timezone ?? 'UTC'
  const shifts = await listShifts(db, { limit: 10_000, sites: [site] })
  return new Set(dutyAt(shifts.items, timezone, at).flatMap(({ shift }) => shift.people))
}
