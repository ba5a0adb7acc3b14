// One step in the life of a finding: its new form, one entry of the timeline, one happening.
import type { Finding, FindingEntry } from '../contracts/finding.ts'
import { iso } from '../contracts/instant.ts'
import type { NewHappening } from '../contracts/live.ts'
import type { Decision } from './decision.ts'

/** `by`: null for the system. */
type Change = {
  type: FindingEntry['type']
  set: Partial<Finding>
  data: Record<string, unknown>
  by: string | null
  at: number
}

/** The finding with what changed and the entry that says so. */
export function change(finding: Finding, { type, set, data, by, at }: Change): Decision<Finding> {
  const entry: FindingEntry = { at: iso(at), type, by, data }
  const next = { ...finding, ...set, version: finding.version + 1, timeline: [...finding.timeline, entry] }
  return { next, happenings: [told(next, type, by, at)] }
}

/** What is told of a finding in its new form. */
export const told = (finding: Finding, type: FindingEntry['type'], by: string | null, at: number): NewHappening => ({
  ...{ type: `finding.${type}`, at: iso(at), site: finding.site, by, id: finding.id, data: finding },
})
