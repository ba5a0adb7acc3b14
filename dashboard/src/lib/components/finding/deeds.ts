// What a person may do with a finding now: its state as core/domain/finding.ts judges it, narrowed to permissions.
import type { Finding } from '#core/contracts/finding.ts'
import { findingLeadsTo } from '#core/domain/finding.ts'
import type { Permission } from '#core/domain/permission.ts'

export const findingDeeds = ['assign', 'fix', 'recheck', 'ticket', 'dismiss', 'comment'] as const
export type FindingDeed = (typeof findingDeeds)[number]

const needs = {
  assign: 'finding.act',
  fix: 'finding.fix',
  recheck: 'finding.act',
  ticket: 'finding.act',
  dismiss: 'finding.act',
  comment: 'finding.read',
} as const satisfies Record<FindingDeed, Permission>

/** The deeds in the order of the buttons. Who put it right does not re-check it. */
export const deedsOf = (
  finding: Pick<Finding, 'state' | 'ticket' | 'fixedBy'>,
  me: string | undefined,
  may: (permission: Permission) => boolean,
): FindingDeed[] =>
  findingDeeds.filter((deed) => {
    if (!may(needs[deed])) return false
    if (deed === 'ticket' && finding.ticket !== null) return false
    if (deed === 'recheck' && finding.fixedBy === me) return false
    return findingLeadsTo(finding.state, deed === 'recheck' ? 'pass' : deed) !== null
  })
