// What the visits of a round say of the walk between them: out of order, legs shorter or longer than the route allows,
// stays shorter than asked. Worked out anew from all visits whenever one of them changes. Evidence, never a verdict.
import { epoch } from '../contracts/instant.ts'
import type { Round, Visit } from '../contracts/round.ts'
import { pausedWithin } from './round-pause.ts'

const minute = 60_000
type Flag = Visit['flags'][number]

const atOf = (visit: Visit): number | null => epoch(visit.at)
const leftOf = (visit: Visit): number | null => epoch(visit.leftAt ?? visit.at)

/** The visits of a round with their marks of order and their flags as they follow from all of them. */
export function markWalk(round: Round): Visit[] {
  return round.visits.map((visit, place) => {
    const outOfOrder = round.order !== 'any' && isOutOfOrder(round.visits, place)
    const flags = [...legFlags(round, visit, cameFrom(round, place)), ...dwellFlags(round, visit)]
    const same = outOfOrder === visit.outOfOrder && flags.join() === visit.flags.join()
    return same ? visit : { ...visit, outOfOrder, flags }
  })
}

/** A stop is out of order when one that comes later on the route was visited before it. */
const isOutOfOrder = (visits: readonly Visit[], place: number): boolean => {
  const at = atOf(visits[place]!)
  return at !== null && visits.slice(place + 1).some((later) => (atOf(later) ?? Infinity) < at)
}

/** When the guard left the stop before this one; null when that is not known. */
function cameFrom(round: Round, place: number): number | null {
  const at = atOf(round.visits[place]!)
  if (at === null) return null
  if (round.order !== 'any') return place === 0 ? epoch(round.startPoint?.at ?? null) : leftOf(round.visits[place - 1]!)
  const before = [epoch(round.startPoint?.at ?? null), ...round.visits.map(leftOf)]
  const times = before.filter((time) => time !== null && time < at) as number[]
  return times.length > 0 ? Math.max(...times) : null
}

function legFlags(round: Round, { leg, at }: Visit, from: number | null): Flag[] {
  const to = epoch(at)
  if (!leg || to === null || from === null || from > to) return []
  const minutes = (to - from - pausedWithin(round, from, to)) / minute
  if (minutes < leg.min) return ['leg_short']
  return leg.max !== null && minutes > leg.max ? ['leg_long'] : []
}

/** Too short is what the person's own next tap on this round proves to be. */
function dwellFlags(round: Round, visit: Visit): Flag[] {
  const at = atOf(visit)
  if (visit.dwellSeconds === 0 || at === null) return []
  const others = round.visits.filter((other) => other !== visit && other.by === visit.by)
  const next = [...others.map(atOf), epoch(round.endPoint?.at ?? null)].filter((time) => time !== null && time > at)
  return next.length > 0 && Math.min(...(next as number[])) - at < visit.dwellSeconds * 1000 ? ['dwell_short'] : []
}
