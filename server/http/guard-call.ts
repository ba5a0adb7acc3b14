// Calls to guards over HTTP: who makes one, answers it, takes it back; and the cry for help, which goes the other way.
import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Call as GuardCall } from '../../core/contracts/call.ts'
import { epoch, milliseconds } from '../../core/contracts/instant.ts'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import type { Actor } from '../../core/contracts/user.ts'
import { answerCall, cancelCall, makeCall } from '../../core/domain/call.ts'
import { meets } from '../../core/domain/grant.ts'
import { settleAnswer } from '../call.ts'
import { noteHeard } from '../contact.ts'
import { cryForHelp } from '../sos.ts'
import { findCall, listCalls, saveCall } from '../store/call.ts'
import { findCheckpoint } from '../store/checkpoint.ts'
import { openDutyOf } from '../store/duty.ts'
import type { Records } from '../store/schema.ts'
import { findUser } from '../store/user.ts'
import type { Call, Handlers } from './call.ts'
import { scopeOf, untold, visible } from './change.ts'
import type { HttpDeps } from './deps.ts'
import { siteOf } from './own-site.ts'
import { saidAt } from './said-at.ts'

type Routes = Pick<Handlers, 'listCalls' | 'createCall' | 'answerCall' | 'cancelCall' | 'cryForHelp'>

export function guardCallRoutes({ db, internals }: HttpDeps): Routes {
  return {
    listCalls: ({ actor, query }) => {
      const { from, to, site, ...filter } = query
      const span = { from: from && epoch(from), to: to && epoch(to) } as { from?: number; to?: number }
      return listCalls(db, { ...filter, ...span, sites: scopeOf(actor, site) })
    },
    createCall: (call) => make(call),
    answerCall: (call) => answer(call, internals),
    cancelCall: (call) => cancel(call),
    cryForHelp: ({ actor, body, at, commit }) => {
      const { id, text, checkpoint = null } = body
      const cry = { id, text, checkpoint, user: actor.name, sites: actor.sites, at: saidAt(body, at) }
      return commit<{ incident: string } | Refusal>((tx) => cryForHelp(tx, internals, { ...cry, receivedAt: at }))
    },
  }
}

const make = ({ actor, body, at, commit }: Call<'createCall'>): Promise<GuardCall | Refusal> =>
  commit<GuardCall | Refusal>(async (tx) => {
    const site = await siteCalled(tx, actor, body)
    if (isRefusal(site)) return untold(site)
    const { type, user, reason, checkpoint = null } = body
    const facts = { id: randomUUID(), site, type, user, reason, checkpoint, by: actor.name }
    const { next, happenings } = makeCall({ ...facts, at, dueAt: at + milliseconds(body.within) })
    await saveCall(tx, next)
    return { result: next, happenings }
  })

/** The site of the checkpoint, else the one where the person is on post, else the person's only one. */
async function siteCalled(
  tx: Kysely<Records>,
  actor: Actor,
  { user, checkpoint }: { user: string; checkpoint?: string | undefined },
): Promise<string | Refusal> {
  const person = await findUser(tx, user)
  if (!person?.enabled || !meets(actor, person.sites)) return refuse('unknown_user', { user })
  if (checkpoint !== undefined) {
    const place = visible(actor, await findCheckpoint(tx, checkpoint))
    return isRefusal(place) ? refuse('unknown_reference', { id: checkpoint }) : place.site
  }
  const duty = await openDutyOf(tx, user)
  return siteOf(tx, { ...actor, sites: shared(actor.sites, person.sites) }, duty?.site)
}

const shared = (a: string[] | null, b: string[] | null): string[] | null =>
  a === null || b === null ? (a ?? b) : a.filter((site) => b.includes(site))

const answer = ({ actor, id, body, at, commit }: Call<'answerCall'>, internals: HttpDeps['internals']) =>
  commit<GuardCall | Refusal>(async (tx) => {
    const call = visible(actor, await findCall(tx, id))
    if (isRefusal(call)) return untold(call)
    const given = { by: actor.name, at: saidAt(body, at), receivedAt: at, tap: null }
    const decided = answerCall(call, given)
    if (isRefusal(decided)) return untold(decided)
    const settled = await settleAnswer(tx, internals, call, decided, at)
    const { user, site } = call
    const heard = await noteHeard(tx, internals, { user, site, data: { call: id }, at, cause: `answer/${id}` })
    return { result: decided.next, happenings: [...settled, ...heard] }
  })

const cancel = ({ actor, id, at, commit }: Call<'cancelCall'>): Promise<GuardCall | Refusal> =>
  commit<GuardCall | Refusal>(async (tx) => {
    const call = visible(actor, await findCall(tx, id))
    if (isRefusal(call)) return untold(call)
    const { next, happenings } = cancelCall(call, actor.name, at)
    if (happenings.length > 0) await saveCall(tx, next)
    return { result: next, happenings }
  })
