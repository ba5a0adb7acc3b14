// A call to a guard that wants an answer in time. The server's deadline decides; what comes later is kept and says so.
import type { Call } from '../contracts/call.ts'
import { epoch, iso } from '../contracts/instant.ts'
import type { NewHappening } from '../contracts/live.ts'
import { refuse } from '../contracts/refusal.ts'
import type { Tap } from '../contracts/tap.ts'
import type { Decided, Decision } from './decision.ts'

type What = 'made' | 'answered' | 'answered_late' | 'unanswered' | 'cancelled'

const tell = (call: Call, what: What, by: string | null, at: number): NewHappening => ({
  ...{ type: `call.${what}`, at: iso(at), site: call.site, by, id: call.id, data: call },
})
const unchanged = (call: Call): Decision<Call> => ({ next: call, happenings: [] })

function move(call: Call, state: Exclude<What, 'made'>, set: Partial<Call>, by: string | null, at: number) {
  const next: Call = { ...call, ...set, state, version: call.version + 1 }
  return { next, happenings: [tell(next, state, by, at)] }
}

export type CallFacts = Pick<Call, 'id' | 'site' | 'type' | 'user' | 'checkpoint' | 'by' | 'reason'> & {
  at: number
  dueAt: number
}

/** Calls a guard. */
export function makeCall({ at, dueAt, ...facts }: CallFacts): Decision<Call> {
  const times = { at: iso(at), dueAt: iso(dueAt) }
  const call: Call = { ...facts, ...times, state: 'waiting', answeredAt: null, tap: null, version: 1 }
  return { next: call, happenings: [tell(call, 'made', call.by, at)] }
}

export type CallAnswer = {
  by: string
  /** When it was given by the corrected clock of the phone, and when the server had it; epoch ms. */
  at: number
  receivedAt: number
  /** The tap that is the answer. */
  tap: string | null
}

/**
 * An answer. In time is what the server had before the deadline; a later one is kept as late, with the time at which it
 * was given. Refused: `call_not_yours`, `call_needs_tap` (a challenge is answered at its checkpoint).
 */
export function answerCall(call: Call, { by, at, receivedAt, tap }: CallAnswer): Decided<Call> {
  if (by !== call.user) return refuse('call_not_yours')
  if (call.state !== 'waiting' && call.state !== 'unanswered') return unchanged(call)
  if (call.type === 'challenge' && tap === null) return refuse('call_needs_tap')
  const inTime = call.state === 'waiting' && receivedAt <= epoch(call.dueAt)
  const set = { answeredAt: iso(Math.max(at, epoch(call.at))), tap }
  return move(call, inTime ? 'answered' : 'answered_late', set, by, receivedAt)
}

export type AnsweringTap = Pick<Tap, 'id' | 'by' | 'person' | 'status' | 'time' | 'checkpoint' | 'at' | 'receivedAt'>

/** Whether a tap answers a call: any that is live is a sign of life; a challenge wants one at its checkpoint since. */
export function isAnswer(call: Call, tap: Omit<AnsweringTap, 'id'>): boolean {
  // A live tap's own clock may be some seconds off; what counts is that it came after the call.
  const since = tap.time === 'live' ? tap.receivedAt : tap.at
  if (tap.status !== 'accepted' || tap.by !== call.user || epoch(since) < epoch(call.at)) return false
  // A shared phone says who had it last, not who holds it.
  if (tap.person !== 'session' && tap.person !== 'badge') return false
  return call.type === 'challenge' ? tap.checkpoint === call.checkpoint : tap.time === 'live'
}

/** The time for the answer is over. */
export const expireCall = (call: Call, at: number): Decision<Call> =>
  call.state === 'waiting' && at > epoch(call.dueAt) ? move(call, 'unanswered', {}, null, at) : unchanged(call)

/** Takes a call back while it waits; what is over stays as it is. */
export const cancelCall = (call: Call, by: string, at: number): Decision<Call> =>
  call.state === 'waiting' ? move(call, 'cancelled', {}, by, at) : unchanged(call)
