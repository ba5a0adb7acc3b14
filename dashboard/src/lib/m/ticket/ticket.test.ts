// A ticket on the phone: what it comes to before the server has heard it, by the server's own rules.
import { describe, expect, test } from 'vitest'
import { iso } from '#core/contracts/instant.ts'
import { CheckItem } from '#core/contracts/policy.ts'
import { NewTicket, type Ticket } from '#core/contracts/ticket.ts'
import type { Actor } from '#core/contracts/user.ts'
import { shippedTerms } from '#core/domain/policy.ts'
import { isRefusal } from '#core/contracts/refusal.ts'
import { openTicket } from '#core/domain/ticket-open.ts'
import { actOnTicket } from '#core/domain/ticket.ts'
import type { Receipt, Waiting } from '../database.ts'
import { finishOf, isPrice, type Draft } from './handed.ts'
import { doneSince, projected, type TicketDone } from './project.ts'
import { proofAt } from './proof.ts'
import { firstOf, inOrder, standing } from './step.ts'

const start = Date.parse('2026-11-23T06:00:00Z')
const li: Actor = { name: 'li', role: 'technician', sites: null, locale: 'zh-CN', type: 'user' }
const desk: Actor = { ...li, name: 'zhou', role: 'operator' }
const step = (id: string, more: Partial<CheckItem> = {}) => CheckItem.parse({ id, label: id, ...more })

/** A ticket of a pump that Li has accepted. */
function accepted(): Ticket {
  const asked = NewTicket.parse({ site: 'hq', type: 'fault', title: '过载停机', device: 'p-101' })
  const terms = {
    ...shippedTerms('fault'),
    checks: [step('lock', { photo: true }), step('ohm', { kind: 'number', min: 1 })],
  }
  const opened = openTicket(asked, { id: 't-1', number: 218, source: 'rule', at: start, by: null, terms }).next
  const steps = [
    [{ action: 'dispatch', user: 'li' }, desk],
    [{ action: 'accept' }, li],
  ] as const
  return steps.reduce((ticket, [action, actor]) => {
    const decided = actOnTicket(ticket, action, actor, start)
    if (isRefusal(decided)) throw new Error(decided.refused)
    return decided.next
  }, opened)
}
const did = (deed: string, body: object, at: number, sentAt: number | null = null): TicketDone => ({
  ...{ kind: `ticket.${deed}` as TicketDone['kind'], at, about: 't-1', body: body as Record<string, unknown>, sentAt },
})
const look = (ticket: Ticket, done: TicketDone[]) => projected(ticket, done, li, { tag: 'cp-pump', offset: 0 })

describe('a ticket without a network', () => {
  test('goes on as the server will have it go on', () => {
    const work = [
      did('arrive', { tap: 'tap-1' }, start + 60_000),
      did('check', { items: [{ id: 'lock', ok: true, photos: ['p-1'] }] }, start + 120_000),
      did('check', { items: [{ id: 'ohm', ok: true, value: 2.4 }] }, start + 180_000),
    ]
    const at = look(accepted(), work)
    expect(at).toMatchObject({ state: 'working', arrival: { how: 'tap', tap: 'tap-1', at: iso(start + 60_000) } })
    expect(at.checks.map(({ ok }) => ok)).toEqual([true, true])
    expect(look(accepted(), [...work, did('finish', { tap: 'tap-1' }, start + 240_000)])).toMatchObject({
      ...{ state: 'done', finishedBy: 'li', verdict: { state: 'watching' } },
    })
  })

  test('stays where it is when the server would say no', () => {
    const finished = look(accepted(), [did('finish', { tap: 'tap-1' }, start + 1000)])
    expect(finished.state).toBe('accepted')
    const unproven = look(accepted(), [did('arrive', {}, start), did('finish', {}, start + 1000)])
    expect(unproven.state).toBe('working')
  })

  test('is not taken on before the server has given it', () => {
    const asked = NewTicket.parse({ site: 'hq', type: 'fault', title: '过载停机', device: 'p-101' })
    const opened = openTicket(asked, { id: 't-1', number: 1, source: 'rule', at: start, by: null }).next
    const told = actOnTicket(opened, { action: 'dispatch', user: 'li' }, desk, start)
    if (isRefusal(told)) throw new Error(told.refused)
    expect(look(told.next, [did('accept', { version: 2 }, start)]).state).toBe('dispatched')
    expect(look(told.next, [did('accept', { version: 2 }, start, start + 10)]).state).toBe('accepted')
  })

  test('holds what was heard since it was asked for, then what waits; nothing of other tickets', () => {
    const receipt = (id: string, about: string, sentAt: number) =>
      ({ id, kind: 'ticket.arrive', about, at: sentAt, sentAt, body: {} }) as unknown as Receipt
    const waits = (id: string, about: string) =>
      ({ id, kind: 'ticket.check', about, at: 9, body: {} }) as unknown as Waiting
    const receipts = [receipt('c', 't-1', 30), receipt('b', 't-1', 20), receipt('a', 't-1', 5), receipt('x', 't-2', 30)]
    const done = doneSince('t-1', 10, receipts, [waits('d', 't-1'), waits('y', 't-2')])
    expect(done.map(({ sentAt }) => sentAt)).toEqual([20, 30, null])
  })
})

describe('the proof of having been there', () => {
  const tap = (id: string, at: number, about: string, status = 'accepted') =>
    ({ id, kind: 'tap', at, about, tap: { checkpoint: about, status } }) as unknown as Receipt
  test('is the own newest tap at the device since the work is his', () => {
    const taps = [tap('old', 5, 'cp-pump'), tap('b', 20, 'cp-pump'), tap('c', 30, 'cp-pump'), tap('d', 40, 'cp-hall')]
    expect(proofAt(taps, 'cp-pump', 10, 0)).toEqual({ id: 'c', at: 30 })
    expect(proofAt([tap('old', 5, 'cp-pump')], 'cp-pump', 10, 0)).toBeNull()
    // The phone's clock is 8 behind.
    expect(proofAt([tap('old', 5, 'cp-pump')], 'cp-pump', 10, 8)).toEqual({ id: 'old', at: 13 })
  })
  test('is no tap that was refused', () => {
    expect(proofAt([tap('a', 20, 'cp-pump', 'refused')], 'cp-pump', 10, 0)).toBeNull()
  })
})

describe('a step of the checklist', () => {
  test('owes its number and its photo, and stands as good only within its range', () => {
    const ohm = step('ohm', { kind: 'number', min: 1, max: 5 })
    expect(standing(ohm, null, 0)).toBe('missing')
    expect([0.9, 1, 5, 5.1].map((value) => standing(ohm, value, 0))).toEqual(['outside', 'whole', 'whole', 'outside'])
    expect([0, 1].map((photos) => standing(step('lock', { photo: true }), null, photos))).toEqual(['missing', 'whole'])
    expect(standing(step('look'), null, 0)).toBe('whole')
  })
  test('that comes first is asked first', () => {
    const asked = [step('people'), step('soothe', { first: true })]
    const checks = asked.map((item) => ({ item, ok: null, answer: null, by: null, at: null }))
    expect(inOrder(checks).map(({ item }) => item.id)).toEqual(['soothe', 'people'])
    expect(firstOf(checks)?.item.id).toBe('soothe')
    expect(firstOf(checks.map((check) => ({ ...check, ok: true })))).toBeNull()
  })
})

describe('what is handed in', () => {
  const draft: Draft = {
    note: ' 换轴承 ',
    parts: [
      { name: ' 轴承 6205 ', quantity: '2' },
      { name: '', quantity: '1' },
    ],
    ...{ cost: '480,5', code: 'p-101' },
  }
  const arrival = { at: iso(start), by: 'li', how: 'tap', tap: 'tap-1' } as const
  const now = start + 12.4 * 60_000
  test('says what was done, with what, for how long, and by which tap he was there', () => {
    const ticket = { ...accepted(), arrival }
    expect(finishOf(draft, { ticket, proof: { id: 'tap-1' }, tag: 'cp-pump', now })).toEqual({
      ...{ tap: 'tap-1', note: '换轴承', parts: [{ name: '轴承 6205', quantity: 2 }], minutes: 12 },
      cost: 480.5,
    })
    expect(finishOf({ ...draft, cost: '' }, { ticket, proof: null, tag: null, now })).not.toHaveProperty('cost')
  })
  test('takes nothing for a price that is none', () => {
    expect(['', '4', '480.', '480,55', '999999999'].filter((typed) => !isPrice(typed))).toEqual([])
    expect(['-1', '1.234', '1.2.3', 'abc', '1e3', '1234567890'].filter(isPrice)).toEqual([])
  })
  test('carries the code of the label only where the device has no tag', () => {
    const at = { ticket: accepted(), proof: null, now }
    expect(finishOf(draft, { ...at, tag: null }).code).toBe('p-101')
    expect(finishOf(draft, { ...at, tag: 'cp-pump' }).code).toBeUndefined()
  })
})
