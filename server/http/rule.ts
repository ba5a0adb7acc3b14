// Rules over HTTP. A rule that is not narrowed to sites watches all of them, so only somebody for all sites changes it.
import { iso } from '../../core/contracts/instant.ts'
import type { NewHappening } from '../../core/contracts/live.ts'
import { refuse, type Refusal } from '../../core/contracts/refusal.ts'
import type { Rule } from '../../core/contracts/rule.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import type { Actor } from '../../core/contracts/user.ts'
import { manages, meets } from '../../core/domain/grant.ts'
import { may, sees } from '../../core/domain/permission.ts'
import type { Kysely } from 'kysely'
import { shippedRules } from '../../core/kinds/shipped.ts'
import { findCheckpoint } from '../store/checkpoint.ts'
import { findDevice } from '../store/device.ts'
import { deleteRule, findRule, listRules, saveRule } from '../store/rule.ts'
import type { Records } from '../store/schema.ts'
import { findSite } from '../store/site.ts'
import { findUser } from '../store/user.ts'
import type { Handlers } from './call.ts'
import { change, create, untold } from './change.ts'
import type { HttpDeps } from './deps.ts'
import { kindNamed, refer } from './reference.ts'

type Routes = Pick<
  Handlers,
  'listRules' | 'createRule' | 'getRule' | 'putRule' | 'takeShippedRule' | 'deleteRule' | 'explainRule'
>

/** What is told when a rule is created, changed or deleted. */
export const tellRule = (
  type: 'rule.created' | 'rule.changed' | 'rule.deleted',
  rule: Rule,
  { at, actor }: { at: number; actor: Actor },
): NewHappening => ({
  type,
  at: iso(at),
  site: null,
  by: actor.name,
  id: rule.id,
  data: type === 'rule.deleted' ? null : rule,
})

/** Whether somebody may change a rule: its scope must lie within the sites he manages. */
export const managesRule = (actor: Actor, rule: Pick<Rule, 'scope'>): boolean =>
  manages(actor, rule.scope.sites ?? null)

export function ruleRoutes({ db, pipeline }: HttpDeps): Routes {
  return {
    listRules: ({ query }) => listRules(db, query),
    getRule: async ({ id }) => (await findRule(db, id)) ?? refuse('not_found'),
    createRule(call) {
      const rule: Rule = { ...call.body, shipped: false, shippedChanged: false, version: 1 }
      if (!managesRule(call.actor, rule)) return refuse('forbidden')
      return create(call.commit, rule.id, {
        find: (tx) => findRule(tx, rule.id),
        check: (tx) => watches(tx, rule, call.locale),
        save: (tx) => saveRule(tx, rule),
        happening: tellRule('rule.created', rule, call),
        answer: rule,
      })
    },
    putRule: (call) =>
      change<Rule>(
        call.commit,
        { ...call.body, id: call.id, shippedChanged: false },
        {
          find: async (tx) => (await findRule(tx, call.id)) ?? refuse('not_found'),
          check: async (tx, next, before) =>
            managesRule(call.actor, next) && managesRule(call.actor, before)
              ? watches(tx, next, call.locale)
              : refuse('forbidden'),
          save: saveRule,
          happening: (next) => tellRule('rule.changed', next, call),
        },
      ),
    takeShippedRule(call) {
      const shipped = shippedRules.find(({ id }) => id === call.id)
      if (!shipped) return refuse('not_found')
      const { version: _version, ...form } = shipped
      return change<Rule>(call.commit, form, {
        find: async (tx) => (await findRule(tx, call.id)) ?? refuse('not_found'),
        check: (_tx, _next, before) =>
          Promise.resolve(
            managesRule(call.actor, before) && managesRule(call.actor, form) ? null : refuse('forbidden'),
          ),
        save: saveRule,
        happening: (next) => tellRule('rule.changed', next, call),
      })
    },
    deleteRule: (call) =>
      call.commit<null | Refusal>(async (tx) => {
        const rule = await findRule(tx, call.id)
        if (!rule) return untold(refuse('not_found'))
        if (!managesRule(call.actor, rule)) return untold(refuse('forbidden'))
        await deleteRule(tx, rule.id)
        return { result: null, happenings: [tellRule('rule.deleted', rule, call)] }
      }),
    async explainRule({ actor, id, query, at }) {
      if (!(await maySee(db, actor, query.subject))) return refuse('not_found')
      return (await pipeline.explain(id, query.subject, at)) ?? refuse('not_found')
    },
  }
}

/** Whether the kind, sites and devices of a scope are there. */
export const watches = (tx: Kysely<Records>, { scope }: Rule, locale: Locale): Promise<Refusal | null> =>
  refer(tx, locale, [
    kindNamed('scope.kind', scope.kind),
    ...(scope.sites ?? []).map((id, n) => ({ path: `scope.sites.${n}`, id, known: isKnown(findSite) })),
    ...(scope.devices ?? []).map((id, n) => ({ path: `scope.devices.${n}`, id, known: isKnown(findDevice) })),
  ])

const isKnown =
  (find: (tx: Kysely<Records>, id: string) => Promise<unknown>) => async (tx: Kysely<Records>, id: string) =>
    (await find(tx, id)) !== null

/** Another site's thing is no different from none; what is known of a person is for those who see where people are. */
async function maySee(db: Kysely<Records>, actor: Actor, subject: string): Promise<boolean> {
  if (!subject.startsWith('user:')) return sees(actor, await siteOf(db, subject))
  const person = may(actor.role, 'tap.read') ? await findUser(db, subject.slice('user:'.length)) : null
  return person !== null && meets(actor, person.sites)
}

/** The site of a subject (`device:ID`, `point:DEVICE:POINT`, `checkpoint:ID`, a bare device id); null when it is of none. */
async function siteOf(db: Kysely<Records>, subject: string): Promise<string | null> {
  const [first, second] = subject.split(':')
  const id = second ?? first ?? ''
  const thing = first === 'checkpoint' ? await findCheckpoint(db, id) : await findDevice(db, id)
  return thing?.site ?? null
}
