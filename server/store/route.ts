// Patrol routes: rows of the records database, found by site.
import type { Route } from '../../core/contracts/route.ts'
import { sitedStore } from './sited.ts'

export const { list: listRoutes, find: findRoute, save: saveRoute } = sitedStore<Route>('route')
