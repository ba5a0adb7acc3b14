// The ingest's way into the journal: every append belongs to a turn, and what was remembered of a message that could
// not be recorded is forgotten again, so that its repetition is taken as new.
import type { Entry, Journal, Lane } from './journal/journal.ts'
import type { Turn } from './release.ts'
import type { Repeats } from './repeats.ts'

type LaneState = { open: number; failures: number; last: Promise<unknown> }

export type Recorder = {
  /** Appends; the turn waits until it is on disk. */
  record(turn: Turn, lane: Lane, entry: Entry): void
  /** A repeat may be acknowledged only when what it repeats is on disk: waits for everything under way in the lane. */
  waitForOthers(turn: Turn, lane: Lane): void
  failures(): number
}

/** @param repeats is told to forget what could not be recorded. */
export function openRecorder(journal: Journal, repeats: Repeats): Recorder {
  const state = (): LaneState => ({ open: 0, failures: 0, last: Promise.resolve() })
  const lanes: Record<Lane, LaneState> = { urgent: state(), bulk: state() }

  async function durable(lane: LaneState): Promise<void> {
    const failures = lane.failures
    await lane.last
    if (lane.failures !== failures) throw new Error('the journal could not be written')
  }

  return {
    record(turn, name, entry) {
      const lane = lanes[name]
      lane.open++
      lane.last = journal.append(name, entry)
      turn.wait(lane.last, (error) => {
        lane.open--
        if (error === null) return
        lane.failures++
        forget(repeats, entry)
      })
    },
    waitForOthers(turn, name) {
      if (lanes[name].open > 0) turn.wait(durable(lanes[name]))
    },
    failures: () => lanes.urgent.failures + lanes.bulk.failures,
  }
}

function forget(repeats: Repeats, entry: Entry): void {
  if (entry.type === 'readings') {
    for (const reading of entry.readings) repeats.forget(reading.device, reading.ts, reading.ordinal)
  } else if (entry.type === 'event' && entry.event.id !== null) {
    repeats.forgetId(entry.event.device, 'event', entry.event.id)
  } else if (entry.type === 'tap' && entry.id !== null) {
    repeats.forgetId(entry.reader, 'tap', entry.id)
  }
}
