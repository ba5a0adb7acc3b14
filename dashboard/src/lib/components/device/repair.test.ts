// The life of a machine, from its closed tickets.
import { expect, test } from 'vitest'
import { iso } from '#core/contracts/instant.ts'
import { isRefusal } from '#core/contracts/refusal.ts'
import { NewTicket, type Ticket, type TicketAction } from '#core/contracts/ticket.ts'
import type { Actor } from '#core/contracts/user.ts'
import { openTicket } from '#core/domain/ticket-open.ts'
import { actOnTicket } from '#core/domain/ticket.ts'
import { repairOf } from './repair.ts'

const start = Date.UTC(2026, 10, 23, 6)
const minute = 60_000
const li: Actor = { name: 'li', role: 'technician', sites: null, locale: 'zh-CN', type: 'user' }
const desk: Actor = { ...li, name: 'zhou', role: 'operator' }
const opened = openTicket(NewTicket.parse({ site: 'hq', type: 'fault', title: '过载', device: 'p-1' }), {
  ...{ id: 't-1', number: 218, source: 'rule', at: start, by: null },
}).next
const facts = { tap: null, tag: null, code: true, telemetry: false }
function after(ticket: Ticket, [actor, action, minutes]: [Actor, TicketAction, number]): Ticket {
  const decided = actOnTicket(ticket, action, actor, start + minutes * minute, facts)
  if (isRefusal(decided)) throw new Error(decided.refused)
  return decided.next
}
const finish: TicketAction = {
  ...{ action: 'finish', code: 'p-1', note: '换轴承', minutes: 40, parts: [{ name: '轴承 6205', quantity: 2 }] },
}
const work: [Actor, TicketAction, number][] = [
  [desk, { action: 'dispatch', user: 'li' }, 1],
  [li, { action: 'accept' }, 2],
  [li, { action: 'start' }, 3],
  [li, finish, 60],
  [desk, { action: 'verify' }, 70],
]

test('says what was done, with what, by whom and for how long, once the ticket is closed', () => {
  const verified = work.reduce(after, opened)
  expect(repairOf(verified)).toBeNull()
  expect(repairOf(after(verified, [desk, { action: 'close' }, 80]))).toMatchObject({
    ...{ ticket: 't-1', number: 218, at: start + 80 * minute, waitedMs: 60 * minute, by: 'li', bounces: 0 },
    ...{ done: '换轴承', minutes: 40, parts: [{ name: '轴承 6205', quantity: 2 }], cost: null },
  })
})

test('a ticket that ended without work is no repair; the newest price counts', () => {
  expect(repairOf(after(opened, [desk, { action: 'cancel', reason: '误报' }, 5]))).toBeNull()
  const closed = after(work.reduce(after, opened), [desk, { action: 'close' }, 80])
  const priced = closed.timeline.map((entry, i) => ({ ...entry, data: { ...entry.data, ...(i > 3 && { cost: i }) } }))
  expect(repairOf({ ...closed, timeline: priced })?.cost).toBe(priced.length - 1)
  expect(iso(repairOf(closed)!.at)).toBe(closed.closedAt)
})
