// Which steps of a ticket are offered to whom, in which order tickets stand, how their clocks look.
import { describe, expect, it } from 'vitest'
import { api, type ApiName } from '#core/contracts/api.ts'
import { iso } from '#core/contracts/instant.ts'
import type { NewTicket, Ticket } from '#core/contracts/ticket.ts'
import { may, type Permission } from '#core/domain/permission.ts'
import { openTicket } from '#core/domain/ticket-open.ts'
import type { Role } from '#core/contracts/user.ts'
import { actionsOf, permissionOf } from './actions.ts'
import { faceOf } from './clock-face.ts'
import { byHurry, fits, isIn } from './order.ts'

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
    expect(actionsOf(ticket({ state: 'dispatched' }), 'tech', as('technician'))).toEqual(['accept', 'decline'])
    expect(actionsOf(ticket(), 'eye', as('viewer'))).toEqual([])
  })
  it('do not offer to verify one’s own work', () => {
    const done = ticket({ state: 'done', finishedBy: 'op' })
    expect(actionsOf(done, 'op', as('operator'))).not.toContain('verify')
    expect(actionsOf(done, 'other', as('operator'))[0]).toBe('verify')
  })
  it('do not offer to answer a caller where there is none', () => {
    const own = ticket({ source: 'rule', reporter: null })
    expect(actionsOf(own, 'op', as('operator'))).toEqual(['dispatch', 'cancel'])
    expect(actionsOf(ticket(), 'op', as('operator'))).toEqual(['dispatch', 'decline', 'callback', 'cancel'])
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
  it('warns when less than a fifth is left and counts on when it is over', () => {
    expect(faceOf(clock, at, at + 10 * minute)).toEqual({ look: 'calm', ms: 20 * minute })
    expect(faceOf(clock, at, at + 25 * minute)).toEqual({ look: 'soon', ms: 5 * minute })
    expect(faceOf(clock, at, at + 33 * minute)).toEqual({ look: 'over', ms: 3 * minute })
  })
  it('shows what was left when it was paused and what was taken when it stopped', () => {
    expect(faceOf({ ...clock, state: 'paused', leftMs: minute }, at, at + 99 * minute)).toEqual({
      look: 'paused',
      ms: minute,
    })
    const stopped = { ...clock, state: 'stopped' as const, stoppedAt: iso(at + 4 * minute) }
    expect(faceOf(stopped, at, at + 99 * minute)).toEqual({ look: 'in_time', ms: 4 * minute })
    expect(faceOf({ ...stopped, breached: true }, at, at).look).toBe('late')
  })
})
