// One pure step of one rule for one subject-holder (a device, or what an internal event concerns).
// Time moves by what is handed in: readings and events carry their own judged time, ticks carry the lane's.
import type { DeviceEvent } from '../contracts/event.ts'
import type { Subject } from '../contracts/incident.ts'
import type { MetricValue } from '../contracts/metric.ts'
import type { Reading } from '../contracts/reading.ts'
import type { Rule } from '../contracts/rule.ts'

/** What a rule can be told. `at` is pipeline time: receive time of the entry, or the lane's tick. */
export type RuleInput =
  | { type: 'reading'; at: number; reading: Reading }
  | { type: 'event'; at: number; event: DeviceEvent }
  /** Something inside the product: a checkpoint missed, a clock wrong. `on: false` says that it is over. */
  | { type: 'internal'; at: number; name: string; subject: Subject; on: boolean; data: Record<string, unknown> }
  /** Silence as core/domain/presence.ts judged it: the device is (no longer) silent for this rule's multiple. */
  | { type: 'silence'; at: number; silent: boolean; lastSeen: number | null }
  /** Time has passed; given when a `due` of an earlier step has come. */
  | { type: 'tick'; at: number }

/** What a step says. `at` is the judged time at which it became so. */
export type Signal =
  | {
      type: 'raise'
      subject: Subject
      at: number
      /** Known to have ended already; a `clear` with its end follows in the same step. */
      historic: boolean
      /** The condition has no end of its own (event without `until`), so a person must reset it. */
      latched: boolean
      /** The values that decided, by metric; of an event its type, point and data. */
      evidence: Record<string, unknown>
    }
  /** The condition broke again while raised (an event repeated, a value back over the limit before it cleared). */
  | { type: 'retrip'; subject: Subject; at: number; evidence: Record<string, unknown> }
  | { type: 'clear'; subject: Subject; at: number }

/** What a rule remembers of one holder: plain JSON, `null` when there is nothing worth keeping. */
export type RuleMemory = Record<string, unknown>

export type Step = {
  memory: RuleMemory | null
  signals: Signal[]
  /** Pipeline time at which a tick must be handed in if nothing else is: a `for` or `keepFor` elapses, a window empties. */
  due: number | null
}

export type StepContext = {
  /** The holder when it is a device; null for what internal events concern. */
  device: string | null
  /**
   * The newest value of a metric of the holder and the time it is judged at, as known just before or just after the
   * input in hand (never later inputs of the same batch); null when never heard. Late data does not replace it.
   */
  latest(metric: string): { value: MetricValue; judged: number } | null
}
