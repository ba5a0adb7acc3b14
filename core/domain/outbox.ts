// The life of a notice in the outbox: waiting → sending → sent, or another attempt, or given up. Its key never changes.
import { epoch, iso } from '../contracts/instant.ts'
import type { Notice, NoticeFault, NoticeState } from '../contracts/notice.ts'
import { refuse, type Refusal } from '../contracts/refusal.ts'

const firstWaitMs = 5000
const longestWaitMs = 600_000
/** With the waits between them, about half an hour. */
const mostAttempts = 10

/** What a provider's answer means to a notice. `after`: how long the provider wants to be left alone, ms. */
export type Outcome = { ok: true; answer: string } | (Failure & { answer: string })
type Failure = { ok: false; fault: NoticeFault; again: boolean; after?: number }

/** Goes to the provider now. */
export const begin = (notice: Notice): Notice => ({
  ...{ ...notice, state: 'sending', attempts: notice.attempts + 1, nextAt: null },
})

/** What an answer at `at` makes of it. */
export function settle(notice: Notice, outcome: Outcome, at: number): Notice {
  const { answer } = outcome
  if (outcome.ok) return { ...notice, state: 'sent', sentAt: iso(at), nextAt: null, answer, fault: null }
  const { fault, again, after = 0 } = outcome
  if (!again || notice.attempts >= mostAttempts) return { ...notice, state: 'dead', nextAt: null, answer, fault }
  const wait = Math.max(Math.min(firstWaitMs * 2 ** (notice.attempts - 1), longestWaitMs), after)
  return { ...notice, state: 'waiting', nextAt: iso(at + wait), answer, fault }
}

/** Nobody knows whether it arrived: it goes again at once, under its own key. */
export const resend = (notice: Notice, at: number): Notice => ({ ...notice, state: 'waiting', nextAt: iso(at) })

/** Its channel is off or gone. */
export const drop = (notice: Notice): Notice => ({ ...notice, state: 'dropped', nextAt: null, fault: 'channel_off' })

const retries: Record<NoticeState, 'anew' | 'now' | 'no'> = {
  ...{ waiting: 'now', sending: 'no', sent: 'no', folded: 'no', dead: 'anew', dropped: 'anew' },
}

/** A person has it tried again. Refused: `notice_left` for one that is on its way, has arrived, or left in a digest. */
export function retry(notice: Notice, at: number): Notice | Refusal {
  const how = retries[notice.state]
  if (how === 'no') return refuse('notice_left', { state: notice.state })
  if (how === 'now' && epoch(notice.nextAt)! <= at) return notice
  // Attempts are counted anew; where it may have arrived before, it stays a repeat with the same key.
  return { ...resend(notice, at), attempts: how === 'anew' ? Math.min(notice.attempts, 1) : notice.attempts }
}
