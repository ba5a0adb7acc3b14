// What devices said: latest values, history by buckets, raw readings, and what nobody understood.
import { z } from 'zod'
import { Latest, Quarantined } from '../device.ts'
import { MetricName, MetricValue } from '../metric.ts'
import { IsoTime } from '../scalars.ts'
import { Paged, Span, type Table, page } from './endpoint.ts'

const HistoryQuery = z.strictObject({
  metric: MetricName,
  from: IsoTime.optional(),
  to: IsoTime.optional(),
  points: z.coerce.number().int().min(1).max(2000).default(500),
})
export const History = z.strictObject({
  metric: MetricName,
  unit: z.string(),
  bucketMs: z.number(),
  buckets: z.array(
    z.strictObject({
      ts: IsoTime,
      min: z.number().nullable(),
      max: z.number().nullable(),
      mean: z.number().nullable(),
      /** The last value, also for booleans and enumerations. */
      last: MetricValue.nullable(),
      count: z.int(),
    }),
  ),
})
export type History = z.infer<typeof History>

export const readingApi = {
  latest: {
    method: 'GET',
    path: '/devices/{id}/latest',
    permission: 'estate.read',
    summary: 'Latest values and presence',
    response: Latest,
  },
  history: {
    method: 'GET',
    path: '/devices/{id}/history',
    permission: 'estate.read',
    summary: 'Buckets of one metric, gaps kept',
    query: HistoryQuery,
    response: History,
  },
  readings: {
    method: 'GET',
    path: '/devices/{id}/readings',
    permission: 'estate.read',
    summary: 'Raw readings, oldest first',
    query: Paged.extend(Span.shape).extend({ limit: z.coerce.number().int().min(1).max(10_000).default(1000) }),
    response: page(
      z.strictObject({ ts: IsoTime, seq: z.int().nullable(), metrics: z.record(MetricName, MetricValue) }),
    ),
  },
  quarantine: {
    method: 'GET',
    path: '/devices/{id}/quarantine',
    permission: 'diagnostics.read',
    summary: 'Messages that could not be understood',
    query: Paged,
    response: page(Quarantined),
  },
} as const satisfies Table
