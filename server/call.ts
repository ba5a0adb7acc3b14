// Calls to guards, performed: what is answered or runs out is written, told to the rules, and said on the incidents that
// it had raised.
import type { Transaction } from 'kysely'
import type { Call } from '../core/contracts/call.ts'
import { epoch } from '../core/contracts/instant.ts'
import type { NewHappening } from '../core/contracts/live.ts'
import { isRefusal } from '../core/contracts/refusal.ts'
import { answerCall, expireCall, isAnswer, type AnsweringTap } from '../core/domain/call.ts'
import type { Decision } from '../core/domain/decision.ts'
import { annotate } from '../core/domain/incident.ts'
import type { InternalEvent, Internals } from './internal.ts'
import { update } from './raise.ts'
import { callsDue, callsOf, saveCall } from './store/call.ts'
import { incidentsOf } from './store/incident.ts'
import type { Records } from './store/schema.ts'

type Tx = Transaction<Records>
type Tell = Pick<Internals, 'tell'>

/** An answer that comes later than this changes no record any more. */
const lateAnswer = 24 * 3_600_000

/** Calls whose time is over: nobody answered. */
export async function expireCalls(
  tx: Tx,
  internals: Tell,
  { at, cause }: { at: number; cause: string },
): Promise<NewHappening[]> {
  const told: NewHappening[] = []
  for (const call of await callsDue(tx, at)) {
    const { next, happenings } = expireCall(call, at)
    if (happenings.length === 0) continue
    await saveCall(tx, next)
    told.push(...happenings)
    // Where the product only wanted a witness of time, there may be no network to give it: nobody is blamed.
    if (call.reason === 'spot_tap' && call.by === null) continue
    const name = call.type === 'safety' ? 'call_unanswered' : 'challenge_unanswered'
    const data = { call: call.id, checkpoint: call.checkpoint, dueAt: call.dueAt }
    told.push(...(await internals.tell(tx, eventOf(next, name, data, at, `${cause}/${call.id}`))))
  }
  return told
}

/** Makes an answer true: an incident that it had raised ends, and says what was learnt. */
export async function settleAnswer(
  tx: Tx,
  internals: Tell,
  before: Call,
  { next, happenings }: Decision<Call>,
  at: number,
): Promise<NewHappening[]> {
  if (happenings.length === 0) return []
  await saveCall(tx, next)
  if (before.state !== 'unanswered') return happenings
  const learnt = { corrected: 'answered_late', call: next.id, tap: next.tap, readAt: next.answeredAt, by: next.user }
  const notes = await annotateSilence(tx, next, learnt, at)
  const name = next.type === 'safety' ? 'call_answered' : 'challenge_answered'
  const ends = await internals.tell(tx, eventOf(next, name, { call: next.id }, at, `answer/${next.id}`))
  return [...happenings, ...notes, ...ends]
}

/** Whatever this tap answers: a call that waits, or one that it answers late. */
export async function answerByTap(tx: Tx, internals: Tell, tap: AnsweringTap): Promise<NewHappening[]> {
  if (tap.by === null || tap.status !== 'accepted') return []
  const told: NewHappening[] = []
  const receivedAt = epoch(tap.receivedAt)
  for (const call of await callsOf(tx, tap.by, receivedAt - lateAnswer)) {
    if (!isAnswer(call, tap)) continue
    const answered = answerCall(call, { by: tap.by, at: epoch(tap.at), receivedAt, tap: tap.id })
    if (!isRefusal(answered)) told.push(...(await settleAnswer(tx, internals, call, answered, receivedAt)))
  }
  return told
}

async function annotateSilence(tx: Tx, call: Call, learnt: Record<string, unknown>, at: number) {
  const told: NewHappening[] = []
  for (const incident of await incidentsOf(tx, { type: 'user', id: call.user }, epoch(call.dueAt)))
    if (incident.evidence.call === call.id) told.push(...(await update(tx, incident, annotate(incident, learnt, at))))
  return told
}

const eventOf = (
  { user, site }: Call,
  name: InternalEvent['name'],
  data: Record<string, unknown>,
  at: number,
  cause: string,
): InternalEvent => ({ name, subject: { type: 'user', id: user }, data, site, device: null, at, cause })
