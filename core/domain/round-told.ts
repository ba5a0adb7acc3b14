// What is told of a round when it changes: always the whole round, in its new form.
import { iso } from '../contracts/instant.ts'
import type { NewHappening } from '../contracts/live.ts'
import type { Round } from '../contracts/round.ts'
import type { Decision } from './decision.ts'

export type RoundTold =
  | 'planned'
  | 'started'
  | 'visited'
  /** One of two roles was there; the other is awaited. */
  | 'half_visited'
  /** A second tap proves that the guard stayed as long as is asked. */
  | 'stayed'
  | 'control'
  /** The answers to a stop's checks came after its tap. */
  | 'checked'
  /** The tap of a stop proves more or less than was known. */
  | 'regraded'
  | 'corrected'
  | 'missed'
  | 'paused'
  | 'resumed'
  | 'lost'
  | 'heard'
  | 'completed'
  | 'incomplete'

const tell = (round: Round, what: RoundTold, at: number, by: string | null): NewHappening => ({
  type: `round.${what}`,
  at: iso(at),
  site: round.site,
  by,
  id: round.id,
  data: round,
})

export const unchanged = (round: Round): Decision<Round> => ({ next: round, happenings: [] })

/** The new form of a round, and what is told of it. `by` is a user name, or null for the product itself. */
export const decide = (
  next: Round,
  told: readonly RoundTold[],
  at: number,
  by: string | null = null,
): Decision<Round> => ({
  next,
  happenings: told.map((what) => tell(next, what, at, by)),
})
