// A scenario is data: at which minute which device does what, and what must follow between which minutes. One file serves
// four uses: a test in virtual time (play.ts), an acceptance test over real wires, a command, a button in the demo.
import type { Metrics } from './behaviour.ts'

/** A time since the scenario's start: `10s`, `2m`, `1m30s`. */
export type Offset = string

/** One thing that happens to one device. */
export type Step = { at: Offset; device: string } & Deed
export type Deed =
  /** Something breaks inside the machine and its physics does the rest; behaviours/*.ts name their faults. */
  | { fault: string; value?: number | string | true }
  /** The fault is repaired. */
  | { mend: string }
  /** The machine is made to say a discrete thing: a point in alarm, a fault code. */
  | { event: string; point?: string; data?: Record<string, unknown> }
  /** The sensor says this, whatever is true. */
  | { set: Metrics }
  /** The sensor stands still at its next value. */
  | { hold: string[] }
  /** The sensor wanders by so much a minute. */
  | { drift: Record<string, number> }
  /** The device and its children are not heard (`true`: as by a cut cable), or are heard again. */
  | { mute: boolean }
  /** The sensor tells the truth again. */
  | { honest: true }

/** What must follow. `between` counts from the scenario's start. */
export type Expectation = {
  /** Rule id, and the id of the incident's subject: a device, `{panel}:{point}`, a checkpoint. */
  rule: string
  subject: string
  between: readonly [Offset, Offset]
  /**
   * `open`: an incident of (rule, subject) opens in that time and none before it. `cleared`: it clears in that time.
   * `none`: none of (rule, subject) is active at any instant of that time.
   */
  incident: 'open' | 'cleared' | 'none'
}

export type Scenario = {
  id: string
  name: { 'zh-CN': string; en: string }
  description: { 'zh-CN': string; en: string }
  /** Seed of every machine when the scenario is played from the beginning. */
  seed: number
  /** Time of the site's day (HH:MM:SS) at which a played scenario begins; a live one begins when it is told to. */
  clock: string
  steps: readonly Step[]
  /** What puts things right; `at` counts from the moment of undoing. */
  undo: readonly Step[]
  /** When a played scenario is undone and when it is over. Live it stays until somebody stops it. */
  undoAt: Offset
  lasts: Offset
  expect: readonly Expectation[]
}

/** Milliseconds of an {@link Offset}. Throws on anything else: scenarios are ours. */
export function offsetMs(offset: Offset): number {
  const match = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(offset)
  if (!match || offset === '') throw new TypeError(`not an offset: ${offset}`)
  return (Number(match[1] ?? 0) * 60 + Number(match[2] ?? 0)) * 1000
}
