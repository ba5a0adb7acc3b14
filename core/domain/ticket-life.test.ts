// The life of a ticket written out by hand: every action from every state, where it leads or that it is refused. It is
// compared with what the product does, never read from the product's own table.
import { describe, expect, it } from 'vitest'
import { iso } from '../contracts/instant.ts'
import { CheckItem } from '../contracts/policy.ts'
import { isRefusal } from '../contracts/refusal.ts'
import { NewTicket, Ticket, ticketActions, TicketState } from '../contracts/ticket.ts'
import type { TicketAction, TicketActionName } from '../contracts/ticket.ts'
import type { Actor } from '../contracts/user.ts'
import { shippedTerms } from './policy.ts'
import { openTicket } from './ticket-open.ts'
import { actOnTicket } from './ticket.ts'

// A state: it leads there. same: it leads to a new version in that state. =: it is so already, nothing changes.
// -: refused as a step that does not exist. `release` is pressed wherever somebody can hold the ticket while he does.
const life = `
          | new        | dispatched | accepted   | working   | waiting   | done     | verified | closed | cancelled | declined
dispatch  | dispatched | =          | dispatched | -         | -         | -        | -        | -      | -         | -
accept    | -          | accepted   | =          | =         | =         | -        | -        | -      | -         | -
decline   | declined   | new        | -          | -         | -         | -        | -        | -      | -         | =
start     | -          | -          | working    | =         | -         | -        | -        | -      | -         | -
arrive    | -          | -          | working    | same      | -         | -        | -        | -      | -         | -
check     | -          | -          | -          | same      | -         | -        | -        | -      | -         | -
wait      | -          | -          | -          | waiting   | =         | -        | -        | -      | -         | -
resume    | -          | -          | -          | =         | working   | -        | -        | -      | -         | -
finish    | -          | -          | -          | done      | -         | =        | -        | -      | -         | -
verify    | -          | -          | -          | -         | -         | verified | =        | -      | -         | -
reject    | -          | -          | -          | -         | -         | working  | -        | -      | -         | -
close     | -          | -          | -          | -         | -         | -        | closed   | =      | -         | -
cancel    | cancelled  | cancelled  | cancelled  | cancelled | cancelled | -        | -        | -      | =         | -
rate      | -          | -          | -          | -         | -         | same     | same     | same   | -         | -
callback  | same       | same       | same       | same      | same      | same     | same     | same   | -         | same
appoint   | same       | same       | same       | same      | same      | -        | -        | -      | -         | -
lease     | -          | same       | same       | same      | same      | -        | -        | -      | -         | -
release   | =          | same       | same       | same      | same      | =        | =        | =      | =         | =
`

const [head, ...rows] = life
  .trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
const states = head!.slice(1) as TicketState[]
const cells = rows.flatMap(([name, ...found]) =>
  found.map((cell, n) => [name as TicketActionName, states[n]!, cell] as const),
)

const t0 = Date.parse('2026-11-23T06:00:00Z')
const hour = 3_600_000
const person = (name: string, role: Actor['role']): Actor => ({
  ...{ name, role, sites: null, locale: 'zh-CN', type: 'user' },
})
const fitter = person('wangqiang', 'technician')
const desk = person('wanglei', 'operator')

const said: { [A in TicketActionName]: Omit<Extract<TicketAction, { action: A }>, 'action'> } = {
  ...{ accept: {}, start: {}, resume: {}, arrive: {}, release: {}, verify: {}, close: {}, finish: {} },
  ...{ dispatch: { user: 'wangqiang' }, decline: { reason: '忙' }, wait: { reason: '等配件', why: 'parts' } },
  ...{ reject: { reason: '仍跳闸' }, cancel: { reason: '重复' }, rate: { score: 5 }, callback: { text: '满意' } },
  ...{ check: { items: [{ id: 'run', ok: true }] }, lease: { hours: 4 } },
  appoint: { at: iso(t0 + 9 * hour), confirmed: false },
}
const ofWorker: readonly TicketActionName[] = [
  ...(['accept', 'start', 'arrive', 'check', 'wait', 'resume', 'finish', 'lease'] as const),
]
const press = (ticket: Ticket, name: TicketActionName, at: number) =>
  actOnTicket(
    ticket,
    { action: name, ...said[name] } as TicketAction,
    ofWorker.includes(name) ? fitter : desk,
    t0 + at * hour,
  )

const ways: Record<TicketState, TicketActionName[]> = {
  ...{ new: [], dispatched: ['dispatch'], accepted: ['dispatch', 'accept'], cancelled: ['cancel'] },
  ...{ working: ['dispatch', 'accept', 'start'], waiting: ['dispatch', 'accept', 'start', 'wait'] },
  ...{ done: ['dispatch', 'accept', 'start', 'finish'], declined: ['decline'] },
  verified: ['dispatch', 'accept', 'start', 'finish', 'verify'],
  closed: ['dispatch', 'accept', 'start', 'finish', 'verify', 'close'],
}
const follow = (ticket: Ticket, name: TicketActionName): Ticket => {
  const decided = press(ticket, name, 1)
  if (isRefusal(decided)) throw new Error(`${name}: ${decided.refused}`)
  return decided.next
}

const step = CheckItem.parse({ id: 'run', label: '试运行', required: false })
const opened = openTicket(NewTicket.parse({ site: 'hq', type: 'fault', title: '跳闸' }), {
  ...{
    id: 't-1',
    number: 218,
    source: 'person',
    at: t0,
    by: null,
    terms: { ...shippedTerms('fault'), checks: [step] },
  },
}).next

const holdable: readonly TicketState[] = ['dispatched', 'accepted', 'working', 'waiting']

/** A ticket in a state; held by its worker where an action is about that. */
function ticketIn(state: TicketState, name: TicketActionName): Ticket {
  const ticket = ways[state].reduce(follow, opened)
  expect(ticket.state).toBe(state)
  return name === 'release' && holdable.includes(state) ? follow(ticket, 'lease') : ticket
}

describe('the life of a ticket', () => {
  it('is written out for every action and every state', () => {
    expect(rows.map(([name]) => name).sort()).toEqual(Object.keys(ticketActions).sort())
    expect([...states].sort()).toEqual([...TicketState.options].sort())
    expect(cells).toHaveLength(180)
  })

  it.each(cells)('%s from %s: %s', (name, state, cell) => {
    const ticket = ticketIn(state, name)
    const decided = press(ticket, name, 2)
    if (cell === '-') return expect(decided).toEqual({ refused: 'ticket_transition', params: { state, action: name } })
    if (cell === '=') return expect(decided).toEqual({ next: ticket, happenings: [] })
    expect(decided).toMatchObject({
      next: { state: cell === 'same' ? state : cell, version: ticket.version + 1 },
      happenings: [{ by: ofWorker.includes(name) ? 'wangqiang' : 'wanglei' }],
    })
  })
})
