// The states of a call, each with everything that can happen to it; and which taps are answers.
import { describe, expect, test } from 'vitest'
import type { Call } from '../contracts/call.ts'
import { iso } from '../contracts/instant.ts'
import { isRefusal } from '../contracts/refusal.ts'
import { answerCall, cancelCall, expireCall, isAnswer, makeCall, type AnsweringTap } from './call.ts'

const start = Date.parse('2026-11-23T06:00:00.000Z')
const due = start + 180_000
const call = (more: Partial<Call> = {}): Call => ({
  ...makeCall({
    ...{ id: 'c-1', site: 'hq', type: 'safety', user: 'li', checkpoint: null, by: 'desk', reason: '' },
    ...{ at: start, dueAt: due },
  }).next,
  ...more,
})
const answer = (more: object = {}) => ({ by: 'li', at: start + 1000, receivedAt: start + 1000, tap: null, ...more })
const after = (decided: ReturnType<typeof answerCall>) =>
  isRefusal(decided) ? decided.refused : [decided.next.state, decided.happenings.map(({ type }) => type)]

describe('a call', () => {
  const states: Call['state'][] = ['waiting', 'answered', 'unanswered', 'answered_late', 'cancelled']
  test.each(states)('that is %s', (state) => {
    const now = call({ state })
    const stays = [state, []]
    const late = ['answered_late', ['call.answered_late']]
    const answered = state === 'waiting' ? ['answered', ['call.answered']] : state === 'unanswered' ? late : stays
    expect(after(answerCall(now, answer()))).toEqual(answered)
    expect(after(cancelCall(now, 'desk', start))).toEqual(
      state === 'waiting' ? ['cancelled', ['call.cancelled']] : stays,
    )
    expect(after(expireCall(now, due + 1))).toEqual(state === 'waiting' ? ['unanswered', ['call.unanswered']] : stays)
    expect(after(expireCall(now, due))).toEqual(stays)
  })

  test('is answered in time up to its last millisecond, whether the tick came or not', () => {
    expect(after(answerCall(call(), answer({ receivedAt: due })))).toEqual(['answered', ['call.answered']])
    expect(after(answerCall(call(), answer({ receivedAt: due + 1 })))).toEqual([
      'answered_late',
      ['call.answered_late'],
    ])
  })

  test('was answered no earlier than it was made', () => {
    const decided = answerCall(call(), answer({ at: start - 60_000 }))
    expect(decided).toMatchObject({ next: { answeredAt: iso(start), version: 2 } })
  })

  test('is answered by nobody else, and a challenge by no key', () => {
    expect(after(answerCall(call(), answer({ by: 'wang' })))).toBe('call_not_yours')
    expect(after(answerCall(call({ type: 'challenge', checkpoint: 'gate' }), answer()))).toBe('call_needs_tap')
    expect(after(answerCall(call({ type: 'challenge', state: 'answered' }), answer()))).toEqual(['answered', []])
  })
})

describe('a tap', () => {
  const tap = (more: Partial<AnsweringTap> = {}): AnsweringTap => ({
    ...{ id: 't-1', by: 'li', person: 'session', status: 'accepted', time: 'live', checkpoint: 'gate' },
    ...{ at: iso(start + 1000), receivedAt: iso(start + 1000), ...more },
  })
  const challenge = call({ type: 'challenge', checkpoint: 'gate' })

  test.each<[string, Call, Partial<AnsweringTap>, boolean]>([
    ['live, anywhere, is a sign of life', call(), { checkpoint: 'elsewhere' }, true],
    ['live, of a clock some seconds slow', call(), { at: iso(start - 9000) }, true],
    ['that is not live is none', call(), { time: 'bounded' }, false],
    ['of somebody else is none', call(), { by: 'wang' }, false],
    ['of nobody known is none', call(), { by: null }, false],
    ['by the own badge is a sign of life', call(), { person: 'badge' }, true],
    ['of a shared phone is none', call(), { person: 'shared' }, false],
    ['that was refused is none', call(), { status: 'refused' }, false],
    ['from before the call is none', call(), { receivedAt: iso(start - 1) }, false],
    ['at the place of the challenge answers it', challenge, {}, true],
    ['at another place does not', challenge, { checkpoint: 'elsewhere' }, false],
    ['read there in time and sent later answers it', challenge, { time: 'unproven', receivedAt: iso(due + 1) }, true],
    ['read there before it does not', challenge, { time: 'unproven', at: iso(start - 1) }, false],
  ])('%s', (_, asked, more, expected) => {
    expect(isAnswer(asked, tap(more))).toBe(expected)
  })
})
