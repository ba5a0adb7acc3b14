// Device kinds.
import { Kind, KindPatch, NewKind } from '../kind.ts'
import { Paged, type Table, page } from './endpoint.ts'

export const kindApi = {
  listKinds: {
    method: 'GET',
    path: '/kinds',
    permission: 'estate.read',
    summary: 'Device kinds',
    query: Paged,
    response: page(Kind),
  },
  createKind: {
    method: 'POST',
    path: '/kinds',
    permission: 'kind.manage',
    summary: 'Declare a device kind',
    body: NewKind,
    response: Kind,
    status: 201,
  },
  getKind: { method: 'GET', path: '/kinds/{id}', permission: 'estate.read', summary: 'A device kind', response: Kind },
  patchKind: {
    method: 'PATCH',
    path: '/kinds/{id}',
    permission: 'kind.manage',
    summary: 'Change a device kind',
    body: KindPatch,
    response: Kind,
  },
} as const satisfies Table
