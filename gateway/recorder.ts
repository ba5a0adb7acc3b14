// The ingest's way into the journal: every append belongs to a turn, and what was remembered of a message that could
// not be recorded is forgotten again, so that its repetition is taken as new.
import type { Entry, Journal, Lane } from './journal/journal.ts'
import { finish } from './release.ts'
import type { Turn } from './release.ts'
import type { Repeats } from './repeats.ts'

type LaneState = { open: number; failures: number; last: Promise<unknown> }

export type Recorder = {
  /** Appends; the turn waits until it is on disk. */
  record: (turn: Turn, lane: Lane, entry: Entry) => void
  /** A repeat may be acknowledged only when what it repeats is on disk: waits for everything under way in the lane. */
  waitForOthers: (turn: Turn, lane: Lane) => void
  failures: () => number
}

/** @param repeats is told to forget what could not be recorded. */
export function openRecorder(journal: Journal, repeats: Repeats): Recorder {
  const state = (): LaneState => ({ open: 0, failures: 0, last: Promise.resolve() })
  const lanes: Record<Lane, LaneState> = { urgent: state(), bulk: state() }

  return {
    record(turn, name, entry) {
      const lane = lanes[name]
      turn.open++
      lane.open++
      lane.last = journal.append(name, entry)
      lane.last.then(
        () => {
          lane.open--
          finish(turn, null)
        },
        (reason: unknown) => {
          lane.open--
          lane.failures++
          forget(repeats, entry)
          finish(turn, failure(reason))
        },
      )
    },
    waitForOthers(turn, name) {
      const lane = lanes[name]
      if (lane.open === 0) return
      const { failures } = lane
      turn.open++
      const check = () => finish(turn, lane.failures === failures ? null : failure('a record before it failed'))
      lane.last.then(check, check)
    },
    failures: () => lanes.urgent.failures + lanes.bulk.failures,
  }
}

const failure = (reason: unknown): Error =>
  reason instanceof Error ? reason : new Error(`the journal could not be written: ${String(reason)}`)

function forget(repeats: Repeats, entry: Entry): void {
  if (entry.type === 'readings') {
    for (const reading of entry.readings) repeats.forget(reading.device, reading.ts, reading.ordinal)
  } else if (entry.type === 'event' && entry.event.id !== null) {
    repeats.forgetId(entry.event.device, 'event', entry.event.id)
  } else if (entry.type === 'tap' && entry.id !== null) {
    repeats.forgetId(entry.reader, 'tap', entry.id)
  }
}
