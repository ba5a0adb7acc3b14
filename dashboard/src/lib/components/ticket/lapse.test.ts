// What slipped with a ticket, and from when on it counts as mended.
import { describe, expect, test } from 'vitest'
import { iso } from '#core/contracts/instant.ts'
import { isRefusal } from '#core/contracts/refusal.ts'
import { NewTicket, type Ticket, type TicketAction } from '#core/contracts/ticket.ts'
import type { Actor } from '#core/contracts/user.ts'
import { openTicket } from '#core/domain/ticket-open.ts'
import { tickTicket } from '#core/domain/ticket-system.ts'
import { actOnTicket } from '#core/domain/ticket.ts'
import { lapsesOf } from './lapse.ts'

const start = Date.UTC(2026, 10, 23, 6)
const minute = 60_000
const li: Actor = { name: 'li', role: 'technician', sites: null, locale: 'zh-CN', type: 'user' }
const desk: Actor = { ...li, name: 'zhou', role: 'operator' }
const opened = openTicket(NewTicket.parse({ site: 'hq', type: 'fault', title: '过载', device: 'p-1' }), {
  ...{ id: 't-1', number: 1, source: 'rule', at: start, by: null },
}).next
const after = (ticket: Ticket, actor: Actor, action: TicketAction, minutes: number): Ticket => {
  const decided = actOnTicket(ticket, action, actor, start + minutes * minute)
  if (isRefusal(decided)) throw new Error(decided.refused)
  return decided.next
}
const given = after(opened, desk, { action: 'dispatch', user: 'li' }, 1)
const at = (minutes: number) => start + minutes * minute

describe('a lapse', () => {
  test('none of a fresh ticket, and none of an ended one', () => {
    expect(lapsesOf(given, at(2))).toEqual([])
    const late = tickTicket(given, at(25)).next
    expect(lapsesOf(late, at(25))).toEqual(['warned'])
    expect(lapsesOf(after(late, desk, { action: 'cancel', reason: '误报' }, 26), at(26))).toEqual([])
  })
  test('a limit that comes near, until it is kept or passed', () => {
    const warned = tickTicket(given, at(25)).next
    expect(lapsesOf(after(warned, li, { action: 'accept' }, 26), at(26))).toEqual([])
    expect(lapsesOf(tickTicket(warned, at(31)).next, at(31))).toEqual([])
  })
  test('a visit that nobody kept, until somebody is there', () => {
    const agreed = after(given, desk, { action: 'appoint', at: iso(at(5)), confirmed: false }, 2)
    const missed = tickTicket(agreed, at(21)).next
    expect(lapsesOf(missed, at(21))).toContain('missed')
    const there = after(after(missed, li, { action: 'accept' }, 22), li, { action: 'arrive' }, 23)
    expect(lapsesOf(there, at(23))).not.toContain('missed')
  })
  test('a time alone that ran out, until it is held again', () => {
    const accepted = after(given, li, { action: 'accept' }, 2)
    const held = after(accepted, li, { action: 'lease', hours: 1 }, 3)
    expect(lapsesOf(held, at(62))).toEqual([])
    expect(lapsesOf(held, at(63))).toEqual(['lease_ended'])
    const told = { at: iso(at(63)), type: 'lease_ended', by: null, data: { user: 'li' } }
    const free: Ticket = { ...held, lease: null, timeline: [...held.timeline, told] }
    expect(lapsesOf(free, at(64))).toEqual(['lease_ended'])
    expect(lapsesOf(after(free, li, { action: 'lease', hours: 1 }, 65), at(65))).toEqual([])
    expect(lapsesOf(after(held, li, { action: 'release' }, 5), at(70))).toEqual([])
  })
  test('somebody who accepted and did nothing, until it is given or accepted anew', () => {
    const idle: Ticket = { ...after(given, li, { action: 'accept' }, 2), state: 'dispatched' }
    expect(lapsesOf(idle, at(3))).toEqual(['lapsed'])
    expect(lapsesOf(after(idle, desk, { action: 'dispatch', user: 'mo' }, 4), at(4))).toEqual([])
    expect(lapsesOf(after(idle, li, { action: 'accept' }, 4), at(4))).toEqual([])
  })
})
