// The roster over HTTP: turns with their people, skills, swaps and gaps; swaps are asked by whoever works, and decided
// by whoever manages shifts.
import { randomUUID } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import { epoch, iso } from '../../core/contracts/instant.ts'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import type { Roster, Swap, Turn } from '../../core/contracts/roster.ts'
import type { Actor, User } from '../../core/contracts/user.ts'
import { may } from '../../core/domain/permission.ts'
import { gapsOf, hasSkill, keepers, turnsBetween, type TurnSpan } from '../../core/domain/roster.ts'
import { askSwap, decideSwap } from '../../core/domain/swap.ts'
import { openDuties } from '../store/duty.ts'
import type { Records } from '../store/schema.ts'
import { findShift, listShifts } from '../store/shift.ts'
import { findSite } from '../store/site.ts'
import { findSwap, saveSwap, swapsOf } from '../store/swap.ts'
import { findUser, listUsers } from '../store/user.ts'
import type { Call, Handlers } from './call.ts'
import { untold, visible } from './change.ts'
import type { HttpDeps } from './deps.ts'
import { siteOf } from './own-site.ts'

type Db = Kysely<Records>
type Routes = Pick<Handlers, 'roster' | 'listSwaps' | 'askSwap' | 'approveSwap' | 'declineSwap'>
const week = 7 * 86_400_000
/** So long a stretch can be asked for. */
const longest = 62 * 86_400_000

export const rosterRoutes = ({ db }: HttpDeps): Routes => ({
  async roster({ actor, query, at }): Promise<Roster | Refusal> {
    const site = await siteOf(db, actor, query.site)
    if (isRefusal(site)) return site
    const from = query.from === undefined ? at : epoch(query.from)
    const to = Math.min(query.to === undefined ? from + week : epoch(query.to), from + longest)
    return rosterOf(db, site, from, to)
  },
  async listSwaps({ actor, query }) {
    const site = await siteOf(db, actor, query.site)
    return isRefusal(site) ? site : { items: (await swapsOf(db, site)).reverse(), nextCursor: null }
  },
  askSwap: (call) => call.commit<Swap | Refusal>((tx) => ask(tx, call)),
  approveSwap: (call) => call.commit<Swap | Refusal>((tx) => decide(tx, call, 'approved')),
  declineSwap: (call) => call.commit<Swap | Refusal>((tx) => decide(tx, call, 'declined')),
})

async function rosterOf(db: Db, site: string, from: number, to: number): Promise<Roster> {
  const timezone = (await findSite(db, site))?.timezone ?? 'UTC'
  const shifts = (await listShifts(db, { limit: 10_000, sites: [site] })).items
  const [swaps, duties, users] = [
    await swapsOf(db, site),
    await openDuties(db, [site]),
    await listUsers(db, { limit: 100_000 }),
  ]
  const onPost = new Set(duties.map(({ user }) => user))
  const turns = turnsBetween(shifts, timezone, from, to).map((turn) => shown(turn, swaps, users.items, onPost))
  return { site, timezone, turns }
}

function shown(turn: TurnSpan, swaps: readonly Swap[], users: readonly User[], onPost: ReadonlySet<string>): Turn {
  const { shift, date } = turn
  const people = keepers(turn, swaps).map(({ user: username, for: replaced }) => {
    const user = users.find((each) => each.username === username)
    const skills = (user?.skills ?? []).filter(({ id }) => hasSkill(user!, id, turn.from)).map(({ id }) => id)
    return {
      ...{ user: username, name: user?.name ?? username, role: user?.role ?? '', skills, for: replaced },
      onPost: onPost.has(username),
    }
  })
  return {
    ...{ shift: shift.id, name: shift.name, date, startsAt: iso(turn.from), endsAt: iso(turn.to), people },
    ...{ needs: shift.needs, swaps: swaps.filter((swap) => swap.shift === shift.id && swap.date === date) },
    gaps: gapsOf(turn, swaps, users),
  }
}

/** Everybody asks for himself; for others, who manages shifts. */
async function ask(tx: Transaction<Records>, { actor, body, at }: Call<'askSwap'>) {
  const { shift: id, date, from = actor.name, to, reason } = body
  if (from !== actor.name && !may(actor.role, 'shift.manage')) return untold(refuse('forbidden'))
  const shift = visible(actor, await findShift(tx, id))
  if (isRefusal(shift)) return untold(shift)
  if (!(await findUser(tx, to))?.enabled) return untold(refuse('unknown_user', { user: to }))
  const asked = { id: `w-${randomUUID()}`, shift, date, from, to, reason, by: actor.name }
  const swap = askSwap(asked, await swapsOf(tx, shift.site), await zoneOf(tx, shift.site), at)
  return isRefusal(swap) ? untold(swap) : kept(tx, swap, 'asked', actor, at)
}

async function decide(
  tx: Transaction<Records>,
  { actor, id, body, at }: Call<'approveSwap' | 'declineSwap'>,
  state: 'approved' | 'declined',
) {
  const swap = visible(actor, await findSwap(tx, id))
  if (isRefusal(swap)) return untold(swap)
  if (body.version !== undefined && body.version !== swap.version)
    return untold(refuse('stale_version', { version: swap.version }))
  const shift = await findShift(tx, swap.shift)
  if (!shift) return untold(refuse('not_found'))
  const facts = {
    shift,
    swaps: await swapsOf(tx, swap.site),
    timezone: await zoneOf(tx, swap.site),
    by: actor.name,
    at,
  }
  const next = decideSwap(swap, state, facts)
  return isRefusal(next) || next === swap ? untold(next) : kept(tx, next, state, actor, at)
}

const zoneOf = async (tx: Db, site: string): Promise<string> => (await findSite(tx, site))?.timezone ?? 'UTC'

async function kept(tx: Db, swap: Swap, what: Swap['state'], actor: Actor, at: number) {
  await saveSwap(tx, swap)
  const told = { type: `swap.${what}` as const, at: iso(at), site: swap.site, by: actor.name, id: swap.id, data: swap }
  return { result: swap as Swap | Refusal, happenings: [told] }
}
