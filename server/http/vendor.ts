// Vendors over HTTP.
import { iso } from '../../core/contracts/instant.ts'
import type { NewHappening } from '../../core/contracts/live.ts'
import { refuse } from '../../core/contracts/refusal.ts'
import type { Actor } from '../../core/contracts/user.ts'
import type { Vendor } from '../../core/contracts/vendor.ts'
import { findVendor, listVendors, saveVendor } from '../store/vendor.ts'
import type { Handlers } from './call.ts'
import { change, create } from './change.ts'
import type { HttpDeps } from './deps.ts'

type Routes = Pick<Handlers, 'listVendors' | 'createVendor' | 'patchVendor'>

const tell = (what: string, vendor: Vendor, { at, actor }: { at: number; actor: Actor }): NewHappening => ({
  ...{ type: `audit.vendor_${what}`, at: iso(at), site: null, by: actor.name, id: vendor.id, data: vendor },
})

export function vendorRoutes({ db }: Pick<HttpDeps, 'db'>): Routes {
  return {
    listVendors: ({ query }) => listVendors(db, query),
    createVendor(call) {
      const vendor: Vendor = { ...call.body, version: 1 }
      return create(call.commit, vendor.id, {
        find: (tx) => findVendor(tx, vendor.id),
        save: (tx) => saveVendor(tx, vendor),
        happening: tell('created', vendor, call),
        answer: vendor,
      })
    },
    patchVendor: (call) =>
      change<Vendor>(call.commit, call.body, {
        find: async (tx) => (await findVendor(tx, call.id)) ?? refuse('not_found'),
        save: saveVendor,
        happening: (next) => tell('changed', next, call),
      }),
  }
}
