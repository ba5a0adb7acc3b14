// A person's stay on post: one at a time. What comes late from a phone without a network is judged by when it was done.
import type { Duty } from '../contracts/duty.ts'
import { epoch, iso } from '../contracts/instant.ts'
import type { NewHappening } from '../contracts/live.ts'
import { refuse } from '../contracts/refusal.ts'
import type { Shift } from '../contracts/shift.ts'
import type { Decided, Decision } from './decision.ts'
import { dutyAt } from './schedule.ts'

/** Nobody stays on post so long: what is still open then was forgotten. */
const longest = 18 * 3_600_000
/** Whoever comes so long before the own shift comes for it. */
const early = 3_600_000

type What = 'started' | 'ended' | 'corrected'

const tell = (duty: Duty, what: What, by: string | null, at: number): NewHappening => ({
  ...{ type: `duty.${what}`, at: iso(at), site: duty.site, by, id: duty.id, data: duty },
})
const unchanged = (duty: Duty): Decision<Duty> => ({ next: duty, happenings: [] })

export type DutyStart = {
  id: string
  site: string
  user: string
  shift: string | null
  /** When it was done by the corrected clock of the phone, and when the server heard of it; epoch ms. */
  at: number
  receivedAt: number
}

/** Clocks in. Somebody who is on post already stays on the same duty. */
export function startDuty(open: Duty | null, { id, site, user, shift, at, receivedAt }: DutyStart): Decision<Duty> {
  if (open) return unchanged(open)
  const began = { startedAt: iso(at), startReceivedAt: iso(receivedAt) }
  const duty: Duty = {
    ...{ id, site, user, shift, ...began, endedAt: null, endReceivedAt: null, endedBy: null, unfinished: [] },
    version: 1,
  }
  return { next: duty, happenings: [tell(duty, 'started', user, receivedAt)] }
}

export type DutyEnd = {
  at: number
  receivedAt: number
  by: string
  /** Rounds of this person that are under way. */
  unfinished: string[]
}

/**
 * Clocks out. A person's own word corrects an end that only the product had set. Refused: `duty_end_before_start`.
 */
export function endDuty(duty: Duty, { at, receivedAt, by, unfinished }: DutyEnd): Decided<Duty> {
  if (duty.endedAt !== null && duty.endedBy !== null) return unchanged(duty)
  if (at < epoch(duty.startedAt)) return refuse('duty_end_before_start')
  const end = { endedAt: iso(at), endReceivedAt: iso(receivedAt), endedBy: by }
  const forgotten = duty.endedAt !== null
  const next = { ...duty, ...end, unfinished: forgotten ? duty.unfinished : unfinished, version: duty.version + 1 }
  return { next, happenings: [tell(next, forgotten ? 'corrected' : 'ended', by, receivedAt)] }
}

/** A duty that nobody ended is over after 18 hours; nobody is on post longer. */
export function expireDuty(duty: Duty, at: number): Decision<Duty> {
  const until = epoch(duty.startedAt) + longest
  if (duty.endedAt !== null || at < until) return unchanged(duty)
  const next = { ...duty, endedAt: iso(until), endReceivedAt: iso(at), version: duty.version + 1 }
  return { next, happenings: [tell(next, 'ended', null, at)] }
}

/** Open duties that began before this are forgotten ones. */
export const forgottenBefore = (at: number): number => at - longest

/** The shift that somebody comes for: the own one that holds or begins within the hour, else any that holds. */
export function shiftFor(shifts: readonly Shift[], timezone: string, user: string, at: number): string | null {
  const own = shifts.filter(({ people }) => people.includes(user))
  const held = [dutyAt(own, timezone, at), dutyAt(own, timezone, at + early), dutyAt(shifts, timezone, at)]
  return held.flat()[0]?.shift.id ?? null
}
