import { describe, expect, it } from 'vitest'
import { iso } from '../contracts/instant.ts'
import { CheckItem, type Terms } from '../contracts/policy.ts'
import { isRefusal } from '../contracts/refusal.ts'
import {
  NewTicket,
  Ticket,
  ticketActions,
  TicketState,
  type TicketAction,
  type TicketActionName,
} from '../contracts/ticket.ts'
import type { Actor } from '../contracts/user.ts'
import type { Decided } from './decision.ts'
import { shippedTerms } from './policy.ts'
import { openTicket } from './ticket-open.ts'
import { nextDue, tickTicket } from './ticket-system.ts'
import { leadsTo, transitions } from './ticket-table.ts'
import { actOnTicket } from './ticket.ts'

const t0 = Date.parse('2026-11-23T06:00:00Z')
const minute = 60_000
const hour = 60 * minute
const person = (name: string): Actor => ({ name, role: 'technician', sites: null, locale: 'zh-CN', type: 'user' })
const [desk, fitter, chief] = [person('wanglei'), person('wangqiang'), person('zhangyu')]

const asked = (type: Ticket['type'] = 'fault') => NewTicket.parse({ site: 'hq', type, title: '跳闸' })
const step: Terms['checks'][number] = CheckItem.parse({ id: 'run', label: '试运行', required: false })
const opened = (type: Ticket['type'] = 'fault'): Ticket => {
  const terms = { ...shippedTerms(type), checks: [step] }
  return openTicket(asked(type), { id: 't-1', number: 218, source: 'rule', at: t0, by: null, terms }).next
}
function done(decided: Decided<Ticket>): Ticket {
  if (isRefusal(decided)) throw new Error(decided.refused)
  return decided.next
}
const refusal = (decided: Decided<Ticket>): string | null => (isRefusal(decided) ? decided.refused : null)

const action = {
  dispatch: { action: 'dispatch', user: 'wangqiang' },
  accept: { action: 'accept' },
  decline: { action: 'decline', reason: '不在岗' },
  start: { action: 'start' },
  wait: { action: 'wait', reason: '等配件', why: 'parts' },
  resume: { action: 'resume' },
  finish: { action: 'finish', note: '换接触器', minutes: 40 },
  verify: { action: 'verify' },
  reject: { action: 'reject', reason: '仍跳闸' },
  close: { action: 'close' },
  cancel: { action: 'cancel', reason: '重复' },
  rate: { action: 'rate', score: 5 },
  callback: { action: 'callback', text: '住户满意' },
  arrive: { action: 'arrive' },
  check: { action: 'check', items: [{ id: 'run', ok: true }] },
  appoint: { action: 'appoint', at: iso(t0 + 5 * hour), confirmed: false },
  lease: { action: 'lease', hours: 4 },
  release: { action: 'release' },
} as const satisfies { [A in TicketActionName]: Extract<TicketAction, { action: A }> }

type Step = [TicketActionName, number?, Actor?]
/** Takes steps, each at minutes after the intake. */
const walk = (ticket: Ticket, ...steps: Step[]): Ticket =>
  steps.reduce(
    (at, [name, minutes = 1, by = fitter]) => done(actOnTicket(at, action[name], by, t0 + minutes * minute)),
    ticket,
  )
const toDone: Step[] = [['dispatch'], ['accept', 10], ['start', 20], ['finish', 60]]

/** The shortest way to each state. */
const ways: Record<TicketState, Step[]> = {
  new: [],
  dispatched: [['dispatch']],
  accepted: [['dispatch'], ['accept']],
  working: [['dispatch'], ['accept'], ['start']],
  waiting: [['dispatch'], ['accept'], ['start'], ['wait']],
  done: toDone,
  verified: [...toDone, ['verify', 70, desk]],
  closed: [...toDone, ['verify', 70, desk], ['close', 80, desk]],
  cancelled: [['cancel']],
  declined: [['decline']],
}

describe('opening', () => {
  it('makes a valid ticket whose two clocks run from the intake', () => {
    const { next, happenings } = openTicket(asked(), { id: 't-1', number: 218, source: 'person', at: t0, by: 'liqian' })
    expect(() => Ticket.parse(next)).not.toThrow()
    expect(next).toMatchObject({ state: 'new', number: 218, source: 'person', version: 1, createdAt: iso(t0) })
    expect(next.clocks.response).toMatchObject({ dueAt: iso(t0 + 30 * minute), state: 'running' })
    expect(next.clocks.resolution).toMatchObject({ dueAt: iso(t0 + 24 * hour), state: 'running' })
    expect(happenings).toMatchObject([{ type: 'ticket.created', by: 'liqian', data: next }])
  })

  it.each([
    ['repair', 30, 24 * 60],
    ['complaint', 30, 24 * 60],
    ['entrapment', 2, 30],
  ] as const)('gives a %s its own times', (type, response, resolution) => {
    const { clocks } = opened(type)
    expect(clocks.response.dueAt).toBe(iso(t0 + response * minute))
    expect(clocks.resolution.dueAt).toBe(iso(t0 + resolution * minute))
  })
})

describe('the transition table', () => {
  const names = Object.keys(ticketActions) as TicketActionName[]
  /** Done already in that state, so that it is answered with the unchanged ticket. */
  const repeats: Partial<Record<TicketState, TicketActionName[]>> = {
    new: ['release'],
    dispatched: ['dispatch', 'release'],
    accepted: ['accept', 'release'],
    working: ['accept', 'start', 'resume', 'release'],
    waiting: ['accept', 'wait', 'release'],
    done: ['finish', 'release'],
    verified: ['verify', 'release'],
    closed: ['close', 'release'],
    cancelled: ['cancel', 'release'],
    declined: ['decline', 'release'],
  }
  const ofWorker: ReadonlySet<string> = new Set(['accept', 'lease'])
  const cases = TicketState.options.flatMap((state) => names.map((name) => [state, name] as const))

  it('knows every state', () => {
    expect(Object.keys(transitions).sort()).toEqual([...TicketState.options].sort())
  })

  it.each(cases)('%s + %s', (state, name) => {
    const ticket = walk(opened(), ...ways[state])
    expect(ticket.state).toBe(state)
    const by = ofWorker.has(name) ? fitter : desk
    const decided = actOnTicket(ticket, action[name], by, t0 + 2 * hour)
    if (repeats[state]?.includes(name)) return expect(decided).toEqual({ next: ticket, happenings: [] })
    const to = leadsTo(state, name)
    if (to === null) {
      expect(decided).toMatchObject({ refused: 'ticket_transition', params: { state, action: name } })
    } else {
      expect(done(decided)).toMatchObject({ state: to, version: ticket.version + 1 })
      expect(() => Ticket.parse(done(decided))).not.toThrow()
    }
  })

  it('is the life that the product describes', () => {
    expect(transitions).toMatchObject({
      new: { dispatch: 'dispatched', decline: 'declined' },
      dispatched: { accept: 'accepted', decline: 'new' },
      accepted: { start: 'working' },
      working: { wait: 'waiting', finish: 'done' },
      waiting: { resume: 'working' },
      done: { verify: 'verified', reject: 'working' },
      verified: { close: 'closed' },
    })
    expect(leadsTo('new', 'accept')).toBeNull()
    expect(leadsTo('working', 'close')).toBeNull()
    expect(leadsTo('closed', 'cancel')).toBeNull()
  })

  it('writes each step into the timeline with its person', () => {
    const ticket = walk(opened(), ...ways.closed, ['rate', 90, desk])
    expect(ticket.timeline.map(({ type }) => type)).toEqual([
      ...['created', 'dispatched', 'accepted', 'started', 'finished', 'verified', 'closed', 'rated'],
    ])
    expect(ticket.timeline[4]).toMatchObject({ by: 'wangqiang', data: { note: '换接触器', minutes: 40 } })
    expect(ticket).toMatchObject({ closedAt: iso(t0 + 80 * minute), rating: { score: 5, text: '' } })
  })
})

describe('whom it is with', () => {
  it('is the person or vendor it was sent to, then whoever accepted', () => {
    const sent = done(actOnTicket(opened(), { action: 'dispatch', vendor: '安华消防' }, desk, t0))
    expect(sent).toMatchObject({ assignee: null, vendor: '安华消防' })
    expect(done(actOnTicket(sent, action.dispatch, desk, t0))).toMatchObject({ assignee: 'wangqiang', vendor: null })
    expect(walk(sent, ['accept', 1, chief]).assignee).toBe('zhangyu')
  })

  it('is nobody after a refusal, and a second press of the same person goes no further', () => {
    const back = walk(opened(), ['dispatch'], ['decline'])
    expect(back).toMatchObject({ state: 'new', assignee: null })
    expect(actOnTicket(back, action.decline, fitter, t0)).toEqual({ next: back, happenings: [] })
    expect(walk(back, ['decline', 5, desk])).toMatchObject({ state: 'declined', closedAt: iso(t0 + 5 * minute) })
  })
})

describe('no fake fix', () => {
  it('lets somebody else verify than the one who did it', () => {
    const fixed = walk(opened(), ...toDone)
    expect(fixed.finishedBy).toBe('wangqiang')
    expect(refusal(actOnTicket(fixed, action.verify, fitter, t0))).toBe('ticket_same_person')
    expect(walk(fixed, ['verify', 70, desk]).state).toBe('verified')
  })

  it('sends it back to work with what was left of the time', () => {
    const fixed = walk(opened(), ...toDone)
    expect(fixed.clocks.resolution).toMatchObject({ state: 'stopped', stoppedAt: iso(t0 + hour), breached: false })
    const again = walk(fixed, ['reject', 5 * 60, desk])
    expect(again).toMatchObject({ state: 'working', finishedBy: null })
    expect(again.clocks.resolution).toMatchObject({ state: 'running', dueAt: iso(t0 + 28 * hour), stoppedAt: null })
    expect(actOnTicket(again, action.reject, desk, t0)).toEqual({ next: again, happenings: [] })
  })

  it('calls back before a complaint closes', () => {
    const checked = walk(opened('complaint'), ...toDone, ['verify', 70, desk])
    expect(refusal(actOnTicket(checked, action.close, desk, t0))).toBe('callback_required')
    expect(walk(checked, ['callback', 75, desk], ['close', 80, desk]).state).toBe('closed')
  })

  it('refuses what was decided on an old form', () => {
    const sent = walk(opened(), ['dispatch'])
    const stale = actOnTicket(sent, { action: 'cancel', reason: 'r', version: 1 }, desk, t0)
    expect(stale).toMatchObject({ refused: 'stale_version', params: { version: 2 } })
    expect(actOnTicket(sent, { action: 'dispatch', user: 'wangqiang', version: 1 }, desk, t0)).toEqual({
      next: sent,
      happenings: [],
    })
  })
})

describe('the clocks', () => {
  it('stop: response when it is accepted, resolution when it is finished', () => {
    const accepted = walk(opened(), ['dispatch'], ['accept', 12])
    expect(accepted.clocks.response).toMatchObject({
      state: 'stopped',
      stoppedAt: iso(t0 + 12 * minute),
      breached: false,
    })
    expect(accepted.clocks.resolution.state).toBe('running')
    expect(walk(accepted, ['dispatch', 20], ['accept', 50, chief]).clocks.response).toEqual(accepted.clocks.response)
  })

  it('pause while it waits and run on with what was left', () => {
    const waiting = walk(opened(), ...ways.working, ['wait', 60])
    expect(waiting.clocks.resolution).toMatchObject({ state: 'paused', leftMs: 23 * hour })
    expect(nextDue(waiting)).toBeNull()
    expect(tickTicket(waiting, t0 + 48 * hour).happenings).toEqual([])
    const given = walk(waiting, ['cancel', 48 * 60]).clocks.resolution
    expect(given).toMatchObject({ state: 'stopped', leftMs: 23 * hour, breached: false })
    const resumed = walk(waiting, ['resume', 10 * 60])
    expect(resumed.clocks.resolution).toMatchObject({ state: 'running', dueAt: iso(t0 + 33 * hour), leftMs: null })
    expect(resumed.timeline.at(-2)).toMatchObject({ type: 'waiting', data: { reason: '等配件' } })
  })

  it('say once that they are breached, at the due time', () => {
    const ticket = opened()
    expect(nextDue(ticket)).toBe(t0 + 24 * minute)
    expect(tickTicket(ticket, t0 + 24 * minute - 1)).toEqual({ next: ticket, happenings: [] })
    const warned = tickTicket(ticket, t0 + 24 * minute)
    expect(warned.happenings.map(({ type }) => type)).toEqual(['ticket.warned'])
    expect(warned.next.timeline.at(-1)).toMatchObject({ type: 'warned', by: null, data: { clock: 'response' } })
    expect(tickTicket(warned.next, t0 + 30 * minute - 1)).toEqual({ next: warned.next, happenings: [] })
    const breached = tickTicket(warned.next, t0 + 30 * minute)
    expect(breached.happenings.map(({ type }) => type)).toEqual(['ticket.breached'])
    expect(breached.next.timeline.at(-1)).toMatchObject({ type: 'breached', by: null, data: { clock: 'response' } })
    expect(tickTicket(breached.next, t0 + hour).happenings).toEqual([])
    expect(nextDue(breached.next)).toBe(t0 + 0.8 * 24 * hour)
    const both = tickTicket(ticket, t0 + 25 * hour)
    expect(both.happenings).toHaveLength(2)
    expect(both.next).toMatchObject({ version: 3 })
    expect(nextDue(both.next)).toBeNull()
  })

  it('are breached by what came too late, ticked or not', () => {
    expect(walk(opened(), ['dispatch'], ['accept', 31]).clocks.response.breached).toBe(true)
    expect(walk(opened(), ...ways.working, ['wait', 25 * 60]).clocks.resolution.breached).toBe(true)
    expect(walk(opened(), ['dispatch'], ['accept', 30]).clocks.response.breached).toBe(false)
  })

  it('stand still for good when nothing is to be done any more', () => {
    for (const end of [walk(opened(), ['cancel', 5]), walk(opened(), ['decline', 5])]) {
      expect(end.clocks).toMatchObject({ response: { state: 'stopped' }, resolution: { state: 'stopped' } })
      expect(nextDue(end)).toBeNull()
    }
  })
})
