// The port of the time-series store. Writing the same reading again changes nothing (key: device, ts, ordinal).
import type { Reading } from '../../core/contracts/reading.ts'
import type { JournalSource } from '../journal/heads.ts'
import type { Damage } from '../journal/journal.ts'
import type { MetricValue } from '../../core/contracts/metric.ts'

/** A reading with the kind of its device, which names the measurement it is kept in. */
export type Point = { kind: string; site: string; reading: Reading }

/** `count` 0 marks a gap. Non-numeric metrics have `last` only. Times in epoch ms. */
export type Bucket = {
  ts: number
  min: number | null
  max: number | null
  mean: number | null
  last: MetricValue | null
  count: number
}

export type HistoryQuery = { device: string; kind: string; metric: string; from: number; to: number; points: number }

/** Readings of [from, to); `cursor` of the page before, null for the first. */
export type RawQuery = { device: string; kind: string; from: number; to: number; limit: number; cursor: string | null }

/** A raw reading, oldest first; `cursor` opens the next page. */
export type RawPage = {
  items: { ts: number; seq: number | null; metrics: Record<string, MetricValue> }[]
  cursor: string | null
}

export type ReadingsStore = {
  /**
   * Writes a batch; resolves when it is safe in the store. Lines the store refuses for ever come back, the rest is in.
   * Throws while the store cannot take anything (see {@link Unavailable}); then the whole batch is to be written again.
   */
  write(points: readonly Point[]): Promise<{ refused: { point: Point; reason: string }[] }>
  /** Buckets of equal width over [from, to), gaps kept; from raw data or a roll-up, whichever is fine enough. */
  history(query: HistoryQuery): Promise<{ bucketMs: number; buckets: Bucket[] }>
  raw(query: RawQuery): Promise<RawPage>
  /** How often roll-ups are worth the work, ms; each minute when it does not say. */
  readonly rollUpEveryMs?: number
  /** Brings the 5-minute and 1-hour roll-ups up to date for what was written since, late data included. */
  rollUp(now: number): Promise<void>
  /** Drops raw readings older than the retention; roll-ups are kept longer. */
  expire(now: number): Promise<void>
  /** Removes everything of a device. */
  forget(device: string, kind: string): Promise<void>
  health(): Promise<{ ok: boolean; detail: string }>
  /**
   * Follows the bulk lane by itself from its own offset, where a store can: then nobody calls `write`. What was
   * consumed and its offset are safe together.
   */
  consume?(source: JournalSource, told: ConsumeListener): Promise<{ stop(): Promise<void> }>
  close(): Promise<void>
}

export type ConsumeListener = {
  /** `position`: dealt with; `durable`: safe in the store; `fault`: why nothing can be written now. */
  progress(progress: { position: number; durable: number; fault: string | null }): void
  damaged(damage: Damage): void
}

/** The store cannot take anything now: down, busy, refusing our login. `retryAfterMs` when it said how long. */
export class Unavailable extends Error {
  readonly retryAfterMs: number | null
  constructor(message: string, retryAfterMs: number | null = null) {
    super(message)
    this.retryAfterMs = retryAfterMs
  }
}
