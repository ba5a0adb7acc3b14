// Policies over HTTP: what is promised by type of ticket, and every version of it.
import { iso } from '../../core/contracts/instant.ts'
import type { Policy } from '../../core/contracts/policy.ts'
import { isRefusal, type Refusal } from '../../core/contracts/refusal.ts'
import { policiesInForce, replacePolicy } from '../../core/domain/policy.ts'
import { insertPolicy, writtenPolicies } from '../store/policy.ts'
import type { Handlers } from './call.ts'
import { untold } from './change.ts'
import type { HttpDeps } from './deps.ts'

type Routes = Pick<Handlers, 'listPolicies' | 'putPolicy'>

export function policyRoutes({ db }: Pick<HttpDeps, 'db'>): Routes {
  return {
    async listPolicies({ query: { type, history } }) {
      const written = await writtenPolicies(db, type)
      const items = history ? written : policiesInForce(written)
      return { items: items.filter((policy) => type === undefined || policy.type === type), nextCursor: null }
    },
    putPolicy: ({ body, actor, at, commit }) =>
      commit<Policy | Refusal>(async (tx) => {
        const now = policiesInForce(await writtenPolicies(tx, body.type)).find(({ type }) => type === body.type)!
        const next = replacePolicy(now, body, actor.name, at)
        if (isRefusal(next) || next === now) return untold(next)
        await insertPolicy(tx, next)
        const told = {
          type: 'audit.policy_changed' as const,
          at: iso(at),
          site: null,
          by: actor.name,
          id: next.type,
        }
        return { result: next, happenings: [{ ...told, data: next }] }
      }),
  }
}
