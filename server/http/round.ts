// Rounds over HTTP: lists, one live, and a round that somebody starts by hand.
import { randomUUID } from 'node:crypto'
import type { Transaction } from 'kysely'
import { epoch } from '../../core/contracts/instant.ts'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import type { Round } from '../../core/contracts/round.ts'
import type { Decided } from '../../core/domain/decision.ts'
import { discreetRound, seesWalkers } from '../../core/domain/discretion.ts'
import { mayPause, pauseRound, resumeRound } from '../../core/domain/round-pause.ts'
import { planRound } from '../../core/domain/round-plan.ts'
import { startRound } from '../../core/domain/round.ts'
import { pointsOf } from '../round.ts'
import { findRound, isPlanned, listRounds, saveRound } from '../store/round.ts'
import { findRoute } from '../store/route.ts'
import type { Records } from '../store/schema.ts'
import type { Call, Handlers } from './call.ts'
import { scopeOf, untold, visible } from './change.ts'
import type { HttpDeps } from './deps.ts'
import { incidentNamed, refer, userNamed } from './reference.ts'

type Routes = Pick<Handlers, 'listRounds' | 'createRound' | 'getRound' | 'pauseRound' | 'resumeRound'>

export function roundRoutes({ db }: HttpDeps): Routes {
  return {
    listRounds: async ({ actor, query }) => {
      const { from, to, site, ...filter } = query
      const span = { from: from && epoch(from), to: to && epoch(to) } as { from?: number; to?: number }
      if (query.guard !== undefined && !seesWalkers(actor)) return { items: [], nextCursor: null }
      const found = await listRounds(db, { ...filter, ...span, sites: scopeOf(actor, site) })
      return { ...found, items: found.items.map((round) => discreetRound(actor, round)) }
    },
    getRound: async ({ actor, id }) => {
      const round = visible(actor, await findRound(db, id))
      return isRefusal(round) ? round : discreetRound(actor, round)
    },
    createRound: (call) => start(call),
    pauseRound: (call) =>
      act(call, async (tx, round) => {
        const { at, actor, body, locale } = call
        const lost = await refer(tx, locale, [incidentNamed('incident', body.incident, round.site)])
        return lost ?? pauseRound(round, { at, incident: body.incident ?? null, by: actor.name })
      }),
    resumeRound: (call) =>
      act(call, (_, round) => Promise.resolve(resumeRound(round, { at: call.at, by: call.actor.name }))),
  }
}

const start = ({ actor, body, at, locale, commit }: Call<'createRound'>): Promise<Round | Refusal> =>
  commit<Round | Refusal>(async (tx) => {
    const route = await findRoute(tx, body.route)
    const lost = await refer(tx, locale, [
      { path: 'route', id: body.route, known: () => Promise.resolve(!isRefusal(visible(actor, route))) },
      userNamed('guard', body.guard),
    ])
    if (lost || !route) return untold(lost ?? refuse('not_found'))
    if (!route.enabled) return untold(refuse('route_disabled'))
    const startsAt = body.startsAt === undefined ? at : epoch(body.startsAt)
    if (await isPlanned(tx, route.id, startsAt)) return untold(refuse('id_taken', { id: route.id }))
    const guard = body.guard ?? route.guard
    const planned = planRound(route, {
      ...{ id: randomUUID(), startsAt, guard, at, by: actor.name, points: await pointsOf(tx, route) },
    })
    const begun = startsAt <= at ? startRound(planned.next, at) : { next: planned.next, happenings: [] }
    await saveRound(tx, begun.next)
    return { result: begun.next, happenings: [...planned.happenings, ...begun.happenings] }
  })

type Decide = (tx: Transaction<Records>, round: Round) => Promise<Decided<Round>>

/** Changes a round in its course, for its guard and for the desk. */
const act = ({ actor, id, commit }: Call<'pauseRound' | 'resumeRound'>, decide: Decide): Promise<Round | Refusal> =>
  commit<Round | Refusal>(async (tx) => {
    const round = visible(actor, await findRound(tx, id))
    if (isRefusal(round)) return untold(round)
    if (!mayPause(round, actor)) return untold(refuse('forbidden'))
    const decided = await decide(tx, round)
    if (isRefusal(decided)) return untold(decided)
    if (decided.happenings.length > 0) await saveRound(tx, decided.next)
    return { result: decided.next, happenings: decided.happenings }
  })
