// Rounds over HTTP: lists, one live, and a round that somebody starts by hand.
import { randomUUID } from 'node:crypto'
import { epoch } from '../../core/contracts/instant.ts'
import { isRefusal, refuse, type Refusal } from '../../core/contracts/refusal.ts'
import type { Round } from '../../core/contracts/round.ts'
import { planRound } from '../../core/domain/round-plan.ts'
import { startRound } from '../../core/domain/round.ts'
import { pointsOf } from '../round.ts'
import { findRound, isPlanned, listRounds, saveRound } from '../store/round.ts'
import { findRoute } from '../store/route.ts'
import type { Call, Handlers } from './call.ts'
import { scopeOf, untold, visible } from './change.ts'
import type { HttpDeps } from './deps.ts'
import { refer, userNamed } from './reference.ts'

type Routes = Pick<Handlers, 'listRounds' | 'createRound' | 'getRound'>

export function roundRoutes({ db }: HttpDeps): Routes {
  return {
    listRounds: ({ actor, query }) => {
      const { from, to, site, ...filter } = query
      const span = { from: from && epoch(from), to: to && epoch(to) } as { from?: number; to?: number }
      return listRounds(db, { ...filter, ...span, sites: scopeOf(actor, site) })
    },
    getRound: async ({ actor, id }) => visible(actor, await findRound(db, id)),
    createRound: (call) => start(call),
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
