// Zones: rows of the records database, found by site.
import type { Zone } from '../../core/contracts/site.ts'
import { sitedStore } from './sited.ts'

export const { list: listZones, find: findZone, save: saveZone } = sitedStore<Zone>('zone')
