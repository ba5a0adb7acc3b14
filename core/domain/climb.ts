// Climbing a ladder: who is told when, until somebody takes it. Pure: time, people and channels are handed in. A climb
// that is not stopped always has a next instant, or has come to its last step, the operator's own telephone.
import { epoch, iso, milliseconds } from '../contracts/instant.ts'
import type { Climb, ClimbEntry, Ladder, LadderStep, Phoned } from '../contracts/ladder.ts'
import type { NewHappening } from '../contracts/live.ts'
import { refuse } from '../contracts/refusal.ts'
import type { Reach, Sending } from './audience.ts'
import type { Decided, Decision } from './decision.ts'
import type { Hold } from './lapse.ts'
import { localOf, weekdayOf } from './schedule.ts'

/** So many entries of a climb are kept; what goes on chattering does not grow for ever. */
const logKept = 200

export type LadderSubject = { site: string } & ({ priority: number } | { type: string })

/** The ladder that serves an incident or a ticket: the site's own before one of all sites. Null when there is none. */
export function ladderFor(ladders: readonly Ladder[], subject: LadderSubject): Ladder | null {
  const fits = ladders.filter(
    ({ enabled, site, priorities, tickets }) =>
      enabled &&
      (site === null || site === subject.site) &&
      ('type' in subject ? tickets.includes(subject.type) : priorities.some((each) => each === subject.priority)),
  )
  return fits.find(({ site }) => site !== null) ?? fits[0] ?? null
}

/** What a step finds when its time comes. */
export type Ground = {
  timezone: string
  /** Incidents of the site that are open and not taken, this one included. */
  waiting: number
  reach(step: LadderStep, telling: number): Reach
  /** The names by which a message will be known. */
  noticeId(key: string): string
}
/** A message that must leave: the key is its own for ever. `telling` counts the instants of telling from 1 over a run. */
export type Send = Sending & { key: string; telling: number }
export type Climbed = { next: Climb; sends: Send[]; happenings: NewHappening[] }

const told = (climb: Climb, what: string, by: string | null, at: number): NewHappening => ({
  ...{ type: `climb.${what}`, at: iso(at), site: climb.site, by, id: climb.id, data: climb },
})

const entry = (step: number, what: ClimbEntry['what'], at: number, more: Partial<ClimbEntry> = {}): ClimbEntry => ({
  ...{ at: iso(at), step, what, to: null, channel: null, notice: null, by: null, answered: null, note: null },
  ...more,
})

const noted = (climb: Climb, set: Partial<Climb>, ...entries: ClimbEntry[]): Climb => ({
  ...{ ...climb, ...set },
  log: [...climb.log, ...entries].slice(-logKept),
})

/** When a climb has something to do next, epoch ms. */
function dueOf({ steps, next, repeated, takenAt, toldAt }: Climb): number | null {
  const [upcoming, present] = [steps[next], steps[next - 1]]
  if (!upcoming) return null
  const stepAt = epoch(takenAt) + milliseconds(upcoming.after)
  const again = present?.repeat && repeated < present.repeat.times ? present.repeat : null
  return again ? Math.min(stepAt, epoch(toldAt ?? takenAt) + milliseconds(again.every)) : stepAt
}

const timed = (climb: Climb): Climb => {
  const due = climb.state === 'climbing' ? dueOf(climb) : null
  return { ...climb, nextAt: due === null ? null : iso(due) }
}

export type ClimbFacts = { id: string; site: string; of: Climb['of']; ladder: Ladder; at: number }

/** What is told of a climb that has begun and has no step due yet. */
export const begun = (climb: Climb, by: string | null, at: number): NewHappening =>
  told(climb, climb.run === 1 ? 'started' : 'resumed', by, at)

/** Begins at the first step, which may be due at once. */
export const beginClimb = ({ id, site, of, ladder, at }: ClimbFacts): Climb =>
  timed({
    ...{ id, ladder: ladder.id, site, of, steps: ladder.steps, startedAt: iso(at), nextAt: null, log: [] },
    ...{ next: 0, repeated: 0, takenAt: iso(at), toldAt: null, run: 1, tellings: 0 },
    ...{ resumeAfter: ladder.resumeAfter, resumeAt: null },
    ...{ state: 'climbing', stopped: null, version: 1 },
  })

/** Begins anew at the first step: what had stopped it has lapsed, or somebody else is meant now (`why`). */
export function resumeClimb(climb: Climb, why: string, by: string | null, at: number): Climb {
  const afresh = { next: 0, repeated: 0, takenAt: iso(at), toldAt: null, run: climb.run + 1, tellings: 0 }
  const set = { ...afresh, state: 'climbing' as const, stopped: null, resumeAt: null, version: climb.version + 1 }
  return timed(noted(climb, set, entry(0, 'resumed', at, { by, note: why })))
}

/**
 * Somebody has taken it, or it is over (`why`). `hold`: it was taken, and begins anew when nothing is done for the ladder's
 * own time; told of each deed, it waits that long again.
 */
export function stopClimb(
  climb: Climb,
  why: string,
  by: string | null,
  at: number,
  hold: Hold | null = null,
): Decision<Climb> {
  const resumeAt = resumesAt(climb, hold, at)
  if (climb.state === 'stopped') return putOff(climb, resumeAt, by, at)
  const set = { state: 'stopped' as const, stopped: why, nextAt: null, resumeAt, version: climb.version + 1 }
  const next = noted(climb, set, entry(Math.max(0, climb.next - 1), 'stopped', at, { by, note: why }))
  return { next, happenings: [told(next, 'stopped', by, at)] }
}

function putOff(climb: Climb, resumeAt: string | null, by: string | null, at: number): Decision<Climb> {
  if (climb.resumeAt === resumeAt) return { next: climb, happenings: [] }
  const next = { ...climb, resumeAt, version: climb.version + 1 }
  return { next, happenings: [told(next, 'put_off', by, at)] }
}

function resumesAt({ resumeAfter, resumeAt }: Climb, hold: Hold | null, at: number): string | null {
  if (resumeAfter === null || hold === null) return null
  const idle = hold.deed || resumeAt === null ? at + milliseconds(resumeAfter) : epoch(resumeAt)
  return iso(Math.max(idle, hold.notBefore ?? 0))
}

/**
 * Time has come to `at`: takes every step that is due. After a gap (a restart) the steps that were missed are taken at
 * once, and a step is repeated once however many of its repeats were missed.
 */
export function tickClimb(climb: Climb, at: number, ground: Ground): Climbed {
  let next = climb
  const sends: Send[] = []
  for (let due = dueOf(next); next.state === 'climbing' && due !== null && due <= at; due = dueOf(next)) {
    const stepAt = epoch(next.takenAt) + milliseconds(next.steps[next.next]!.after)
    const done = stepAt <= at ? takeStep(next, stepAt, at, ground) : repeatStep(next, at, ground)
    next = done.next
    for (const send of done.sends) if (!sends.some(({ key }) => key === send.key)) sends.push(send)
  }
  if (next === climb) return { next, sends, happenings: [] }
  next = timed({ ...next, version: climb.version + 1 })
  return { next, sends, happenings: [told(next, next.state === 'done' ? 'done' : 'climbed', null, at)] }
}

type Taken = { next: Climb; sends: Send[] }

function takeStep(climb: Climb, stepAt: number, at: number, ground: Ground): Taken {
  const [n, step] = [climb.next, climb.steps[climb.next]!]
  const last = n === climb.steps.length - 1
  const set = { next: n + 1, repeated: 0, takenAt: iso(stepAt), toldAt: null }
  const moved = { ...climb, ...set, state: last ? ('done' as const) : climb.state }
  const why = last ? null : passedOver(step, at, ground)
  if (why !== null) {
    const repeated = step.repeat?.times ?? 0
    return { next: noted({ ...moved, repeated }, {}, entry(n, 'passed_over', at, { note: why })), sends: [] }
  }
  return step.does === 'phone' ? phoneStep(moved, n, at, ground) : tell(moved, n, at, ground)
}

function repeatStep(climb: Climb, at: number, ground: Ground): Taken {
  return tell({ ...climb, repeated: climb.repeated + 1 }, climb.next - 1, at, ground)
}

/** Why a step does nothing at this instant; null when it does. The last step is never passed over. */
export function passedOver(step: LadderStep, at: number, { timezone, waiting }: Pick<Ground, 'timezone' | 'waiting'>) {
  if (step.window && !isWithin(step.window, localOf(at, timezone))) return 'outside_hours' as const
  return step.onlyIfMoreThan !== null && waiting <= step.onlyIfMoreThan ? ('not_enough_open' as const) : null
}

/** Hours that cross midnight belong to the day on which they begin; equal start and end mean the whole day. */
function isWithin({ start, end, days }: NonNullable<LadderStep['window']>, local: number): boolean {
  const time = new Date(local).toISOString().slice(11, 16)
  const today = weekdayOf(local)
  if (start < end) return days.includes(today) && time >= start && time < end
  const yesterday = today === 1 ? 7 : today - 1
  return (days.includes(today) && time >= start) || (days.includes(yesterday) && time < end)
}

function phoneStep(climb: Climb, step: number, at: number, ground: Ground): Taken {
  const { told: none, unreached } = ground.reach(climb.steps[step]!, 1)
  const people = [...none.flatMap(({ to }) => to ?? []), ...unreached]
  const unique = [...new Map(people.map((user) => [user.username, user])).values()].filter(
    ({ phone }) => phone !== null,
  )
  if (unique.length === 0) return { next: noted(climb, {}, entry(step, 'nobody', at, { note: 'no_phone' })), sends: [] }
  return {
    next: noted(climb, {}, ...unique.map(({ username }) => entry(step, 'phone', at, { to: username }))),
    sends: [],
  }
}

function tell(climb: Climb, step: number, at: number, ground: Ground): Taken {
  // Steps of one instant are one telling: nobody gets the same words twice.
  const now = climb.log.findLast(({ what }) => what === 'told')?.at === iso(at) && climb.tellings > 0
  const telling = climb.tellings + (now ? 0 : 1)
  const { told: reached, unreached } = ground.reach(climb.steps[step]!, climb.repeated + 1)
  const sends = reached.map((sending): Send => {
    const to = sending.to?.username ?? ''
    return { ...sending, telling, key: [climb.id, climb.run, telling, sending.channel.id, to].join('/') }
  })
  const entries = sends.map(({ to, channel, key }) =>
    entry(step, 'told', at, { to: to?.username ?? null, channel: channel.id, notice: ground.noticeId(key) }),
  )
  const missed = unreached.map(({ username }) => entry(step, 'nobody', at, { to: username, note: 'no_channel' }))
  const empty = entries.length + missed.length === 0 ? [entry(step, 'nobody', at, { note: 'nobody' })] : []
  const set = { toldAt: iso(at), tellings: sends.length > 0 ? telling : climb.tellings }
  return { next: noted(climb, set, ...entries, ...missed, ...empty), sends }
}

/** The operator ticks a call. Refused: `climb_no_phone` (that step is none, or has not come yet). */
export function tickCall(climb: Climb, phoned: Phoned, by: string, at: number): Decided<Climb> {
  const { step, user = null, answered, note = null } = phoned
  if (climb.steps[step]?.does !== 'phone' || step >= climb.next) return refuse('climb_no_phone')
  const made = entry(step, 'phoned', at, { to: user, by, answered, note })
  const next = noted(climb, { version: climb.version + 1 }, made)
  return { next, happenings: [told(next, 'phoned', by, at)] }
}
