// Sites over HTTP.
import { iso } from '../../core/contracts/instant.ts'
import { refuse } from '../../core/contracts/refusal.ts'
import type { NewHappening } from '../../core/contracts/live.ts'
import type { Site } from '../../core/contracts/site.ts'
import type { Actor } from '../../core/contracts/user.ts'
import { manages } from '../../core/domain/grant.ts'
import { sees } from '../../core/domain/permission.ts'
import { findSite, listSites, saveSite } from '../store/site.ts'
import type { Handlers } from './call.ts'
import { change, create } from './change.ts'
import type { HttpDeps } from './deps.ts'

type Routes = Pick<Handlers, 'listSites' | 'createSite' | 'getSite' | 'patchSite'>
type Told = { at: number; actor: Actor }

const tell = (type: `site.${string}`, site: Site, { at, actor }: Told): NewHappening => ({
  type,
  at: iso(at),
  site: site.id,
  by: actor.name,
  id: site.id,
  data: site,
})

export function siteRoutes({ db, settings }: HttpDeps): Routes {
  return {
    listSites: ({ actor, query }) => listSites(db, { ...query, sites: actor.sites }),
    getSite: async ({ actor, id }) => (sees(actor, id) ? await findSite(db, id) : null) ?? refuse('not_found'),
    createSite(call) {
      if (!manages(call.actor, null)) return refuse('forbidden')
      const site: Site = { ...call.body, timezone: call.body.timezone ?? settings.timezone, version: 1 }
      return create(call.commit, site.id, {
        find: (tx) => findSite(tx, site.id),
        save: (tx) => saveSite(tx, site),
        happening: tell('site.created', site, call),
        answer: site,
      })
    },
    patchSite: (call) =>
      change<Site>(call.commit, call.body, {
        find: async (tx) => (sees(call.actor, call.id) ? await findSite(tx, call.id) : null) ?? refuse('not_found'),
        save: saveSite,
        happening: (next) => tell('site.changed', next, call),
      }),
  }
}
