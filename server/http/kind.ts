// Device kinds over HTTP. They belong to no site, so only somebody for all sites changes them.
import { iso } from '../../core/contracts/instant.ts'
import type { Kind } from '../../core/contracts/kind.ts'
import type { NewHappening } from '../../core/contracts/live.ts'
import { refuse } from '../../core/contracts/refusal.ts'
import type { Actor } from '../../core/contracts/user.ts'
import { manages } from '../../core/domain/grant.ts'
import { findKind, listKinds, saveKind } from '../store/kind.ts'
import type { Handlers } from './call.ts'
import { change, create } from './change.ts'
import type { HttpDeps } from './deps.ts'

type Routes = Pick<Handlers, 'listKinds' | 'createKind' | 'getKind' | 'patchKind'>

const tell = (type: `kind.${string}`, kind: Kind, { at, actor }: { at: number; actor: Actor }): NewHappening => ({
  type,
  at: iso(at),
  site: null,
  by: actor.name,
  id: kind.id,
  data: kind,
})

export function kindRoutes({ db }: HttpDeps): Routes {
  return {
    listKinds: ({ query }) => listKinds(db, query),
    getKind: async ({ id }) => (await findKind(db, id)) ?? refuse('not_found'),
    createKind(call) {
      if (!manages(call.actor, null)) return refuse('forbidden')
      const kind: Kind = { ...call.body, shipped: false, version: 1 }
      return create(call.commit, kind.id, {
        find: (tx) => findKind(tx, kind.id),
        save: (tx) => saveKind(tx, kind),
        happening: tell('kind.created', kind, call),
        answer: kind,
      })
    },
    patchKind(call) {
      if (!manages(call.actor, null)) return refuse('forbidden')
      return change<Kind>(call.commit, call.body, {
        find: async (tx) => (await findKind(tx, call.id)) ?? refuse('not_found'),
        save: saveKind,
        happening: (next) => tell('kind.changed', next, call),
      })
    },
  }
}
