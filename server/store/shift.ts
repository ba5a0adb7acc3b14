// Shifts: rows of the records database, found by site.
import type { Shift } from '../../core/contracts/shift.ts'
import { sitedStore } from './sited.ts'

export const { list: listShifts, find: findShift, save: saveShift } = sitedStore<Shift>('shift')
