// Zones (floors and rooms) over HTTP.
import { iso } from '../../core/contracts/instant.ts'
import type { NewHappening } from '../../core/contracts/live.ts'
import type { Zone } from '../../core/contracts/site.ts'
import type { Actor } from '../../core/contracts/user.ts'
import { findZone, listZones, saveZone } from '../store/zone.ts'
import type { Handlers } from './call.ts'
import { change, create, scopeOf, visible } from './change.ts'
import type { HttpDeps } from './deps.ts'
import { buildingNamed, refer, siteNamed } from './reference.ts'

type Routes = Pick<Handlers, 'listZones' | 'createZone' | 'getZone' | 'patchZone'>

const tell = (type: `zone.${string}`, zone: Zone, { at, actor }: { at: number; actor: Actor }): NewHappening => ({
  type,
  at: iso(at),
  site: zone.site,
  by: actor.name,
  id: zone.id,
  data: zone,
})

export function zoneRoutes({ db }: HttpDeps): Routes {
  return {
    listZones: ({ actor, query }) => listZones(db, { ...query, sites: scopeOf(actor, query.site) }),
    getZone: async ({ actor, id }) => visible(actor, await findZone(db, id)),
    createZone(call) {
      const zone: Zone = { ...call.body, version: 1 }
      return create(call.commit, zone.id, {
        find: (tx) => findZone(tx, zone.id),
        check: (tx) =>
          refer(tx, call.locale, [
            siteNamed('site', zone.site, call.actor.sites),
            buildingNamed('building', zone.building, zone.site),
          ]),
        save: (tx) => saveZone(tx, zone),
        happening: tell('zone.created', zone, call),
        answer: zone,
      })
    },
    patchZone: (call) =>
      change<Zone>(call.commit, call.body, {
        find: async (tx) => visible(call.actor, await findZone(tx, call.id)),
        check: (tx, next) => refer(tx, call.locale, [buildingNamed('building', next.building, next.site)]),
        save: saveZone,
        happening: (next) => tell('zone.changed', next, call),
      }),
  }
}
