// Which steps of a ticket are offered to whom, in which order tickets stand, how their clocks look.
import { describe, expect, it } from 'vitest'
import { api, type ApiName } from '#core/contracts/api.ts'
import { iso } from '#core/contracts/instant.ts'
import type { NewTicket, Ticket, Verdict } from '#core/contracts/ticket.ts'
import { may, type Permission } from '#core/domain/permission.ts'
import { pauseClock, restartClock, stopClock } from '#core/domain/ticket-clock.ts'
import { openTicket } from '#core/domain/ticket-open.ts'
import type { Role } from '#core/contracts/user.ts'
import { actionsOf, isAtOnce, permissionOf } from './actions.ts'
import { byColumn, stepTo } from './board.ts'
import { faceOf } from './clock-face.ts'
import { bodyOf, inputOfInstant, nothingFilled, owesCallback, owesWords } from './form.ts'
import { emptyIntake, isFromCaller, needsPlace, priorityOf, ticketOf } from './intake.ts'
import { byHurry, fits, isIn } from './order.ts'
import { healthySince, watchedShare, watchedUntil } from './verdict.ts'

const at = Date.UTC(2026, 10, 23, 6)
const minute = 60_000
const asked: NewTicket = {
  site: 'hq',
  type: 'repair',
  title: { 'zh-CN': '漏水', en: 'Leak' },
  description: '',
  priority: 3,
  device: null,
  zone: null,
  incident: null,
  reporter: { name: 'Chen', phone: '1' },
  readBack: true,
}
const ticket = (change: Partial<Ticket> = {}, number = 1): Ticket => ({
  ...openTicket(asked, { id: `t-${number}`, number, source: 'person', at, by: null }).next,
  ...change,
})
const as = (role: Role) => (permission: Permission) => may(role, permission)

describe('the steps of a ticket', () => {
  it('ask for the permissions that the API asks for', () => {
    for (const [action, permission] of Object.entries(permissionOf))
      expect(api[`${action}Ticket` as ApiName].permission, action).toBe(permission)
  })
  it('begin with the step forward, for who may take it', () => {
    expect(actionsOf(ticket(), 'op', as('operator'))[0]).toBe('dispatch')
    expect(actionsOf(ticket({ state: 'dispatched' }), 'tech', as('technician'))).toEqual([
      'accept',
      'decline',
      'appoint',
    ])
    expect(actionsOf(ticket(), 'eye', as('viewer'))).toEqual([])
  })
  it('do not offer to verify one’s own work', () => {
    const done = ticket({ state: 'done', finishedBy: 'op' })
    expect(actionsOf(done, 'op', as('operator'))).not.toContain('verify')
    expect(actionsOf(done, 'other', as('operator'))[0]).toBe('verify')
  })
  it('need no form where one press is enough; work on a device is asked for its price', () => {
    expect(isAtOnce(ticket(), 'accept')).toBe(true)
    expect(isAtOnce(ticket(), 'finish')).toBe(false)
    expect([isAtOnce(ticket(), 'close'), isAtOnce(ticket({ device: 'p-1' }), 'close')]).toEqual([true, false])
  })
  it('do not offer to answer a caller where there is none', () => {
    const own = ticket({ source: 'rule', reporter: null })
    expect(actionsOf(own, 'op', as('operator'))).toEqual(['dispatch', 'cancel'])
    expect(actionsOf(ticket(), 'op', as('operator'))).toEqual(['dispatch', 'decline', 'appoint', 'callback', 'cancel'])
  })
})

describe('the list of tickets', () => {
  const late = ticket({ clocks: { ...ticket().clocks, response: { ...ticket().clocks.response, breached: true } } }, 2)
  const soon = ticket(
    { clocks: { ...ticket().clocks, response: { ...ticket().clocks.response, dueAt: iso(at + 1) } } },
    3,
  )
  it('puts the overdue first, then what is due soonest', () => {
    expect([ticket(), soon, late].toSorted(byHurry).map(({ number }) => number)).toEqual([2, 3, 1])
  })
  it('parts them by state', () => {
    expect(isIn('overdue', late)).toBe(true)
    expect(isIn('overdue', ticket())).toBe(false)
    expect(isIn('waiting', ticket())).toBe(true)
    expect(isIn('verify', ticket({ state: 'done' }))).toBe(true)
  })
  it('filters by words, type, priority and person', () => {
    const none = { words: '', type: '', priority: '', assignee: '' }
    expect(fits(ticket(), none, [])).toBe(true)
    expect(fits(ticket(), { ...none, words: ' LEAK ' }, ['Leak'])).toBe(true)
    expect(fits(ticket(), { ...none, words: 'fire' }, ['Leak'])).toBe(false)
    expect(fits(ticket(), { ...none, type: 'fault' }, [])).toBe(false)
    expect(fits(ticket(), { ...none, priority: '1' }, [])).toBe(false)
    expect(fits(ticket(), { ...none, assignee: 'wang' }, [])).toBe(false)
  })
})

describe('a clock of a ticket', () => {
  const clock = ticket().clocks.response
  const turn = (minutes: number) => ({ at: at + minutes * minute, by: 'op' })
  it('warns when its warning is due and counts on when it is over', () => {
    expect(faceOf(clock, at + 10 * minute)).toEqual({ look: 'calm', ms: 20 * minute })
    expect(faceOf(clock, at + 25 * minute)).toEqual({ look: 'soon', ms: 5 * minute })
    expect(faceOf(clock, at + 33 * minute)).toEqual({ look: 'over', ms: 3 * minute })
  })
  it('shows what was left when it was paused and what was counted when it stopped', () => {
    expect(faceOf(pauseClock(clock, turn(29)), at + 99 * minute)).toEqual({ look: 'paused', ms: minute })
    const resumed = restartClock(pauseClock(clock, turn(3)), turn(50))
    expect(faceOf(stopClock(resumed, turn(51)), at + 99 * minute)).toEqual({ look: 'in_time', ms: 4 * minute })
    expect(faceOf(stopClock(clock, turn(40)), at + 99 * minute)).toEqual({ look: 'late', ms: 40 * minute })
  })
})

const watched = (state: Verdict['state'], more: Partial<Verdict> = {}): Verdict => ({
  ...{ state, since: iso(at), until: iso(at + 10 * minute), at: null, readings: 0, newest: null },
  ...{ healthySince: null, values: {}, ...more },
})

describe('the verdict of the system', () => {
  it('keeps the desk from verifying until it is good; a supervisor may overrule it', () => {
    const doubted = ticket({ state: 'done', finishedBy: 'tech', verdict: watched('watching') })
    expect(actionsOf(doubted, 'op', as('operator'))).not.toContain('verify')
    expect(actionsOf(doubted, 'lead', as('supervisor'))).toContain('verify')
    const good = { ...doubted, verdict: watched('proposed_good') }
    expect(actionsOf(good, 'op', as('operator'))[0]).toBe('verify')
  })
  it('goes by what is wrong now: the ticket’s own incident, else whatever is wrong with the device', () => {
    const wrong = (id: string, active: boolean, cleared: number | null = null) => ({
      ...{ id, device: 'pump', active, clearedAt: cleared === null ? null : iso(cleared) },
    })
    const of = { incident: 'i-1', device: 'pump' }
    const verdict = watched('watching')
    expect(healthySince(of, verdict, [wrong('i-1', true)])).toBeNull()
    expect(healthySince(of, verdict, [wrong('i-2', true)])).toBe(at)
    expect(healthySince({ ...of, incident: null }, verdict, [wrong('i-2', true)])).toBeNull()
    expect(healthySince(of, verdict, [wrong('i-1', false, at + minute)])).toBe(at + minute)
    expect(watchedUntil(null, verdict, '10m')).toBe(at + 10 * minute)
    expect(watchedUntil(at + minute, verdict, '10m')).toBe(at + 11 * minute)
  })
  it('fills its bar only while the machine is healthy', () => {
    expect(watchedShare(null, '10m', at + 5 * minute)).toBe(0)
    expect(watchedShare(at, '10m', at + 5 * minute)).toBe(0.5)
    expect(watchedShare(at, '10m', at + 50 * minute)).toBe(1)
  })
})

describe('the board', () => {
  const lead = as('supervisor')
  it('has every open ticket in one column', () => {
    const states = ['new', 'accepted', 'working', 'closed'] as const
    const lanes = byColumn(states.map((state, i) => ticket({ state }, i + 1)))
    expect(lanes.map(({ tickets }) => tickets.map(({ number }) => number))).toEqual([[1], [], [2, 3], [], [], []])
  })
  it('moves a card by the step that its menu has, and not without the right', () => {
    expect(stepTo('dispatched', ticket(), 'op', as('operator'))).toBe('dispatch')
    expect(stepTo('dispatched', ticket(), 'eye', as('viewer'))).toBeNull()
    expect(stepTo('working', ticket({ state: 'done', finishedBy: 'x' }), 'lead', lead)).toBe('reject')
    expect(stepTo('verified', ticket(), 'lead', lead)).toBeNull()
    expect(stepTo('working', ticket({ state: 'accepted' }), 'lead', lead)).toBeNull()
  })
})

describe('the form of a step', () => {
  const filled = { ...nothingFilled(), words: ' 等水泵密封圈 ' }
  it('sends what the action takes', () => {
    expect(bodyOf('dispatch', { ...filled, user: 'zhao' }, undefined, 'UTC')).toEqual({ user: 'zhao' })
    expect(bodyOf('wait', { ...filled, why: 'parts' }, undefined, 'UTC')).toEqual({
      reason: '等水泵密封圈',
      why: 'parts',
    })
    expect(bodyOf('appoint', { ...filled, time: '2026-11-24T09:30' }, undefined, 'Asia/Shanghai')).toEqual({
      at: '2026-11-24T01:30:00.000Z',
    })
    expect(bodyOf('close', { ...filled, cost: ' 520.5 ' }, undefined, 'UTC')).toEqual({ cost: 520.5 })
    expect(bodyOf('close', filled, undefined, 'UTC')).toEqual({ cost: undefined })
    expect(inputOfInstant(Date.UTC(2026, 10, 24, 1, 30), 'Asia/Shanghai')).toBe('2026-11-24T09:30')
  })
  it('asks for words where they are owed', () => {
    expect((['reject', 'decline', 'wait', 'cancel', 'callback'] as const).every(owesWords)).toBe(true)
    expect((['verify', 'finish', 'rate'] as const).some(owesWords)).toBe(false)
  })
  it('knows that a complaint owes a call-back', () => {
    const complaint = ticket({ type: 'complaint' })
    expect(owesCallback(complaint)).toBe(true)
    const entry = { at: iso(at), type: 'callback', by: 'op', data: {} }
    expect(owesCallback({ ...complaint, timeline: [entry] })).toBe(false)
  })
})

describe('the intake', () => {
  it('sends the caller, the place and the read-back; people trapped are priority 1', () => {
    const sent = ticketOf({ ...emptyIntake(), title: ' 漏水 ', name: '陈女士', zone: 'b1', readBack: true }, 'hq')
    expect(sent).toMatchObject({ title: '漏水', zone: 'b1', device: null, readBack: true })
    expect(sent.reporter).toEqual({ name: '陈女士', phone: '' })
    expect(priorityOf('entrapment', '3')).toBe('1')
    expect(isFromCaller('complaint')).toBe(true)
    expect(needsPlace('fault')).toBe(true)
  })
})
