// Rules, their exchange as YAML, and why one stands as it does.
import { z } from 'zod'
import { NewRule, Rule, RulePut } from '../rule.ts'
import { Id, IsoTime } from '../scalars.ts'
import { Paged, type Table, page } from './endpoint.ts'

/** Why a rule stands as it does for a subject. */
export const Explanation = z.strictObject({
  rule: Id,
  subject: z.string(),
  state: z.enum(['idle', 'pending', 'active', 'clearing']),
  since: IsoTime.nullable(),
  /** When `for` or `keepFor` will have elapsed if nothing changes. */
  dueAt: IsoTime.nullable(),
  /** Each leaf of the condition with the value it saw and whether it held. */
  leaves: z.array(z.strictObject({ condition: z.unknown(), value: z.unknown(), holds: z.boolean().nullable() })),
})
export type Explanation = z.infer<typeof Explanation>

export const ruleApi = {
  listRules: {
    method: 'GET',
    path: '/rules',
    permission: 'rule.read',
    summary: 'Rules',
    query: Paged,
    response: page(Rule),
  },
  createRule: {
    method: 'POST',
    path: '/rules',
    permission: 'rule.manage',
    summary: 'Create a rule',
    body: NewRule,
    response: Rule,
    status: 201,
  },
  exportRules: {
    method: 'GET',
    path: '/rules/export',
    permission: 'rule.read',
    summary: 'All rules as YAML',
    produces: ['application/yaml'],
  },
  importRules: {
    method: 'POST',
    path: '/rules/import',
    permission: 'rule.manage',
    summary: 'Rules from YAML; existing ids are replaced',
    body: z.strictObject({ yaml: z.string().max(1_000_000), dryRun: z.boolean().default(false) }),
    response: z.strictObject({ created: z.array(Id), changed: z.array(Id), unchanged: z.array(Id) }),
  },
  getRule: { method: 'GET', path: '/rules/{id}', permission: 'rule.read', summary: 'A rule', response: Rule },
  putRule: {
    method: 'PUT',
    path: '/rules/{id}',
    permission: 'rule.manage',
    summary: 'Replace a rule; it keeps the memory of what it still covers',
    body: RulePut,
    response: Rule,
  },
  takeShippedRule: {
    method: 'POST',
    path: '/rules/{id}/shipped',
    permission: 'rule.manage',
    summary: 'Give a rule the form in which it comes with the product',
    response: Rule,
  },
  deleteRule: {
    method: 'DELETE',
    path: '/rules/{id}',
    permission: 'rule.manage',
    summary: 'Remove a rule',
    status: 204,
  },
  explainRule: {
    method: 'GET',
    path: '/rules/{id}/explain',
    permission: 'rule.read',
    summary: 'Why it stands as it does for a subject',
    query: z.strictObject({ subject: z.string().max(140) }),
    response: Explanation,
  },
} as const satisfies Table
