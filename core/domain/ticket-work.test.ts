// Work that cannot be claimed without proof: who holds it, who was there, what the checklist says, who may verify.
import { describe, expect, it } from 'vitest'
import { iso } from '../contracts/instant.ts'
import { CheckItem } from '../contracts/policy.ts'
import { isRefusal } from '../contracts/refusal.ts'
import { Tap } from '../contracts/tap.ts'
import { NewTicket, Ticket, ticketActions, type TicketAction } from '../contracts/ticket.ts'
import type { Actor, Role } from '../contracts/user.ts'
import type { Decided } from './decision.ts'
import { shippedTerms } from './policy.ts'
import { needsRectification, openTicket, owedAtIntake, warrantyOf } from './ticket-open.ts'
import { judgeTicket, nextDue, rebreak, tickTicket } from './ticket-system.ts'
import { actOnTicket, type TicketFacts } from './ticket.ts'

const t0 = Date.parse('2026-11-23T06:00:00Z')
const minute = 60_000
const hour = 60 * minute
const person = (name: string, role: Role = 'technician', vendor: string | null = null): Actor => ({
  ...{ name, role, sites: null, locale: 'zh-CN', type: 'user', vendor },
})
const fitter = person('wangqiang')
const other = person('zhaogang')
const desk = person('wanglei', 'operator')
const chief = person('zhangyu', 'supervisor')

const terms = { ...shippedTerms('fault'), checks: [] as CheckItem[] }
const opened = (more: Partial<Ticket> = {}, type: Ticket['type'] = 'fault'): Ticket => ({
  ...openTicket(NewTicket.parse({ site: 'hq', type, title: '跳闸', device: 'p-1', incident: 'i-1' }), {
    ...{ id: 't-1', number: 218, source: 'rule', at: t0, by: null, terms: type === 'fault' ? terms : undefined },
  }).next,
  ...more,
})
const tap = (more: Partial<Tap> = {}): Tap =>
  Tap.parse({
    ...{ id: 'tap-1', status: 'accepted', place: 'signed', time: 'live', person: 'session', grade: 'A' },
    ...{ checkpoint: 'cp-pump', site: 'hq', uid: 'x', counter: 1, at: iso(t0 + 30 * minute) },
    ...{ receivedAt: iso(t0 + 30 * minute), by: 'wangqiang', reader: null, round: null, flags: [], reason: null },
    ...more,
  })
const facts = (more: Partial<TicketFacts> = {}): TicketFacts => ({
  ...{ tap: null, tag: 'cp-pump', code: false, telemetry: true, ...more },
})

const act = (
  ticket: Ticket,
  action: TicketAction,
  by: Actor,
  minutes: number,
  known: TicketFacts = facts(),
): Decided<Ticket> => actOnTicket(ticket, action, by, t0 + minutes * minute, known)
function done(decided: Decided<Ticket>): Ticket {
  if (isRefusal(decided)) throw new Error(decided.refused)
  return Ticket.parse(decided.next)
}
const no = (decided: Decided<Ticket>): string | null => (isRefusal(decided) ? decided.refused : null)
const dispatched = (ticket = opened()): Ticket => done(act(ticket, { action: 'dispatch', user: 'wangqiang' }, desk, 1))
const working = (ticket = opened()): Ticket =>
  done(act(done(act(dispatched(ticket), { action: 'accept' }, fitter, 10)), { action: 'start' }, fitter, 20))
const finish = (ticket: Ticket, known = facts({ tap: tap() }), by = fitter, minutes = 60): Decided<Ticket> =>
  act(ticket, { action: 'finish' }, by, minutes, known)
const judged = (ticket: Ticket, state: 'proposed_good' | 'not_healthy' | 'not_moving', minutes = 70): Ticket =>
  Ticket.parse(judgeTicket(ticket, { ...ticket.verdict!, state }, t0 + minutes * minute).next)

describe('two people', () => {
  it('accept at once: one has it, the other is told who', () => {
    const mine = done(act(dispatched(), { action: 'accept' }, fitter, 10))
    expect(act(mine, { action: 'accept' }, other, 10)).toMatchObject({
      ...{ refused: 'ticket_taken', params: { user: 'wangqiang' } },
    })
    expect(act(mine, { action: 'accept' }, fitter, 11)).toEqual({ next: mine, happenings: [] })
  })

  it('of whom one holds it offline: nobody else works on it until the lease is over or the desk releases it', () => {
    const held = done(act(dispatched(), { action: 'lease', hours: 2 }, fitter, 5))
    const others = [{ action: 'accept' }, { action: 'lease', hours: 1 }, { action: 'release' }] as const
    for (const action of [...others, { action: 'decline', reason: '忙' }] as const)
      expect(act(held, action, other, 60)).toMatchObject({
        ...{ refused: 'ticket_leased', params: { user: 'wangqiang', until: iso(t0 + 125 * minute) } },
      })
    expect(no(act(held, { action: 'dispatch', user: 'zhaogang' }, desk, 60))).toBe('ticket_leased')
    expect(done(act(held, { action: 'accept' }, other, 125)).assignee).toBe('zhaogang')
    const free = done(act(held, { action: 'release' }, desk, 60))
    expect(free.lease).toBeNull()
    expect(done(act(held, { action: 'release' }, fitter, 60)).lease).toBeNull()
    expect(done(act(free, { action: 'accept' }, other, 61)).assignee).toBe('zhaogang')
  })

  it('cannot both hold what one has accepted', () => {
    expect(no(act(working(), { action: 'lease', hours: 1 }, other, 30))).toBe('ticket_taken')
  })
})

describe('being there', () => {
  it('is proven by one’s own tap at the device since the work was taken on', () => {
    const fixed = done(finish(working()))
    expect(fixed).toMatchObject({
      ...{ state: 'done', finishedBy: 'wangqiang', finishedAt: iso(t0 + hour), verdict: { state: 'watching' } },
      proof: { how: 'tap', tap: 'tap-1', at: iso(t0 + 30 * minute) },
    })
  })

  it.each([
    ['no tap', null],
    ['a tap elsewhere', tap({ checkpoint: 'cp-roof' })],
    ['somebody else’s tap', tap({ by: 'zhaogang' })],
    ['a tap on a shared phone', tap({ person: 'shared' })],
    ['a refused tap', tap({ status: 'refused' })],
    ['a tap from before', tap({ at: iso(t0 + 9 * minute) })],
    ['a tap that was received before', tap({ receivedAt: iso(t0 + 9 * minute) })],
  ])('is not proven by %s', (_, one) => {
    expect(no(finish(working(), facts({ tap: one })))).toBe('tap_required')
  })

  it('counts from the lease, for work that was taken along offline', () => {
    const held = done(act(dispatched(), { action: 'lease', hours: 4 }, fitter, 5))
    const late = done(act(done(act(held, { action: 'accept' }, fitter, 90)), { action: 'start' }, fitter, 91))
    expect(done(finish(late, facts({ tap: tap() }), fitter, 92)).proof?.tap).toBe('tap-1')
  })

  it('is proven by the label where the device has no tag, and only there', () => {
    expect(done(finish(working(), facts({ tag: null, code: true }))).proof).toMatchObject({ how: 'code', tap: null })
    expect(no(finish(working(), facts({ code: true })))).toBe('tap_required')
    expect(no(finish(working(), facts({ tag: null })))).toBe('tap_required')
  })

  it('needs a new tap after the work was sent back', () => {
    const back = done(act(done(finish(working())), { action: 'reject', reason: '仍跳闸' }, desk, 65))
    expect(back.proof).toBeNull()
    expect(no(finish(back, facts({ tap: tap() }), fitter, 80))).toBe('tap_required')
    const again = tap({ id: 'tap-2', at: iso(t0 + 70 * minute), receivedAt: iso(t0 + 70 * minute) })
    expect(done(finish(back, facts({ tap: again }), fitter, 80)).proof?.tap).toBe('tap-2')
  })

  it('asks nothing of work that has no device', () => {
    const fixed = done(finish(working(opened({ device: null })), facts({ tag: null })))
    expect(fixed).toMatchObject({ proof: null, verdict: null })
    expect(done(act(fixed, { action: 'verify' }, desk, 70)).state).toBe('verified')
  })

  it('begins with an arrival: a word, better a tap; the first proof stays', () => {
    const accepted = done(act(dispatched(), { action: 'accept' }, fitter, 10))
    const there = done(act(accepted, { action: 'arrive' }, fitter, 25))
    expect(there).toMatchObject({ state: 'working', arrival: { how: 'told', at: iso(t0 + 25 * minute) } })
    expect(act(there, { action: 'arrive' }, fitter, 26)).toEqual({ next: there, happenings: [] })
    const proven = done(act(there, { action: 'arrive', tap: 'tap-1' }, fitter, 31, facts({ tap: tap() })))
    expect(proven.arrival).toMatchObject({ how: 'tap', at: iso(t0 + 30 * minute) })
    expect(no(act(there, { action: 'arrive', tap: 'x' }, fitter, 31))).toBe('tap_required')
  })
})

describe('somebody else who is sent', () => {
  it('arrives anew', () => {
    const there = done(act(working(), { action: 'arrive' }, fitter, 25))
    expect(there.arrival?.by).toBe('wangqiang')
    const accepted = done(act({ ...there, state: 'accepted' }, { action: 'dispatch', user: 'zhaogang' }, desk, 30))
    expect(accepted).toMatchObject({ arrival: null, workSince: null, assignee: 'zhaogang' })
    const his = done(act(done(act(accepted, { action: 'accept' }, other, 31)), { action: 'arrive' }, other, 40))
    expect(his.arrival).toMatchObject({ by: 'zhaogang', at: iso(t0 + 40 * minute) })
  })
})

describe('an entrapment', () => {
  const trapped = () => working(opened({ device: null }, 'entrapment'))
  const answers = (items: Extract<TicketAction, { action: 'check' }>['items']): TicketAction => ({
    ...{ action: 'check', items },
  })

  it('stops its second clock when somebody is there, and never pauses', () => {
    const there = done(act(trapped(), { action: 'arrive' }, fitter, 25))
    expect(there.clocks.resolution).toMatchObject({ state: 'stopped', stoppedAt: iso(t0 + 25 * minute) })
    expect(no(act(there, { action: 'wait', reason: '等', why: 'parts' }, fitter, 26))).toBe('pause_not_allowed')
    const sent = done(finish(done(act(there, answers(all), fitter, 30)), facts({ tag: null })))
    const back = done(act(sent, { action: 'reject', reason: '还有人' }, desk, 65))
    expect(back.clocks.resolution).toEqual(there.clocks.resolution)
  })
  const all = [
    { id: 'soothe', ok: true },
    { id: 'people', ok: true, value: 3 },
    { id: 'freed', ok: true },
  ]

  it('begins by talking to the passengers', () => {
    const at = trapped()
    expect(act(at, answers([{ id: 'freed', ok: true }]), fitter, 21)).toMatchObject({
      ...{ refused: 'check_first', params: { check: 'soothe' } },
    })
    const soothed = done(act(at, answers([{ id: 'soothe', ok: true }]), fitter, 21))
    expect(no(act(soothed, answers([{ id: 'freed', ok: true }]), fitter, 22))).toBeNull()
    expect(act(soothed, { action: 'finish' }, fitter, 30)).toMatchObject({
      ...{ refused: 'checks_missing', params: { n: 2 } },
    })
  })
})

describe('the checklist', () => {
  const item = (more: object) => CheckItem.parse({ id: 'psi', label: '压力', ...more })
  const with_ = (more: object) => working(opened({ checks: [blank(item(more))] }))
  const blank = (one: CheckItem) => ({ item: one, ok: null, answer: null, by: null, at: null })
  const answer = (ticket: Ticket, more: object) =>
    act(ticket, { action: 'check', items: [{ id: 'psi', ok: true, ...more }] }, fitter, 30)

  it('takes numbers in range, and those out of range only as failed', () => {
    const ticket = with_({ kind: 'number', unit: 'MPa', min: 0.3, max: 0.5 })
    expect(no(answer(ticket, {}))).toBe('check_needs_number')
    expect(answer(ticket, { value: 0.51 })).toMatchObject({
      ...{ refused: 'check_out_of_range', params: { check: 'psi', value: 0.51, min: 0.3, max: 0.5 } },
    })
    expect(done(answer(ticket, { value: 0.5 })).checks[0]).toMatchObject({ ok: true, by: 'wangqiang' })
    expect(done(answer(ticket, { value: 0.51, ok: false })).checks[0]).toMatchObject({ ok: false })
  })

  it('of work that one person holds is written down by the desk when he phones in, under its own name', () => {
    const held = done(act(with_({}), { action: 'lease', hours: 4 }, fitter, 25))
    const said: TicketAction = { action: 'check', items: [{ id: 'psi', ok: true, note: '王强电话报来' }] }
    expect(no(act(held, said, other, 30))).toBe('ticket_leased')
    const written = done(act(held, said, desk, 30))
    expect(written.checks[0]).toMatchObject({ ok: true, by: 'wanglei', answer: { note: '王强电话报来' } })
    expect(written.timeline.at(-1)).toMatchObject({ type: 'checked', by: 'wanglei' })
    expect(done(act(written, { ...said, items: [{ id: 'psi', ok: false }] }, fitter, 40)).checks[0]?.by).toBe(
      'wangqiang',
    )
  })

  it('takes the same answers twice as once', () => {
    const once = done(answer(with_({}), { note: '好' }))
    expect(answer(once, { note: '好' })).toEqual({ next: once, happenings: [] })
    expect(done(answer(once, { note: '不好', ok: false })).version).toBe(once.version + 1)
  })

  it('wants a photo where one is asked for, and knows its own steps', () => {
    const ticket = with_({ photo: true })
    expect(no(answer(ticket, { photos: [] }))).toBe('check_needs_photo')
    expect(done(answer(ticket, { photos: ['photo-12345678'] })).checks[0]?.answer?.photos).toHaveLength(1)
    expect(no(answer(ticket, { id: 'nonsense' }))).toBe('check_unknown')
  })
})

describe('an appointment', () => {
  const when = (minutes: number, confirmed = false): TicketAction => ({
    ...{ action: 'appoint', at: iso(t0 + minutes * minute), confirmed },
  })
  it('is agreed on, confirmed once more by the caller, and missed when nobody comes', () => {
    const ticket = dispatched()
    expect(no(act(ticket, when(1), desk, 5))).toBe('appointment_in_past')
    expect(no(act(ticket, when(120, true), desk, 5))).toBe('appointment_first')
    const agreed = done(act(ticket, when(20), desk, 5))
    expect(agreed.appointment).toMatchObject({ by: 'wanglei', confirmedBy: null, missed: false })
    const confirmed = done(act(agreed, when(20, true), fitter, 6))
    expect(confirmed.appointment).toMatchObject({ confirmedBy: 'wangqiang' })
    expect(confirmed.timeline.at(-1)?.type).toBe('appointment_confirmed')
    expect(act(confirmed, when(20, true), fitter, 7)).toEqual({ next: confirmed, happenings: [] })
    const late = tickTicket({ ...confirmed, clocks: agreed.clocks }, t0 + 35 * minute)
    expect(late.happenings.map(({ type }) => type)).toContain('ticket.appointment_missed')
    expect(late.next.appointment?.missed).toBe(true)
    expect(tickTicket(late.next, t0 + 36 * minute).happenings).toEqual([])
  })
  it('is kept by an arrival', () => {
    const agreed = done(act(done(act(dispatched(), { action: 'accept' }, fitter, 2)), when(20), desk, 5))
    expect(nextDue(agreed)).toBe(t0 + 35 * minute)
    const there = done(act(agreed, { action: 'arrive' }, fitter, 25))
    expect(tickTicket(there, t0 + 60 * minute).happenings).toEqual([])
  })
})

describe('to verify', () => {
  const fixed = () => done(finish(working()))
  it('needs the verdict of the system, or a supervisor with a reason', () => {
    expect(act(fixed(), { action: 'verify' }, desk, 65)).toMatchObject({
      ...{ refused: 'verdict_needed', params: { verdict: 'watching' } },
    })
    const stuck = judged(fixed(), 'not_moving')
    expect(no(act(stuck, { action: 'verify' }, chief, 75))).toBe('verdict_needed')
    expect(no(act(stuck, { action: 'verify', override: '已现场确认' }, desk, 75))).toBe('override_by_lead')
    const taken = done(act(stuck, { action: 'verify', override: '已现场确认' }, chief, 75))
    expect(taken.timeline.at(-1)).toMatchObject({ data: { override: '已现场确认', verdict: 'not_moving' } })
    expect(done(act(judged(fixed(), 'proposed_good'), { action: 'verify' }, desk, 75)).state).toBe('verified')
  })

  it('needs another person, of another firm', () => {
    const mine = person('li', 'operator', 'anhua')
    const good = judged(done(finish(working(), facts({ tap: tap({ by: 'li' }) }), mine)), 'proposed_good')
    expect(good.finishedVendor).toBe('anhua')
    expect(no(act(good, { action: 'verify' }, mine, 75))).toBe('ticket_same_person')
    expect(no(act(good, { action: 'verify' }, person('wu', 'operator', 'anhua'), 75))).toBe('ticket_same_vendor')
    expect(done(act(good, { action: 'verify' }, person('xu', 'operator', 'other'), 75)).state).toBe('verified')
  })

  it('is not needed when the machine says no: the work goes back by the system', () => {
    const back = judgeTicket(fixed(), { ...fixed().verdict!, state: 'not_healthy' }, t0 + 70 * minute)
    expect(back.happenings.map(({ type }) => type)).toEqual(['ticket.judged', 'ticket.rejected'])
    expect(back.next).toMatchObject({
      ...{ state: 'working', finishedBy: null, proof: null, verdict: { state: 'not_healthy' } },
      clocks: { resolution: { state: 'running', dueAt: iso(t0 + 24 * hour + 10 * minute) } },
    })
    expect(back.next.timeline.at(-1)).toMatchObject({ by: null, data: { verdict: 'not_healthy' } })
  })
})

describe('the same fault again', () => {
  const closed = () =>
    done(
      act(
        done(act(judged(done(finish(working())), 'proposed_good'), { action: 'verify' }, desk, 75)),
        ...([{ action: 'close' }, desk, 80] as const),
      ),
    )
  it('reopens within 24 h and counts a bounce; later it is another ticket', () => {
    const again = rebreak(closed(), 'i-2', t0 + 24 * hour)!.next
    expect(Ticket.parse(again)).toMatchObject({
      ...{ state: 'working', bounces: 1, incident: 'i-2', closedAt: null, verdict: null, assignee: 'wangqiang' },
      clocks: { resolution: { state: 'running', dueAt: iso(t0 + 47 * hour) } },
    })
    expect(rebreak(closed(), 'i-2', t0 + 25 * hour)).toBeNull()
  })
  it('finds the ticket that is still worked on', () => {
    const at = rebreak(working(), 'i-2', t0 + hour)!
    expect(at.next).toMatchObject({ state: 'working', bounces: 0, incident: 'i-2' })
    expect(rebreak(at.next, 'i-2', t0 + hour)!.happenings).toEqual([])
  })
  it('makes nothing of what was called off', () => {
    const off = done(act(opened(), { action: 'cancel', reason: '重复' }, desk, 5))
    expect(rebreak(off, 'i-2', t0 + hour)).toBeNull()
  })
})

describe('the intake', () => {
  const asked = (more: object) => NewTicket.parse({ site: 'hq', type: 'repair', title: '漏水', ...more })
  it('owes of a caller who it is, and that it was read back', () => {
    expect(owedAtIntake(asked({}))).toEqual(['reporter.name', 'reporter.phone', 'readBack'])
    const whole = { reporter: { name: '陈', phone: '138' }, readBack: true }
    expect(owedAtIntake(asked(whole))).toEqual([])
    expect(owedAtIntake(asked({ ...whole, reporter: { name: ' ', phone: '138' } }))).toEqual(['reporter.name'])
    expect(owedAtIntake(asked({ type: 'fault' }))).toEqual([])
  })
  it('keeps the sentence that a caller was told', () => {
    const told = done(act(opened(), { action: 'decline', reason: '没有此项服务' }, desk, 5))
    expect(told).toMatchObject({ state: 'declined', said: '没有此项服务' })
  })
  it('sees what comes up again and again, and what is under warranty', () => {
    expect([2, 3].map((recurrence) => needsRectification({ recurrence }))).toEqual([false, true])
    const device = { attributes: { vendor: 'anhua', warrantyUntil: '2026-11-23' } }
    expect(warrantyOf(device, t0)).toEqual({ vendor: 'anhua', until: '2026-11-23' })
    expect(warrantyOf(device, t0 + 24 * hour)).toBeNull()
    expect(warrantyOf({ attributes: { vendor: 'anhua' } }, t0)).toBeNull()
  })
  it('is held to what every action may carry', () => {
    expect(ticketActions.lease.parse({})).toEqual({ hours: 4 })
    expect(ticketActions.lease.safeParse({ hours: 13 }).success).toBe(false)
  })
})
