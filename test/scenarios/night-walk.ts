// Turns the deeds of a night into what reaches the server: who sends which read of which tag, when it was read and when it
// arrives. Guards dawdle by a seed; the findings do not depend on it.
import { epoch } from '../../core/contracts/instant.ts'
import type { Round } from '../../core/contracts/round.ts'
import { seeded, type Random } from '../../simulators/random.ts'
import type { Deed } from './night.ts'

const [second, minute] = [1000, 60_000]

/** One tap on its way: read at `read` (which gives the tag's counter its order), claimed for `at`, sent at `sent`. */
export type Sent = {
  by: string
  checkpoint: string
  read: number
  at: number
  sent: number
  /** What the phone's clock is off, ms. */
  skew: number
  /** Sends once more what this one has read. */
  copyOf?: Sent
}
/** A guard is sent to an incident in the middle of a round, and comes back from it. */
export type Errand = { round: string; from: number; until: number }
export type Walk = { sent: Sent[]; errands: Errand[] }

type Does = Deed['does']
type Done<D extends Does, One = Deed> = One extends { does: infer E } ? (D extends E ? One : never) : never
/** What is done otherwise at a stop; undefined when it is as planned. */
type Deeds = <D extends Does>(place: number, does: D) => Done<D> | undefined

/** The walk of one round. `name` is the round as deeds call it. */
export function walkRound(round: Round, name: string, all: readonly Deed[], seed: number): Walk {
  const deeds = (<D extends Does>(place: number, does: D) =>
    all.find((deed) => deed.at === `${name} #${place}` && deed.does === does)) as Deeds
  const errands: Errand[] = []
  const times = readTimes(round, deeds, seeded(`${seed}:${name}`), errands)
  const skew = (deeds(1, 'clock')?.by ?? 0) * minute
  const taps = round.visits.flatMap((visit, n) => tapsAt(round, visit.checkpoint, n + 1, times, deeds, skew))
  return { sent: [...controls(round, times, deeds), ...taps], errands }
}

/** When the guard reads each tag; null where he never comes. */
function readTimes(round: Round, deeds: Deeds, random: Random, errands: Errand[]): (number | null)[] {
  let [before, shift, gone] = [-Infinity, 0, false]
  return round.visits.map((visit, n) => {
    const place = n + 1
    const window = { from: epoch(visit.from) + shift, until: epoch(visit.until) + shift }
    const at = otherwise(deeds, place, window, before) ?? usual(random, window.from, before)
    gone ||= deeds(place, 'vanish') !== undefined
    if (gone || deeds(place, 'omit')) return null
    before = at
    const sent = deeds(place, 'sent')
    if (sent) {
      errands.push({ round: round.id, from: at + minute / 2, until: at + minute / 2 + sent.for * minute })
      shift += sent.for * minute
    }
    return at
  })
}

/** Well inside the window, and never sooner than one can walk. */
const usual = (random: Random, from: number, before: number): number =>
  Math.round(Math.max(from + random.between(1, 3.5) * minute, before + 1.5 * minute))

function otherwise(deeds: Deeds, place: number, { from, until }: { from: number; until: number }, before: number) {
  const late = deeds(place, 'late')
  if (late) return until + late.by * minute
  const early = deeds(place, 'early')
  if (early) return from - early.by * minute
  if (deeds(place, 'swap')) return until + minute
  if (deeds(place - 1, 'swap')) return from - 5 * minute
  if (deeds(place, 'carry')) return until - 10 * second
  if (deeds(place - 1, 'carry')) return before + 20 * second
  if (deeds(place, 'hurry')) return until - 12 * second
  return deeds(place - 1, 'hurry') ? before + 66 * second : null
}

/** What is sent of a stop: the guard's read, and what others make of it. */
function tapsAt(
  round: Round,
  checkpoint: string,
  place: number,
  times: readonly (number | null)[],
  deeds: Deeds,
  skew: number,
): Sent[] {
  const at = times[place - 1] ?? null
  if (at === null) return []
  const hold = deeds(place, 'hold')
  const read = hold ? epoch(round.startsAt) + hold.readAt * minute : at
  const own: Sent = { by: round.guard!, checkpoint, read, at, sent: sentAt(place, times, deeds), skew }
  const again = Array.from({ length: deeds(place, 'spam')?.times ?? 0 }, (_, n) =>
    live(own, at + (n + 1) * 20 * second),
  )
  const relay = deeds(place, 'relay')
  const copies = relay ? [{ ...own, by: relay.by, sent: own.sent + 5 * second, copyOf: own }] : []
  return [own, ...again, ...copies, ...technicians(round, place, own, deeds)]
}

const live = (tap: Sent, at: number): Sent => ({ ...tap, read: at, at, sent: at + second })

/** At once, or when the phone is back in reach. */
function sentAt(place: number, times: readonly (number | null)[], deeds: Deeds): number {
  for (let first = place; first >= 1; first--) {
    const offline = deeds(first, 'offline')
    if (offline && place <= offline.to) return times[offline.to - 1]! + offline.sync * minute
  }
  return times[place - 1]! + second
}

function technicians(round: Round, place: number, guard: Sent, deeds: Deeds): Sent[] {
  if (!round.visits[place - 1]!.roles || deeds(place, 'noTechnician')) return []
  const tap = live({ ...guard, by: 'tech' }, guard.at + 1.5 * minute)
  const offline = deeds(place, 'technicianOffline')
  return [offline ? { ...tap, sent: tap.at + offline.sync * minute } : tap]
}

/** The keys are fetched before the start and brought back after the end. */
function controls(round: Round, times: readonly (number | null)[], deeds: Deeds): Sent[] {
  const tap = { by: round.guard!, checkpoint: round.startPoint?.checkpoint ?? '', read: 0, at: 0, sent: 0, skew: 0 }
  if (!round.startPoint) return []
  const back = live(tap, times.at(-1)! + 2 * minute)
  return deeds(1, 'noStart') ? [back] : [live(tap, epoch(round.startsAt) - 2 * minute), back]
}
