// Saving a rule: the whole document goes back, with the version it was read with unless it is to be saved over another.
import type { Rule } from '#core/contracts/rule.ts'
import { call, type Answer } from '#lib/api.ts'
import type { RuleDocument } from './draft.ts'

/** Replaces a rule. `version` undefined: whatever somebody else saved meanwhile. */
export function putRule(rule: RuleDocument, version: number | undefined): Promise<Answer<Rule>> {
  return call('PUT /rules/{id}', { id: rule.id, body: { ...rule, ...(version !== undefined && { version }) } })
}

/** The rule switched on or off, the rest as it stands. */
export function switchRule(
  { shipped: _shipped, shippedChanged: _changed, version, ...rule }: Rule,
  enabled: boolean,
): Promise<Answer<Rule>> {
  return putRule({ ...rule, enabled }, version)
}
