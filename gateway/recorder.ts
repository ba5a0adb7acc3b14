// The ingest's way into the journal: every append belongs to a turn, and what was remembered of a message that could
// not be recorded is forgotten again, so that its repetition is taken as new.
import type { Entry, Journal, Lane } from './journal/journal.ts'
import { finish } from './release.ts'
import type { Turn } from './release.ts'
import type { Repeats } from './repeats.ts'

/** Waits until so many appends of its lane have an outcome. */
type Waiting = { turn: Turn; until: number; failures: number }
/** Appends that were asked for, that have an outcome, and that failed. */
type LaneState = { asked: number; settled: number; failures: number; waiting: Waiting[] }

export type Recorder = {
  /** Appends; the turn waits until it is on disk. */
  record: (turn: Turn, lane: Lane, entry: Entry) => void
  /** A repeat may be acknowledged only when what it repeats is on disk: waits for everything under way in the lane. */
  waitForOthers: (turn: Turn, lane: Lane) => void
  failures: () => number
}

/** @param repeats is told to forget what could not be recorded. */
export function openRecorder(journal: Pick<Journal, 'put'>, repeats: Repeats): Recorder {
  const state = (): LaneState => ({ asked: 0, settled: 0, failures: 0, waiting: [] })
  const lanes: Record<Lane, LaneState> = { urgent: state(), bulk: state() }

  return {
    record(turn, name, entry) {
      const lane = lanes[name]
      turn.open++
      lane.asked++
      journal.put(name, entry, (error) => {
        lane.settled++
        if (error) {
          lane.failures++
          forget(repeats, entry)
        }
        finish(turn, error)
        if (lane.waiting.length > 0) release(lane)
      })
    },
    waitForOthers(turn, name) {
      const { asked, settled, failures, waiting } = lanes[name]
      if (asked === settled) return
      turn.open++
      waiting.push({ turn, until: asked, failures })
    },
    failures: () => lanes.urgent.failures + lanes.bulk.failures,
  }
}

/** Lets those go whose others all have an outcome; without knowing which failed, none may be acknowledged after one did. */
function release({ waiting, settled, failures }: LaneState): void {
  while (waiting[0] && waiting[0].until <= settled) {
    const { turn, failures: before } = waiting.shift()!
    finish(turn, before === failures ? null : new Error('a record before it failed'))
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
