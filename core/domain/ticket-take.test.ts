// Taking a ticket that nobody was sent to.
import { expect, test } from 'vitest'
import { NewTicket, type Ticket } from '../contracts/ticket.ts'
import type { Actor } from '../contracts/user.ts'
import type { Decided } from './decision.ts'
import { actOnTicket } from './ticket.ts'
import { openTicket } from './ticket-open.ts'
import { isFree, takeOrAct } from './ticket-take.ts'

const at = Date.parse('2026-11-23T06:00:00Z')
const li: Actor = { name: 'li', role: 'technician', sites: null, locale: 'zh-CN', type: 'user' }
const mo: Actor = { ...li, name: 'mo' }
const asked = NewTicket.parse({ site: 'hq', type: 'fault', title: '跳闸' })
const fresh = openTicket(asked, { id: 't-1', number: 7, source: 'rule', at, by: null }).next

function done(decided: Decided<Ticket>) {
  if ('refused' in decided) throw new Error(decided.refused)
  return decided
}

test('it is given and accepted in one step, both on record, told once; the response clock stops', () => {
  const { next, happenings } = done(takeOrAct(fresh, { action: 'accept', version: fresh.version }, li, at + 60_000))
  expect(next).toMatchObject({ state: 'accepted', assignee: 'li', clocks: { response: { state: 'stopped' } } })
  expect(next.timeline.map(({ type, by }) => [type, by])).toEqual([
    ['created', null],
    ['dispatched', 'li'],
    ['accepted', 'li'],
  ])
  expect(happenings.map(({ type }) => type)).toEqual(['ticket.accepted'])
})

test('who comes second reads who has it, whatever he saw', () => {
  const { next } = done(takeOrAct(fresh, { action: 'accept' }, li, at))
  expect(takeOrAct(next, { action: 'accept' }, mo, at)).toMatchObject({ refused: 'ticket_taken' })
  expect(takeOrAct(fresh, { action: 'accept', version: 9 }, mo, at)).toMatchObject({ refused: 'stale_version' })
})

test('a ticket that has been sent, and every other step, go on as ever', () => {
  const { next: sent } = done(actOnTicket(fresh, { action: 'dispatch', vendor: 'swift' }, li, at))
  expect([isFree(fresh), isFree(sent)]).toEqual([true, false])
  expect(done(takeOrAct(sent, { action: 'accept' }, mo, at)).next).toMatchObject({ assignee: 'mo', vendor: 'swift' })
  expect(takeOrAct(fresh, { action: 'start' }, li, at)).toMatchObject({ refused: 'ticket_transition' })
  const token: Actor = { ...li, type: 'token' }
  expect(takeOrAct(fresh, { action: 'accept' }, token, at)).toMatchObject({ refused: 'ticket_transition' })
})
