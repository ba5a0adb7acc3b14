// A swap (换班): one person stands in for another for one turn of a shift. It is asked for, then approved or declined.
import { iso } from '../contracts/instant.ts'
import type { Swap } from '../contracts/roster.ts'
import { refuse, type Refusal } from '../contracts/refusal.ts'
import type { Shift } from '../contracts/shift.ts'
import { keepers, turnOn } from './roster.ts'

export type SwapAsked = { id: string; shift: Shift; date: string; from: string; to: string; reason: string; by: string }

/** Asks for a swap. Refused: `swap_not_on_turn` (`from` is not on it, or `to` is already), `swap_begun`. */
export function askSwap(asked: SwapAsked, swaps: readonly Swap[], timezone: string, at: number): Swap | Refusal {
  const { shift, by, ...rest } = asked
  const turn = turnOn(shift, asked.date, timezone)
  const people = turn === null ? [] : keepers(turn, swaps).map(({ user }) => user)
  if (turn === null || !people.includes(asked.from) || people.includes(asked.to))
    return refuse('swap_not_on_turn', { user: people.includes(asked.from) ? asked.to : asked.from })
  if (at >= turn.from) return refuse('swap_begun')
  return {
    ...{ ...rest, site: shift.site, shift: shift.id, state: 'asked', askedBy: by, askedAt: iso(at) },
    ...{ decidedBy: null, decidedAt: null, version: 1 },
  }
}

/**
 * Approves or declines. Saying the same twice changes nothing. Refused: `swap_decided` (the other way), `swap_begun` and
 * `swap_not_on_turn` when the roster has changed since it was asked.
 */
export function decideSwap(
  swap: Swap,
  state: 'approved' | 'declined',
  facts: { shift: Shift; swaps: readonly Swap[]; timezone: string; by: string; at: number },
): Swap | Refusal {
  if (swap.state === state) return swap
  if (swap.state !== 'asked') return refuse('swap_decided')
  const { shift, swaps, timezone, by, at } = facts
  const { id, date, from, to, reason } = swap
  const still = state === 'approved' ? askSwap({ id, shift, date, from, to, reason, by }, swaps, timezone, at) : swap
  if ('refused' in still) return still
  return { ...swap, state, decidedBy: by, decidedAt: iso(at), version: swap.version + 1 }
}
