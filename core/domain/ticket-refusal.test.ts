// Every "no" of a ticket's life beside the steps that do not exist: in which state, to whom, with which code, parameters
// and HTTP status. Written out by hand.
import { describe, expect, it } from 'vitest'
import { iso } from '../contracts/instant.ts'
import { CheckItem } from '../contracts/policy.ts'
import { isRefusal, refusalStatus } from '../contracts/refusal.ts'
import type { RefusalCode, RefusalParams } from '../contracts/refusal.ts'
import { NewTicket, Ticket, type TicketAction } from '../contracts/ticket.ts'
import type { Actor, Role } from '../contracts/user.ts'
import { shippedTerms } from './policy.ts'
import { openTicket } from './ticket-open.ts'
import { judgeTicket } from './ticket-system.ts'
import { actOnTicket } from './ticket.ts'

const t0 = Date.parse('2026-11-23T06:00:00Z')
const hour = 3_600_000
const person = (name: string, role: Role, vendor: string | null = null): Actor => ({
  ...{ name, role, sites: null, locale: 'zh-CN', type: 'user', vendor },
})
const fitter = person('wangqiang', 'technician', 'hengtong')
const mate = person('zhaogang', 'technician', 'hengtong')
const desk = person('wanglei', 'operator')

const checks = [
  CheckItem.parse({ id: 'volts', label: '电压', kind: 'number', min: 200, max: 240 }),
  CheckItem.parse({ id: 'seal', label: '封条', photo: true }),
]
const open = (type: Ticket['type'], device: string | null, steps: CheckItem[] = []): Ticket =>
  openTicket(NewTicket.parse({ site: 'hq', type, title: '跳闸', device }), {
    ...{ id: 't-1', number: 218, source: 'person', at: t0, by: null, terms: { ...shippedTerms(type), checks: steps } },
  }).next
const spot = { tap: null, tag: 'cp-pump', code: false, telemetry: true }
/** Steps of the worker, verified by the desk where that is one of them. */
const after = (ticket: Ticket, ...steps: TicketAction[]): Ticket =>
  steps.reduce((now, action) => {
    const by = action.action === 'verify' || action.action === 'dispatch' ? desk : fitter
    const decided = actOnTicket(now, action, by, t0 + hour, { ...spot, tag: null, code: true })
    if (isRefusal(decided)) throw new Error(decided.refused)
    return decided.next
  }, ticket)

const send: TicketAction = { action: 'dispatch', user: 'wangqiang' }
const take: TicketAction[] = [send, { action: 'accept' }]
const work: TicketAction[] = [...take, { action: 'start' }]
const finished = after(open('fault', 'p-1'), ...work, { action: 'finish' })
const judged = judgeTicket(finished, { ...finished.verdict!, state: 'not_moving' }, t0 + hour).next
const listed = after(open('fault', null, checks), ...work)
const first = [CheckItem.parse({ id: 'soothe', label: '安抚', first: true }), checks[1]!]
const leased = after(open('fault', null), send, { action: 'lease', hours: 2 })
const later = iso(t0 + 9 * hour)
const check = (item: object): TicketAction => ({ action: 'check', items: [item as never] })

const table: [RefusalCode, number, RefusalParams, Ticket, TicketAction, Actor][] = [
  ['stale_version', 409, { version: 4 }, after(open('fault', null), ...work), { action: 'finish', version: 3 }, fitter],
  ['ticket_taken', 409, { user: 'wangqiang' }, after(open('fault', null), ...take), { action: 'accept' }, mate],
  ['ticket_taken', 409, { user: 'wangqiang' }, listed, { action: 'lease', hours: 1 }, mate],
  ['ticket_leased', 409, { user: 'wangqiang', until: iso(t0 + 3 * hour) }, leased, { action: 'accept' }, mate],
  ['ticket_leased', 409, { user: 'wangqiang', until: iso(t0 + 3 * hour) }, leased, { action: 'release' }, mate],
  ['tap_required', 409, {}, after(open('fault', 'p-1'), ...work), { action: 'finish' }, fitter],
  ['tap_required', 409, {}, after(open('fault', 'p-1'), ...take), { action: 'arrive', tap: 'x' }, fitter],
  ['checks_missing', 409, { n: 2 }, listed, { action: 'finish' }, fitter],
  ['check_unknown', 422, { check: 'amps' }, listed, check({ id: 'amps', ok: true }), fitter],
  ['check_needs_number', 422, { check: 'volts' }, listed, check({ id: 'volts', ok: true }), fitter],
  [
    ...(['check_out_of_range', 422, { check: 'volts', value: 241, min: 200, max: 240 }] as const),
    ...([listed, check({ id: 'volts', ok: true, value: 241 }), fitter] as const),
  ],
  ['check_needs_photo', 422, { check: 'seal' }, listed, check({ id: 'seal', ok: true, photos: [] }), fitter],
  [
    ...(['check_first', 409, { check: 'soothe' }] as const),
    ...([
      after(open('fault', null, first), ...work),
      check({ id: 'seal', ok: true, photos: ['f-1'] }),
      fitter,
    ] as const),
  ],
  [
    ...(['pause_not_allowed', 409, { why: 'parts' }, after(open('entrapment', null), ...work)] as const),
    ...([{ action: 'wait', reason: '等配件', why: 'parts' }, fitter] as const),
  ],
  ['appointment_in_past', 422, {}, listed, { action: 'appoint', at: iso(t0), confirmed: false }, fitter],
  ['appointment_first', 409, {}, listed, { action: 'appoint', at: later, confirmed: true }, fitter],
  ['verdict_needed', 409, { verdict: 'not_moving' }, judged, { action: 'verify' }, desk],
  ['override_by_lead', 403, {}, judged, { action: 'verify', override: '已换泵' }, desk],
  ['ticket_same_person', 409, {}, finished, { action: 'verify' }, fitter],
  // Whoever had taken it on is a doer, too, although somebody else said that it is finished.
  ['ticket_same_person', 409, {}, { ...finished, finishedBy: 'second' }, { action: 'verify' }, fitter],
  ['ticket_same_vendor', 409, {}, finished, { action: 'verify' }, mate],
  [
    ...(['callback_required', 409, {}] as const),
    after(open('complaint', null), ...work, { action: 'finish' }, { action: 'verify' }),
    ...([{ action: 'close' }, desk] as const),
  ],
]

describe('a ticket says no', () => {
  it.each(table)('%s, %i %j', (code, status, params, ticket, action, actor) => {
    expect(actOnTicket(ticket, action, actor, t0 + 2 * hour, spot)).toEqual({ refused: code, params })
    expect(refusalStatus(code)).toBe(status)
  })

  it('to a step that does not exist with 409', () => expect(refusalStatus('ticket_transition')).toBe(409))
})
