// A reading: one device, one instant, its metrics. Three forms in all: payload (here), Reading (here), stored row.
import { z } from 'zod'
import type { MetricValue } from './metric.ts'
import { Id } from './scalars.ts'

/** A device's own time: epoch ms or ISO 8601; judged by the ingest, so anything odd is accepted here and marked there. */
export const DeviceTime = z.union([z.number(), z.string().max(64)])

/** The envelope of one telemetry object; metrics are judged one by one afterwards. */
export const TelemetryPayload = z.looseObject({
  ts: DeviceTime.optional(),
  seq: z.int().min(0).optional(),
  metrics: z.record(z.string(), z.unknown()),
})
export type TelemetryPayload = z.infer<typeof TelemetryPayload>

/** An accepted reading. Its key is (device, ts, ordinal), given before the journal; times in epoch ms. */
export type Reading = {
  device: Id
  /** When it was measured, by the device's own clock (or the server's, see `timed`). */
  ts: number
  /** Tells apart readings of one device in one millisecond: 0, 1, 2 … */
  ordinal: number
  seq: number | null
  /** When it was received, server time. */
  at: number
  /** Whose clock `ts` comes from. */
  timed: 'device' | 'server'
  /** What the device's clock said when it was too far off to be believed (`timed` is then `server`). */
  claimed?: number
  /** `ts` corrected by the device's measured clock offset: the instant at which rules judge it. */
  judged: number
  /** More than 2 minutes old on arrival after that correction. */
  late: boolean
  metrics: Record<string, MetricValue>
}
