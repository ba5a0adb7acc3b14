// Duties over HTTP: clocking in and out, also late from a phone that had no network, and who is on post.
import { epoch } from '../../core/contracts/instant.ts'
import type { Duty } from '../../core/contracts/duty.ts'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import type { Actor } from '../../core/contracts/user.ts'
import { endDuty, shiftFor, startDuty } from '../../core/domain/duty.ts'
import { may } from '../../core/domain/permission.ts'
import type { Kysely } from 'kysely'
import { findDuty, listDuties, openDutyOf, saveDuty } from '../store/duty.ts'
import { openRounds } from '../store/round.ts'
import type { Records } from '../store/schema.ts'
import { listShifts } from '../store/shift.ts'
import { findSite } from '../store/site.ts'
import type { Call, Handlers } from './call.ts'
import { scopeOf, untold, visible } from './change.ts'
import type { HttpDeps } from './deps.ts'
import { siteOf } from './own-site.ts'
import { saidAt } from './said-at.ts'

type Routes = Pick<Handlers, 'listDuties' | 'startDuty' | 'endDuty'>

export function dutyRoutes({ db }: HttpDeps): Routes {
  return {
    listDuties: ({ actor, query }) => {
      const { from, to, site, ...filter } = query
      const span = { from: from && epoch(from), to: to && epoch(to) } as { from?: number; to?: number }
      return listDuties(db, { ...filter, ...span, sites: scopeOf(actor, site) })
    },
    startDuty: (call) => start(call),
    endDuty: (call) => end(call),
  }
}

const start = ({ actor, body, at, commit }: Call<'startDuty'>): Promise<Duty | Refusal> =>
  commit<Duty | Refusal>(async (tx) => {
    if (actor.type !== 'user') return untold(refuse('person_needed'))
    const known = await findDuty(tx, body.id)
    if (known) return untold(known.user === actor.name ? known : refuse('id_taken', { id: body.id }))
    const site = await siteOf(tx, actor, body.site)
    if (isRefusal(site)) return untold(site)
    const began = saidAt(body, at)
    const shift = await shiftOf(tx, site, actor.name, began)
    const facts = { id: body.id, site, user: actor.name, shift, at: began, receivedAt: at }
    const { next, happenings } = startDuty(await openDutyOf(tx, actor.name), facts)
    if (happenings.length > 0) await saveDuty(tx, next)
    return { result: next, happenings }
  })

async function shiftOf(tx: Kysely<Records>, site: string, user: string, at: number): Promise<string | null> {
  const shifts = await listShifts(tx, { limit: 10_000, sites: [site] })
  return shiftFor(shifts.items, (await findSite(tx, site))!.timezone, user, at)
}

const end = ({ actor, id, body, at, commit }: Call<'endDuty'>): Promise<Duty | Refusal> =>
  commit<Duty | Refusal>(async (tx) => {
    const duty = await dutyOf(tx, actor, id)
    if (isRefusal(duty)) return untold(duty)
    if (duty.user !== actor.name && !may(actor.role, 'round.start'))
      return untold(refuse('forbidden', { role: actor.role }))
    const unfinished = await underWay(tx, duty.user)
    const decided = endDuty(duty, { at: saidAt(body, at), receivedAt: at, by: actor.name, unfinished })
    if (isRefusal(decided)) return untold(decided)
    if (decided.happenings.length > 0) await saveDuty(tx, decided.next)
    return { result: decided.next, happenings: decided.happenings }
  })

/** A phone whose clocking in was answered by a duty that was open already may end it by its own id. */
async function dutyOf(tx: Kysely<Records>, actor: Actor, id: string): Promise<Duty | Refusal> {
  const duty = (await findDuty(tx, id)) ?? (await openDutyOf(tx, actor.name))
  return visible(actor, duty)
}

const underWay = async (tx: Kysely<Records>, user: string): Promise<string[]> => {
  const rounds = await openRounds(tx, Number.MAX_SAFE_INTEGER)
  return rounds.filter(({ guard, state }) => guard === user && state === 'under_way').map(({ id }) => id)
}
