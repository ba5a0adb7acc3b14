// Patrol routes over HTTP.
import type { Kysely } from 'kysely'
import type { NewHappening } from '../../core/contracts/live.ts'
import { refuse, type Refusal } from '../../core/contracts/refusal.ts'
import { Route } from '../../core/contracts/route.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import type { Actor } from '../../core/contracts/user.ts'
import { recurrenceFault } from '../../core/domain/recurrence.ts'
import { audited } from '../audit.ts'
import { findRoute, listRoutes, saveRoute } from '../store/route.ts'
import type { Records } from '../store/schema.ts'
import type { Handlers } from './call.ts'
import { change, create, scopeOf, visible } from './change.ts'
import type { HttpDeps } from './deps.ts'
import { fault, validate } from './fault.ts'
import { checkpointNamed, refer, siteNamed, userNamed } from './reference.ts'

type Routes = Pick<Handlers, 'listRoutes' | 'createRoute' | 'getRoute' | 'patchRoute'>

const tell = (what: string, { id, site, name }: Route, by: { at: number; actor: Actor }): NewHappening =>
  audited(`route_${what}`, by.at, by.actor.name, id, { name }, site)

export function routeRoutes({ db }: HttpDeps): Routes {
  return {
    listRoutes: ({ actor, query }) => listRoutes(db, { ...query, sites: scopeOf(actor, query.site) }),
    getRoute: async ({ actor, id }) => visible(actor, await findRoute(db, id)),
    createRoute(call) {
      const route: Route = { ...call.body, version: 1 }
      return create(call.commit, route.id, {
        find: (tx) => findRoute(tx, route.id),
        check: (tx) => walkable(tx, route, call.actor.sites, call.locale),
        save: (tx) => saveRoute(tx, route),
        happening: tell('created', route, call),
        answer: route,
      })
    },
    patchRoute: (call) =>
      change<Route>(call.commit, call.body, {
        find: async (tx) => visible(call.actor, await findRoute(tx, call.id)),
        check: (tx, next) => walkable(tx, next, call.actor.sites, call.locale),
        save: saveRoute,
        happening: (next) => tell('changed', next, call),
      }),
  }
}

/** Whether the times of the stops make sense, and everything that the route names is there. */
async function walkable(
  tx: Kysely<Records>,
  route: Route,
  sites: readonly string[] | null,
  locale: Locale,
): Promise<Refusal | null> {
  const valid = validate(Route, route, locale)
  if ('faults' in valid) return refuse('invalid', { count: valid.faults.length }, valid.faults)
  const recurs = route.schedule && 'rrule' in route.schedule ? recurrenceFault(route.schedule) : null
  if (recurs) return refuse('invalid', { count: 1 }, [fault('schedule.rrule', recurs, locale)])
  return refer(tx, locale, [
    siteNamed('site', route.site, sites),
    userNamed('guard', route.guard),
    checkpointNamed('startPoint', route.startPoint, route.site),
    checkpointNamed('endPoint', route.endPoint, route.site),
    ...route.stops.map((stop, n) => checkpointNamed(`stops.${n}.checkpoint`, stop.checkpoint, route.site)),
  ])
}
