// Findings and what is done about them.
import { z } from 'zod'
import { Finding, FindingState, NewFinding, findingActions } from '../finding.ts'
import { Id } from '../scalars.ts'
import { Paged, Problemless, Span, type Table, act, page } from './endpoint.ts'

const FindingQuery = Paged.extend(Span.shape).extend({
  /** `unsettled`: open, assigned or to be re-checked, the one due first in front. */
  state: FindingState.or(z.literal('unsettled')).optional(),
  site: Id.optional(),
  checkpoint: Id.optional(),
  owner: z.string().max(64).optional(),
  /** Only what is late, of what is unsettled. */
  overdue: z.stringbool().optional(),
})

export const findingApi = {
  listFindings: {
    method: 'GET',
    path: '/findings',
    permission: 'finding.read',
    summary: 'Findings, the one seen last in front; unsettled ones by their deadline (timeline left out)',
    query: FindingQuery,
    response: page(Finding),
  },
  createFinding: {
    method: 'POST',
    path: '/findings',
    permission: 'tap.record',
    summary: 'Report a finding; the same id again is the same finding',
    body: NewFinding,
    response: Finding,
    status: 201,
  },
  getFinding: {
    method: 'GET',
    path: '/findings/{id}',
    permission: 'finding.read',
    summary: 'A finding with its timeline',
    response: Finding,
  },
  assignFinding: act('findings', 'assign', 'finding.act', findingActions.assign, Finding),
  fixFinding: act('findings', 'fix', 'finding.fix', findingActions.fix, Finding),
  recheckFinding: act('findings', 'recheck', 'finding.act', findingActions.recheck, Finding),
  dismissFinding: act('findings', 'dismiss', 'finding.act', findingActions.dismiss, Finding),
  commentFinding: act('findings', 'comment', 'finding.read', findingActions.comment, Finding),
  ticketOfFinding: act('findings', 'ticket', 'finding.act', Problemless, Finding),
} as const satisfies Table
