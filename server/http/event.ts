// The ordered journal of happenings over HTTP: catching up after a gap, and the audit.
import type { Kysely } from 'kysely'
import type { Happening } from '../../core/contracts/live.ts'
import { refuse } from '../../core/contracts/refusal.ts'
import type { Actor } from '../../core/contracts/user.ts'
import { discreetHappening } from '../../core/domain/discretion.ts'
import { hears } from '../../core/domain/hearing.ts'
import { verifyAudit } from '../chain.ts'
import { happeningFirst, happeningHead, happeningsAfter, happeningsBefore } from '../store/happening.ts'
import type { Records } from '../store/schema.ts'
import type { Handlers } from './call.ts'
import type { HttpDeps } from './deps.ts'

type Routes = Pick<Handlers, 'events' | 'audit' | 'verifyAudit'>

export function eventRoutes({ db }: HttpDeps): Routes {
  return {
    async events({ actor, query: { after, limit } }) {
      const head = await happeningHead(db)
      // Ahead of us: a restored backup. Behind what is kept: trimmed. Both need a new snapshot.
      if (after > head || after < (await happeningFirst(db)) - 1) return refuse('gone')
      const { items, more } = await heardAfter(db, actor, after, limit)
      return { items, head: more ? items.at(-1)!.seq : head, more }
    },
    verifyAudit: () => verifyAudit(db),
    async audit({ actor, query: { limit, cursor } }) {
      const { items, more } = await heardBefore(db, actor, cursor === undefined ? null : Number(cursor), limit)
      return { items, nextCursor: more ? String(items.at(-1)!.seq) : null }
    },
  }
}

const heardOf = (actor: Actor, rows: readonly Happening[]): Happening[] =>
  rows.filter((happening) => hears(actor, happening)).map((happening) => discreetHappening(actor, happening))

type Heard = { items: Happening[]; more: boolean }

/** The next `limit` happenings that the actor may hear; what he may not hear must not end a page. */
async function heardAfter(db: Kysely<Records>, actor: Actor, after: number, limit: number): Promise<Heard> {
  const items: Happening[] = []
  for (let from = after; ;) {
    const rows = await happeningsAfter(db, { after: from, limit, sites: actor.sites })
    items.push(...heardOf(actor, rows))
    if (items.length > limit) return { items: items.slice(0, limit), more: true }
    if (rows.length < limit) return { items, more: false }
    from = rows.at(-1)!.seq
  }
}

/** What people and rules did: everything that may be heard but the coming and going of devices. */
async function heardBefore(db: Kysely<Records>, actor: Actor, before: number | null, limit: number): Promise<Heard> {
  const items: Happening[] = []
  for (let until = before; ;) {
    const rows = await happeningsBefore(db, { before: until, limit, sites: actor.sites })
    items.push(...heardOf(actor, rows).filter(({ type }) => !type.startsWith('presence.')))
    if (items.length > limit) return { items: items.slice(0, limit), more: true }
    if (rows.length < limit) return { items, more: false }
    until = rows.at(-1)!.seq
  }
}
