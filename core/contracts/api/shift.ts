// Shifts.
import { NewShift, Shift, ShiftPatch } from '../shift.ts'
import { InSite, type Table, page } from './endpoint.ts'

export const shiftApi = {
  listShifts: {
    method: 'GET',
    path: '/shifts',
    permission: 'estate.read',
    summary: 'Shifts',
    query: InSite,
    response: page(Shift),
  },
  createShift: {
    method: 'POST',
    path: '/shifts',
    permission: 'shift.manage',
    summary: 'Create a shift',
    body: NewShift,
    response: Shift,
    status: 201,
  },
  patchShift: {
    method: 'PATCH',
    path: '/shifts/{id}',
    permission: 'shift.manage',
    summary: 'Change a shift',
    body: ShiftPatch,
    response: Shift,
  },
} as const satisfies Table
