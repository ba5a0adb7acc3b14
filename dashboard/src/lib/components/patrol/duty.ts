// Who can be called and sent now: on post by his own clocking in, else by the roster or by the round he walks. Pure.
import type { Duty } from '#core/contracts/duty.ts'
import { epoch } from '#core/contracts/instant.ts'
import type { Round } from '#core/contracts/round.ts'
import type { Tap } from '#core/contracts/tap.ts'

export type OnDuty = { user: string; how: 'on_post' | 'on_round' | 'on_roster'; since: string | null }
export type Seen = { checkpoint: string; at: number }

/** Each person once, in the order of how sure it is that he is there. `roster`: user names of the shifts that hold. */
export function onDuty(duties: readonly Duty[], rounds: readonly Round[], roster: readonly string[]): OnDuty[] {
  const walking = rounds.filter((round) => round.state === 'under_way' && round.guard !== null)
  const all: OnDuty[] = [
    ...duties.map(({ user, startedAt }): OnDuty => ({ user, how: 'on_post', since: startedAt })),
    ...walking.map(({ guard, startedAt }): OnDuty => ({ user: guard ?? '', how: 'on_round', since: startedAt })),
    ...roster.map((user): OnDuty => ({ user, how: 'on_roster', since: null })),
  ]
  return all.filter((one, i) => all.findIndex((other) => other.user === one.user) === i)
}

/** Where somebody last proved to be: by his taps, and by the visits of rounds for a screen that sees no taps. */
export function lastSeen(user: string, taps: Iterable<Tap>, rounds: readonly Round[]): Seen | null {
  const tapped = [...taps].filter((tap) => tap.by === user && tap.status === 'accepted' && tap.checkpoint !== null)
  const visits = rounds.flatMap((round) => round.visits).filter((visit) => visit.by === user && visit.at !== null)
  const seen = [...tapped, ...visits].map(({ checkpoint, at }) => ({
    checkpoint: checkpoint ?? '',
    at: epoch(at ?? ''),
  }))
  return seen.toSorted((a, b) => b.at - a.at)[0] ?? null
}
