// Who is on duty, and swaps of turns.
import { z } from 'zod'
import { DecideSwap, NewSwap, Roster, Swap } from '../roster.ts'
import { Id } from '../scalars.ts'
import { Span, type Table, act, page } from './endpoint.ts'

export const rosterApi = {
  roster: {
    method: 'GET',
    path: '/roster',
    permission: 'estate.read',
    summary: 'Who is on duty, turn by turn: people, skills, swaps and gaps; a week from now unless asked otherwise',
    query: Span.extend({ site: Id.optional() }),
    response: Roster,
  },
  listSwaps: {
    method: 'GET',
    path: '/swaps',
    permission: 'estate.read',
    summary: 'Swaps of a site, newest first',
    query: z.strictObject({ site: Id.optional() }),
    response: page(Swap),
  },
  askSwap: {
    method: 'POST',
    path: '/swaps',
    permission: 'tap.record',
    summary: 'Ask that somebody stands in for one turn of a shift',
    body: NewSwap,
    response: Swap,
    status: 201,
  },
  approveSwap: act('swaps', 'approve', 'shift.manage', DecideSwap, Swap),
  declineSwap: act('swaps', 'decline', 'shift.manage', DecideSwap, Swap),
} as const satisfies Table
