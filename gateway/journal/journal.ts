// The port of the journal: append → durable, follow from an offset, trim. Two lanes, so that a fire never waits behind
// a backfill: urgent (event, tap, state, ack, connections) and bulk (telemetry). Each lane has its own ticks.
import type { DeviceEvent } from '../../core/contracts/event.ts'
import type { Reading } from '../../core/contracts/reading.ts'
import type { TapPayload } from '../../core/contracts/tap.ts'

export type Lane = 'urgent' | 'bulk'
export const lanes: readonly Lane[] = ['urgent', 'bulk']

/** What stands in the journal. `at` is receive time, server clock, epoch ms. */
export type Entry =
  | { type: 'readings'; at: number; device: string; readings: Reading[] }
  | { type: 'event'; at: number; event: DeviceEvent }
  | {
      type: 'tap'
      at: number
      reader: string
      id: string | null
      ts: number
      timed: 'device' | 'server'
      claimed?: number
      judged: number
      late: boolean
      tap: TapPayload
    }
  /**
   * Birth (online) and will (offline) as the device says them itself, or the connection: made, broken (`disconnect`), or
   * ended by the device with a DISCONNECT (`left`). `epoch` numbers the connection.
   */
  | {
      type: 'presence'
      at: number
      device: string
      online: boolean
      cause: 'connect' | 'disconnect' | 'left' | 'birth' | 'will'
      epoch: number
    }
  | { type: 'meta'; at: number; device: string; data: Record<string, unknown> }
  | { type: 'ack'; at: number; device: string; id: string; ok: boolean; data: Record<string, unknown> }
  | { type: 'quarantine'; at: number; device: string | null; topic: string; reason: string; payload: string }
  | {
      type: 'discovered'
      at: number
      device: string | null
      what: 'device' | 'metric' | 'meta'
      name: string
      data: Record<string, unknown>
    }
  /** Publication or subscription that the access list forbids. */
  | {
      type: 'refused'
      at: number
      user: string
      topic: string
      what: 'publish' | 'subscribe' | 'connect'
      reason: string
    }
  /** Time passes: one a second in each lane; `boot` marks that nobody listened before. */
  | { type: 'tick'; at: number; boot: boolean }

/** A record that is on disk. Positions rise by one in a lane, without a gap, for ever within an epoch. */
export type Recorded = { lane: Lane; position: number; entry: Entry }

/** An entry is on disk at a position, or could not be written. */
export type Done = (error: Error | null, position: number) => void

export type Journal = {
  /** Names this journal's life; a journal made anew or restored has another one. */
  readonly epoch: string
  /** Resolves after fdatasync, in the order of the calls of a lane. Rejects when it could not be written: then nothing was promised. */
  append(lane: Lane, entry: Entry): Promise<number>
  /** As {@link Journal.append}, for callers of very many: `done` is told in the order of the calls and must not throw. */
  put(lane: Lane, entry: Entry, done: Done): void
  /** The last durable position of a lane; 0 when empty. */
  head(lane: Lane): number
  /**
   * Hands over durable records in order, in batches, starting after `from`; waits for `take` before the next batch
   * (back-pressure). A record whose CRC is wrong is reported to `damaged` and left out. Returns the way to stop.
   */
  follow(
    lane: Lane,
    from: number,
    take: (batch: Recorded[]) => Promise<void> | void,
    damaged?: (d: Damage) => void,
  ): Follower
  /** Consumers say how far they are; segments that all have passed and that are older than the keep time go. */
  trim(lane: Lane, upTo: number): Promise<void>
  status(): JournalStatus
  close(): Promise<void>
}
export type Follower = { stop(): Promise<void> }
export type Damage = { lane: Lane; file: string; position: number | null; reason: string }
export type JournalStatus = {
  lanes: Record<Lane, { head: number; first: number; bytes: number; waiting: number }>
  /** The last failure to write, until a write succeeds again. */
  fault: string | null
  damage: Damage[]
}
