// A round as a line on which length is time: where its stations stand, how far the guard is, whether contact is overdue.
import { epoch } from '#core/contracts/instant.ts'
import type { Round, Visit } from '#core/contracts/round.ts'

export type Station = Visit & { at: string | null; x: number; fromX: number; untilX: number }
export type Line = {
  stations: Station[]
  done: number
  missed: number
  /** Where the guard is drawn, 0 to 1; null before the round has begun. */
  puck: number | null
  /** The stretches that were walked: between stations that were both reached, or given up as missed. */
  walked: { from: number; to: number }[]
  /** The next station, with the instant by which it is due. */
  next: Visit | null
  /** Since when the guard was not heard, once the next station is overdue; null while all is well. */
  silentSince: number | null
}

const finished = (visit: Visit): boolean => visit.state !== 'due' && visit.state !== 'missed'

/** The line of a round at an instant. Positions run from 0 (first window opens) to 1 (last window closes). */
export function lineOf(round: Round, now: number): Line {
  const start = epoch(round.startsAt)
  const end = Math.max(start + 1, ...round.visits.map((visit) => epoch(visit.until)))
  const place = (at: number) => Math.min(1, Math.max(0, (at - start) / (end - start)))
  const stations = round.visits.map((visit) => ({
    ...visit,
    x: place((epoch(visit.from) + epoch(visit.until)) / 2),
    fromX: place(epoch(visit.from)),
    untilX: place(epoch(visit.until)),
  }))
  const lastDone = stations.findLast(finished)
  const due = stations.filter((station) => station.state === 'due')
  const next = due.find((station) => station.x > (lastDone?.x ?? -1)) ?? due[0] ?? null
  const reached = lastDone?.x ?? 0
  const walked = stations.flatMap((station, i) => {
    const before = stations[i - 1]
    const both = before && before.state !== 'due' && station.state !== 'due' && station.x <= reached
    return both ? [{ from: before.x, to: station.x }] : []
  })
  const overdue = due.some((station) => now > epoch(station.until))
  return {
    stations,
    done: stations.filter(finished).length,
    missed: stations.filter((station) => station.state === 'missed').length,
    walked,
    puck: round.state === 'under_way' ? between(reached, Math.max(reached, next?.x ?? 1), place(now)) : null,
    next,
    silentSince: overdue ? (epoch(lastDone?.at ?? null) ?? start) : null,
  }
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
