// Shifts over HTTP.
import type { Kysely } from 'kysely'
import { iso } from '../../core/contracts/instant.ts'
import type { NewHappening } from '../../core/contracts/live.ts'
import type { Refusal } from '../../core/contracts/refusal.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import type { Shift } from '../../core/contracts/shift.ts'
import type { Actor } from '../../core/contracts/user.ts'
import type { Records } from '../store/schema.ts'
import { findShift, listShifts, saveShift } from '../store/shift.ts'
import type { Handlers } from './call.ts'
import { change, create, scopeOf, visible } from './change.ts'
import type { HttpDeps } from './deps.ts'
import { refer, siteNamed, userNamed } from './reference.ts'

type Routes = Pick<Handlers, 'listShifts' | 'createShift' | 'patchShift'>

const tell = (type: `shift.${string}`, shift: Shift, { at, actor }: { at: number; actor: Actor }): NewHappening => ({
  type,
  at: iso(at),
  site: shift.site,
  by: actor.name,
  id: shift.id,
  data: shift,
})

export function shiftRoutes({ db }: HttpDeps): Routes {
  return {
    listShifts: ({ actor, query }) => listShifts(db, { ...query, sites: scopeOf(actor, query.site) }),
    createShift(call) {
      const shift: Shift = { ...call.body, version: 1 }
      return create(call.commit, shift.id, {
        find: (tx) => findShift(tx, shift.id),
        check: (tx) => manned(tx, shift, call.actor.sites, call.locale),
        save: (tx) => saveShift(tx, shift),
        happening: tell('shift.created', shift, call),
        answer: shift,
      })
    },
    patchShift: (call) =>
      change<Shift>(call.commit, call.body, {
        find: async (tx) => visible(call.actor, await findShift(tx, call.id)),
        check: (tx, next) => manned(tx, next, call.actor.sites, call.locale),
        save: saveShift,
        happening: (next) => tell('shift.changed', next, call),
      }),
  }
}

const manned = (
  tx: Kysely<Records>,
  shift: Shift,
  sites: readonly string[] | null,
  locale: Locale,
): Promise<Refusal | null> =>
  refer(tx, locale, [
    siteNamed('site', shift.site, sites),
    ...shift.people.map((person, n) => userNamed(`people.${n}`, person)),
  ])
