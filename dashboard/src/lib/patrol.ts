// A round as a line on which length is time: where its stations stand, how far the guard is, where it stood still.
import { epoch } from '#core/contracts/instant.ts'
import type { Round, Visit } from '#core/contracts/round.ts'

export type Station = Visit & { index: number; at: string | null; x: number; fromX: number; untilX: number }
/** A stretch of the line, both ends 0 to 1. */
export type Stretch = { from: number; to: number }
export type Line = {
  stations: Station[]
  done: number
  missed: number
  /** Where the guard is drawn, 0 to 1; null before the round has begun. */
  puck: number | null
  /** Where the present stands, 0 to 1; null when the round is not under way. */
  now: number | null
  /** The stretches that were walked: between stations that were both reached, or given up as missed. */
  walked: Stretch[]
  /** Where the clocks of the round stood still. */
  pauses: Stretch[]
  /** The next station, with the instant by which it is due. */
  next: Visit | null
}

/** Whether somebody was there. */
export const isVisited = (visit: Pick<Visit, 'state'>): boolean => visit.state !== 'due' && visit.state !== 'missed'

/** The line of a round at an instant. Positions run from 0 (first window opens) to 1 (last window closes). */
export function lineOf(round: Round, now: number): Line {
  const start = epoch(round.startsAt)
  const end = Math.max(start + 1, ...round.visits.map((visit) => epoch(visit.until)))
  const place = (at: number) => Math.min(1, Math.max(0, (at - start) / (end - start)))
  const stations = placed(round, place)
  const lastDone = stations
    .filter(isVisited)
    .toSorted((a, b) => a.x - b.x)
    .at(-1)
  const due = stations.filter((station) => station.state === 'due')
  const next = due.find((station) => station.x > (lastDone?.x ?? -1)) ?? due[0] ?? null
  const reached = lastDone?.x ?? 0
  const isWalking = round.state === 'under_way'
  return {
    stations,
    done: stations.filter(isVisited).length,
    missed: stations.filter((station) => station.state === 'missed').length,
    walked: walkedOf(stations, reached),
    pauses: round.pauses.map(({ from, until }) => ({ from: place(epoch(from)), to: place(epoch(until) ?? now) })),
    puck: isWalking ? between(reached, Math.max(reached, next?.x ?? 1), place(now)) : null,
    now: isWalking && now >= start && now <= end ? place(now) : null,
    next,
  }
}

/** A station stands in the middle of its window; those that share one (any order) stand evenly in it. */
function placed(round: Round, place: (at: number) => number): Station[] {
  const windowOf = (visit: Visit) => `${visit.from}/${visit.until}`
  const sharing = Map.groupBy(round.visits, windowOf)
  return round.visits.map((visit, index) => {
    const same = sharing.get(windowOf(visit)) ?? [visit]
    const [fromX, untilX] = [place(epoch(visit.from)), place(epoch(visit.until))]
    const x = fromX + ((untilX - fromX) * (walkOrder(same).indexOf(visit) + 0.5)) / same.length
    return { ...visit, index, x, fromX, untilX }
  })
}

/** Visited ones first, in the order in which they were walked; the others as the route has them. */
const walkOrder = (visits: readonly Visit[]): Visit[] =>
  visits.toSorted((a, b) => (epoch(a.at) ?? Infinity) - (epoch(b.at) ?? Infinity) || 0)

function walkedOf(stations: readonly Station[], reached: number): Stretch[] {
  const inPlace = stations.toSorted((a, b) => a.x - b.x)
  return inPlace.flatMap((station, i) => {
    const before = inPlace[i - 1]
    const both = before && before.state !== 'due' && station.state !== 'due' && station.x <= reached
    return both ? [{ from: before.x, to: station.x }] : []
  })
}

/** The guard is somewhere between the last station and the next, never drawn on one that he has not reached. */
const between = (from: number, to: number, now: number): number =>
  from + (to - from) * Math.min(0.85, Math.max(0.2, to > from ? (now - from) / (to - from) : 0))

/** The rounds worth a line: under way first, troubled ones before others, then the one that starts next. */
export function roundsToShow(rounds: readonly Round[], now: number, limit: number): Round[] {
  const open = rounds.filter(
    (round) => round.state === 'under_way' || (round.state === 'scheduled' && epoch(round.startsAt) > now),
  )
  const rank = (round: Round) => (round.state === 'under_way' ? 0 : 1)
  const missed = (round: Round) => round.visits.filter((visit) => visit.state === 'missed').length
  return open
    .toSorted((a, b) => rank(a) - rank(b) || missed(b) - missed(a) || epoch(a.startsAt) - epoch(b.startsAt))
    .slice(0, limit)
}

export type Sighting = { guard: string; checkpoint: string; at: number }

/** Where each guard on a round last proved to be, the latest first: whom to send. */
export function sightings(rounds: readonly Round[]): Sighting[] {
  return rounds
    .filter((round) => round.state === 'under_way')
    .flatMap((round) => {
      const seen = round.visits
        .filter((visit) => visit.at !== null)
        .toSorted((a, b) => epoch(b.at ?? '') - epoch(a.at ?? ''))[0]
      const guard = seen?.by ?? round.guard
      return seen && guard ? [{ guard, checkpoint: seen.checkpoint, at: epoch(seen.at ?? '') }] : []
    })
    .toSorted((a, b) => b.at - a.at)
}
