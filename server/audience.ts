// The facts by which an audience becomes people and channels: read once for a transaction, however many incidents come
// in it. What the pipeline asks, the preview on the screens asks, too.
import type { Kysely } from 'kysely'
import type { Incident } from '../core/contracts/incident.ts'
import type { Climb } from '../core/contracts/ladder.ts'
import type { Ticket } from '../core/contracts/ticket.ts'
import type { AudienceFacts } from '../core/domain/audience.ts'
import { onDutyAt, type RosterFacts } from '../core/domain/roster.ts'
import { skillOfKind } from '../core/kinds/ladders.ts'
import type { Estate } from './estate.ts'
import { countWaiting } from './store/climb.ts'
import { openDuties } from './store/duty.ts'
import { findIncident } from './store/incident.ts'
import { waysOut } from './store/ladder.ts'
import type { Records } from './store/schema.ts'
import { swapsOf } from './store/swap.ts'
import { findTicket } from './store/ticket.ts'
import { listUsers } from './store/user.ts'

type Db = Kysely<Records>

/** An incident or a ticket that somebody is to be told of. */
export type Subject = { type: 'incident'; incident: Incident } | { type: 'ticket'; ticket: Ticket }
/** The incident or the ticket itself. */
export const thingOf = (subject: Subject): Incident | Ticket =>
  subject.type === 'incident' ? subject.incident : subject.ticket
/** As climbs and notices name it. */
export const ofSubject = (subject: Subject): Climb['of'] => ({ type: subject.type, id: thingOf(subject).id })

/** What a ladder tells of, as it is now; null when it is gone. */
export async function findSubject(db: Db, { type, id }: Climb['of']): Promise<Subject | null> {
  if (type === 'ticket') {
    const ticket = await findTicket(db, id)
    return ticket && { type, ticket }
  }
  const incident = await findIncident(db, id)
  return incident && { type, incident }
}

type Work = { site: string; assignee: string | null; device: string | null; vendor?: string | null }

export type Audiences = {
  facts(subject: Work, at: number): Promise<AudienceFacts>
  roster(site: string): Promise<RosterFacts>
  /** Incidents of the site that are open and not taken. */
  waiting(site: string): Promise<number>
}

/** Reads on demand and keeps what it read: for one transaction or one answer, no longer. */
export function readAudiences(db: Db, estate: Estate): Audiences {
  const known = new Map<string, Promise<unknown>>()
  const once = <T>(key: string, read: () => Promise<T>): Promise<T> => {
    const promise = (known.get(key) as Promise<T> | undefined) ?? read()
    known.set(key, promise)
    return promise
  }
  const roster = (site: string) =>
    once(`roster ${site}`, async () => ({
      timezone: timezoneOf(estate, site),
      shifts: [...estate.shifts.values()].filter((shift) => shift.site === site),
      swaps: await swapsOf(db, site),
      onPost: new Set((await openDuties(db, [site])).map(({ user }) => user)),
    }))
  return {
    roster,
    waiting: (site) => once(`waiting ${site}`, () => countWaiting(db, site)),
    async facts({ site, assignee, device, vendor = null }, at) {
      const users = await once('users', async () => (await listUsers(db, { limit: 100_000 })).items)
      const ways = await once('ways', () => waysOut(db))
      const onDuty = await once(`duty ${site} ${at}`, async () => onDutyAt(await roster(site), at))
      return { site, at, users, onDuty, assignee, vendor, skill: skillFor(estate, device), ...ways }
    },
  }
}

export const timezoneOf = (estate: Estate, site: string): string => estate.sites.get(site)?.timezone ?? 'UTC'

/** The skill that work on a device asks for. */
export function skillFor(estate: Estate, id: string | null): string | null {
  const device = estate.devices.get(id ?? '')
  const own = device?.attributes.skill
  return typeof own === 'string' ? own : (skillOfKind.get(device?.kind ?? '') ?? null)
}
