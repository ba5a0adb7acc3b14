// Who is on duty: turns of shifts on the site's calendar, with the swaps that were approved; and what a turn lacks.
import { iso } from '../contracts/instant.ts'
import type { Gap, Swap } from '../contracts/roster.ts'
import type { Need, Shift } from '../contracts/shift.ts'
import type { User } from '../contracts/user.ts'
import { dayOf, instantOf, weekdayOf } from './schedule.ts'

const day = 86_400_000
const soon = 30 * day

/** One stretch of one shift: it begins on `date` in site time. Instants in epoch ms. */
export type TurnSpan = { shift: Shift; date: string; from: number; to: number }

const dateAfter = (date: string, days: number): string => iso(Date.parse(`${date}T00:00:00Z`) + days * day).slice(0, 10)

/** The turn of a shift that begins on a day; null when it does not hold then. Equal start and end mean 24 hours. */
export function turnOn(shift: Shift, date: string, timezone: string): TurnSpan | null {
  if (!shift.days.includes(weekdayOf(Date.parse(`${date}T00:00:00Z`)))) return null
  const ends = shift.end <= shift.start ? dateAfter(date, 1) : date
  return { shift, date, from: instantOf(date, shift.start, timezone), to: instantOf(ends, shift.end, timezone) }
}

/** Turns that touch [from, to), the earliest first. */
export function turnsBetween(shifts: readonly Shift[], timezone: string, from: number, to: number): TurnSpan[] {
  const turns: TurnSpan[] = []
  const last = dayOf(Math.max(from, to - 1), timezone)
  for (let date = dateAfter(dayOf(from, timezone), -1); date <= last; date = dateAfter(date, 1))
    for (const shift of shifts) {
      const turn = turnOn(shift, date, timezone)
      if (turn && turn.from < to && turn.to > from) turns.push(turn)
    }
  return turns.sort((a, b) => a.from - b.from || (a.shift.id < b.shift.id ? -1 : 1))
}

const approved = (swaps: readonly Swap[], { shift, date }: TurnSpan): Swap[] =>
  swaps.filter((swap) => swap.state === 'approved' && swap.shift === shift.id && swap.date === date)

/** Who keeps a turn, and in whose place. */
export function keepers(turn: TurnSpan, swaps: readonly Swap[]): { user: string; for: string | null }[] {
  let people = turn.shift.people.map((user): { user: string; for: string | null } => ({ user, for: null }))
  for (const { from, to } of approved(swaps, turn))
    people = people.map((each) => (each.user === from ? { user: to, for: each.for ?? from } : each))
  return people.filter(({ user }, n) => people.findIndex((each) => each.user === user) === n)
}

export type RosterFacts = {
  timezone: string
  /** Shifts, swaps and open duties of the site. */
  shifts: readonly Shift[]
  swaps: readonly Swap[]
  onPost: ReadonlySet<string>
}

/** User names of all who are on duty at an instant: by the roster, or because they are on post. */
export function onDutyAt({ timezone, shifts, swaps, onPost }: RosterFacts, at: number): Set<string> {
  const turns = turnsBetween(shifts, timezone, at, at + 1)
  return new Set([...turns.flatMap((turn) => keepers(turn, swaps).map(({ user }) => user)), ...onPost])
}

/** Whether a person has a skill whose certificate, if one is kept, has not run out; the last day counts whole (UTC). */
export const hasSkill = ({ skills }: Pick<User, 'skills'>, skill: string, at: number): boolean =>
  skills.some(({ id, expiresAt }) => id === skill && (expiresAt === undefined || iso(at).slice(0, 10) <= expiresAt))

const gap = (what: Gap['what'], more: Partial<Gap> = {}): Gap => ({
  ...{ what, need: null, user: null, skill: null, on: null, missing: 0 },
  ...more,
})

/** What a turn lacks: people, skills, certificates that are valid until 30 days after it. */
export function gapsOf(turn: TurnSpan, swaps: readonly Swap[], users: readonly User[]): Gap[] {
  const kept = new Set(keepers(turn, swaps).map(({ user }) => user))
  const people = users.filter(({ username, enabled }) => enabled && kept.has(username))
  if (people.length === 0) return [gap('nobody', { missing: 1 })]
  const asked = swaps.filter(
    (swap) => swap.state === 'asked' && swap.shift === turn.shift.id && swap.date === turn.date,
  )
  return [
    ...turn.shift.needs.flatMap((need) => unmet(need, people, turn.from)),
    ...people.flatMap((person) => running(person, turn)),
    ...asked.map(({ from }) => gap('swap_open', { user: from })),
  ]
}

function unmet(need: Need, people: readonly User[], at: number): Gap[] {
  const { role, skill } = need
  const there = people.filter((person) => person.role === role)
  const able = skill === undefined ? there : there.filter((person) => hasSkill(person, skill, at))
  if (able.length >= need.people) return []
  const what = there.length >= need.people ? 'no_skill' : 'too_few'
  return [gap(what, { need, skill: skill ?? null, missing: need.people - able.length })]
}

function running({ username, skills }: User, turn: TurnSpan): Gap[] {
  const today = iso(turn.from).slice(0, 10)
  const limit = iso(turn.from + soon).slice(0, 10)
  return skills.flatMap(({ id, expiresAt: on }) => {
    if (on === undefined || on > limit) return []
    return [gap(on < today ? 'expired' : 'expires', { user: username, skill: id, on })]
  })
}
