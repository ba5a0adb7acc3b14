// The round as the phone sees it: the sheet's rounds with the phone's own taps walked over them, by the very decisions
// that the server takes. What the server says later wins.
import { epoch } from '#core/contracts/instant.ts'
import type { PatrolRole, Round, Visit } from '#core/contracts/round.ts'
import type { Sheet, SheetPoint } from '#core/contracts/sheet.ts'
import { visit } from '#core/domain/round.ts'
import { attribute } from '#core/domain/round-attribute.ts'
import { asOf } from '#core/domain/round-pause.ts'

/** A tap of this phone: where, when (epoch ms, corrected), and whether the server has it. */
export type OwnTap = { id: string; checkpoint: string; at: number; sent: boolean }

/** `now`: the next one. `overdue`: past its time, and not yet missed by the server's deadline. */
export type StopState = 'done' | 'now' | 'due' | 'overdue' | 'missed'
export type Stop = {
  point: SheetPoint | null
  visit: Visit
  state: StopState
  /** Whether the server has the tap. */
  sent: boolean
}

/** The rounds with the phone's own taps in them; `role` counts at two-role checkpoints. */
export function walked(sheet: Sheet, taps: readonly OwnTap[], role: PatrolRole | null): Round[] {
  return taps.reduce<Round[]>((rounds, { id, checkpoint, at }) => {
    const tap = { id, at, by: sheet.user, role, receivedAt: at }
    const round = attribute(rounds, tap, checkpoint)
    if (!round) return rounds
    const { next } = visit(round, tap, checkpoint).decision
    return rounds.map((each) => (each === round ? next : each))
  }, sheet.rounds)
}

const rank = { under_way: 0, scheduled: 1, incomplete: 2, complete: 2 } as const

/** The round that this guard is on, or the next one; null when there is none. */
export function currentRound(rounds: readonly Round[], user: string): Round | null {
  const mine = rounds.filter((round) => rank[round.state] < 2 && (round.guard === null || round.guard === user))
  const order = (a: Round, b: Round) =>
    rank[a.state] - rank[b.state] ||
    Number(a.guard === null) - Number(b.guard === null) ||
    epoch(a.startsAt) - epoch(b.startsAt)
  return mine.toSorted(order)[0] ?? null
}

/** The next stop to walk to: the order of the route where it counts, else the nearest deadline. */
function nextVisit(round: Round): Visit | null {
  const due = round.visits.filter((each) => each.state === 'due')
  if (round.order !== 'any') return due[0] ?? null
  return due.toSorted((a, b) => epoch(a.deadline) - epoch(b.deadline))[0] ?? null
}

/** Every stop of a round with what the guard should know of it; while it stands still its times move on. */
export function stopsOf(given: Round, sheet: Sheet, taps: readonly OwnTap[], at: number): Stop[] {
  const round = asOf(given, at)
  const points = new Map(sheet.points.map((point) => [point.id, point]))
  const unsent = new Set(taps.filter((tap) => !tap.sent).map(({ id }) => id))
  const next = nextVisit(round)
  return round.visits.map((each) => ({
    point: points.get(each.checkpoint) ?? null,
    visit: each,
    state: stateOf(each, next, at),
    sent: each.tap === null || !unsent.has(each.tap),
  }))
}

function stateOf(each: Visit, next: Visit | null, at: number): StopState {
  if (each.state === 'missed') return 'missed'
  if (each.state !== 'due') return 'done'
  if (each === next) return 'now'
  return at > epoch(each.until) ? 'overdue' : 'due'
}

const sameWithin = 60_000

/** Whether a place was tapped less than a minute ago: the same tap. */
export const isRepeat = (earlier: readonly { key: string; at: number }[], key: string, at: number): boolean =>
  earlier.some((tap) => tap.key === key && at - tap.at >= 0 && at - tap.at < sameWithin)
