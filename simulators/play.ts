// Plays a scenario in virtual time, without wires: a list of timed MQTT messages, the same every time.
import type { Estate } from './estate.ts'
import { offsetMs, type Scenario } from './scenario.ts'
import { timeOfDay } from './site-time.ts'
import { perform, type Performance } from './stage.ts'
import { createWorld, type Message } from './world.ts'

const tickMs = 1000
const dayMs = 86_400_000

/** The whole play: when it begins (epoch ms) and what is sent, in order of time; `at` is when the server receives it. */
export type Played = { startsAt: number; endsAt: number; messages: Message[] }

/**
 * Plays a scenario on an estate, on the first day after `day` (epoch ms) at which its clock strikes. `warmUpMs` of
 * normal life comes before it, so that every device has been heard when it begins.
 */
export function play(scenario: Scenario, estate: Estate, day: number, warmUpMs = 60_000): Played {
  const startsAt = startOf(scenario, estate, day + warmUpMs)
  const begin = startsAt - warmUpMs
  const undoneAt = startsAt + offsetMs(scenario.undoAt)
  const endsAt = startsAt + offsetMs(scenario.lasts)
  const world = createWorld({ estate, seed: scenario.seed, at: begin })
  const messages = world.births(begin)
  let acts: Performance = { scenario, startedAt: startsAt, undoneAt: null, upTo: begin }
  for (let at = begin + tickMs; at <= endsAt; at += tickMs) {
    acts = perform(acts, world, at)
    if (acts.undoneAt === null && at >= undoneAt) acts = { ...acts, undoneAt: at }
    messages.push(...world.advance(at))
  }
  return { startsAt, endsAt, messages }
}

/** When a scenario begins: the first instant from `from` (epoch ms) on at which the site's clock shows its HH:MM:SS. */
export function startOf({ clock }: Scenario, estate: Estate, from: number): number {
  const [hours, minutes, seconds] = clock.split(':').map(Number) as [number, number, number]
  const wanted = ((hours * 60 + minutes) * 60 + seconds) * 1000
  return from + ((wanted - timeOfDay(from, estate.sites[0]!.timezone) + dayMs) % dayMs)
}
