// Routes.
import { NewRoute, Route, RoutePatch } from '../route.ts'
import { InSite, type Table, page } from './endpoint.ts'

export const routeApi = {
  listRoutes: {
    method: 'GET',
    path: '/routes',
    permission: 'estate.read',
    summary: 'Routes',
    query: InSite,
    response: page(Route),
  },
  createRoute: {
    method: 'POST',
    path: '/routes',
    permission: 'patrol.manage',
    summary: 'Create a route',
    body: NewRoute,
    response: Route,
    status: 201,
  },
  getRoute: { method: 'GET', path: '/routes/{id}', permission: 'estate.read', summary: 'A route', response: Route },
  patchRoute: {
    method: 'PATCH',
    path: '/routes/{id}',
    permission: 'patrol.manage',
    summary: 'Change a route',
    body: RoutePatch,
    response: Route,
  },
} as const satisfies Table
