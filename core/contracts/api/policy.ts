// What is promised by type of ticket.
import { z } from 'zod'
import { Policy, PolicyPut, TicketType } from '../policy.ts'
import { type Table, page } from './endpoint.ts'

export const policyApi = {
  listPolicies: {
    method: 'GET',
    path: '/policies',
    permission: 'estate.read',
    summary: 'What is promised by type of ticket: in force, or every version that was written (`history`)',
    query: z.strictObject({ type: TicketType.optional(), history: z.stringbool().default(false) }),
    response: page(Policy),
  },
  putPolicy: {
    method: 'PUT',
    path: '/policies',
    permission: 'policy.manage',
    summary: 'A new version of the policy of a type; running clocks keep theirs',
    body: PolicyPut,
    response: Policy,
  },
} as const satisfies Table
