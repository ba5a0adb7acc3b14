// What works and what does not.
import { z } from 'zod'
import { IsoTime } from '../scalars.ts'
import type { Table } from './endpoint.ts'

/** A part of the health page: what, since when, what it means for the operator, what to do. */
const HealthPart = z.strictObject({
  part: z.string(),
  ok: z.boolean(),
  state: z.enum(['ok', 'degraded', 'failed', 'starting']),
  since: IsoTime.nullable(),
  /** Figures and words for diagnosis. */
  detail: z.record(z.string(), z.unknown()),
})
export const Health = z.strictObject({
  state: z.enum(['ok', 'degraded', 'failed', 'starting']),
  parts: z.array(HealthPart),
})
export type Health = z.infer<typeof Health>

export const healthApi = {
  health: {
    method: 'GET',
    path: '/health',
    permission: 'estate.read',
    summary: 'What works and what does not, in operators’ words',
    response: Health,
  },
} as const satisfies Table
