// A guard with a reader: walks the route's checkpoints from the start of each round and taps each tag. A guard keeps to
// the clock on the wall, at any speed of the simulation, because rounds and their deadlines belong to the server.
// Faults of the reader: `skip` (value: how many of the next stops the guard passes by); `out_of_reach`: it keeps what it
// reads, and sends it when that is mended.
import type { Behaviour, Inputs, MachineTap } from '../behaviour.ts'
import { round } from '../curves.ts'
import { seeded } from '../random.ts'
import { timeOfDay } from '../site-time.ts'
import { paddingFrom, signTap, type SunTag } from '../sun.ts'

export type WalkFacts = {
  device: string
  badge: string
  timezone: string
  /** Names the stream of chance by which this guard dawdles. */
  seed: string
  /** Starts of rounds, minutes of the site's day, ascending. */
  starts: readonly number[]
  /** Rounds that began before are not walked: nobody planned them. Epoch ms. */
  from?: number
  /** Tag and window of each stop, minutes after the round's start; `sun`: how the tag signs, null for a UID alone. */
  stops: readonly Stop[]
  /** The reader's own test tag, and the minutes of the site's day at which it is read. */
  test?: { tag: string; minutes: readonly number[] }
}
type Stop = { tag: string; from: number; until: number; sun?: SunTag | null }
/** A stop that is reached: its tag has been read so often. */
type Arrival = { stop: Stop; at: number; counter: number }

export type Walk = { until: number; toSkip: number; skipping: boolean; battery: number; kept: readonly MachineTap[] }

const minuteMs = 60_000
const halfMinute = 0.5
const dayMs = 86_400_000
const hungUp = Date.UTC(2025, 0, 1)

export function guardBehaviour(facts: WalkFacts): Behaviour<Walk> {
  return {
    start: ({ at }) => ({ until: at, toSkip: 0, skipping: false, battery: 86, kept: [] }),
    step(before, inputs, dt) {
      const skip = inputs.fault(facts.device, 'skip')
      let toSkip = skip === undefined ? 0 : before.skipping ? before.toSkip : typeof skip === 'number' ? skip : 1
      const read: MachineTap[] = tests(facts, before.until, inputs)
      for (const arrival of arrivals(facts, before.until, inputs)) {
        if (toSkip > 0) toSkip--
        else read.push({ device: facts.device, badge: facts.badge, ...readOf(facts, arrival) })
      }
      const battery = before.battery <= 20 ? 100 : before.battery - dt / 3600
      const reach = inputs.fault(facts.device, 'out_of_reach') === undefined
      const kept = reach ? [] : [...before.kept, ...read.map((tap) => ({ ...tap, readAt: inputs.at }))]
      const state = { until: inputs.at, toSkip, skipping: skip !== undefined, battery, kept }
      return { state, events: [], taps: reach ? [...before.kept, ...read] : [] }
    },
    report: ({ battery }) => ({ battery_pct: round(battery, 0) }),
    every: () => 30,
  }
}

/** Whether the guard reaches the stop of this tag after `from` and not after now. */
export const reaches = (facts: WalkFacts, tag: string, from: number, inputs: Inputs): boolean =>
  arrivals(facts, from, inputs).some(({ stop }) => stop.tag === tag)

/** What the reader reads of a tag. */
function readOf({ seed, device }: WalkFacts, { stop: { tag, sun }, at, counter }: Arrival) {
  return { tag, ...(sun && signTap(sun, counter, paddingFrom(seeded(`${seed}:${device}:${at}`)))) }
}

/** Reads of the reader's own tag after `from` and not after now. */
function tests({ test, timezone, device, badge }: WalkFacts, from: number, { at }: Inputs): MachineTap[] {
  if (!test) return []
  const dayStart = at - timeOfDay(at, timezone)
  const due = test.minutes.map((minute) => dayStart + minute * minuteMs).filter((then) => then > from && then <= at)
  return due.map(() => ({ device, badge, tag: test.tag }))
}

/** The stops that the guard reaches after `from` and not after now, in the order of the walk. */
function arrivals(facts: WalkFacts, from: number, { at }: Inputs): Arrival[] {
  const dayStart = at - timeOfDay(at, facts.timezone)
  // A round begun yesterday may still be under way.
  const rounds = [dayStart - dayMs, dayStart].flatMap((day) =>
    facts.starts.map((start, i) => ({
      start: day + start * minuteMs,
      counter: readsBefore(day, facts.starts.length) + i,
    })),
  )
  // Each stop may be reached half a minute after its window, or after the stop before it.
  const last = Math.max(...facts.stops.map((stop) => stop.until)) + facts.stops.length * halfMinute
  return rounds
    .filter(({ start }) => start >= (facts.from ?? 0) && start <= at && start + last * minuteMs >= from)
    .flatMap(({ start, counter }) => walk(facts, start).map((stop, i) => ({ ...stop, stop: facts.stops[i]!, counter })))
    .filter((stop) => stop.at > from && stop.at <= at)
}

/**
 * How often a tag was read before a day: once in every round since it was hung up. Told from the date, so that a tag goes
 * on counting when the simulators begin anew.
 */
const readsBefore = (day: number, roundsADay: number): number => Math.round((day - hungUp) / dayMs) * roundsADay

/** When the guard taps each stop of the round that starts then: well inside the window, late now and then, in order. */
export function walk({ seed, device, stops }: WalkFacts, start: number): { tag: string; at: number }[] {
  const random = seeded(`${seed}:${device}:${start}`)
  let minute = 0
  return stops.map(({ tag, from, until }) => {
    const late = random.next() < 0.02
    const wanted = late ? until + halfMinute : from + (until - from) * random.between(0.25, 0.75)
    minute = Math.max(minute + halfMinute, wanted)
    return { tag, at: start + Math.round(minute * minuteMs) }
  })
}
