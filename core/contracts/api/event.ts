// The journal of happenings: for catching up, for the audit, and whether anybody touched it.
import { z } from 'zod'
import { Happening } from '../live.ts'
import { Paged, type Table, page } from './endpoint.ts'

/** What following the chain of happenings found. */
const ChainCheck = z.strictObject({
  ok: z.boolean(),
  /** How many entries were looked at, up to the first bad one. */
  entries: z.int(),
  /** The sequence of the first entry that does not follow from the one before; null when all do. */
  firstBad: z.int().nullable(),
  /** The chain after the last good entry: what to note elsewhere. */
  head: z.string(),
})

export const eventApi = {
  events: {
    method: 'GET',
    path: '/events',
    permission: 'estate.read',
    summary: 'The ordered journal of happenings, for catching up',
    query: z.strictObject({
      after: z.coerce.number().int().min(0),
      limit: z.coerce.number().int().min(1).max(1000).default(500),
    }),
    response: z.strictObject({ items: z.array(Happening), head: z.int(), more: z.boolean() }),
  },
  audit: {
    method: 'GET',
    path: '/audit',
    permission: 'audit.read',
    summary: 'What people and rules did, newest first',
    query: Paged,
    response: page(Happening),
  },
  verifyAudit: {
    method: 'GET',
    path: '/audit/verify',
    permission: 'audit.read',
    summary: 'Whether anything of what happened was changed, left out or put in since',
    response: ChainCheck,
  },
} as const satisfies Table
