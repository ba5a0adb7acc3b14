// The life of a ticket: one transition table, two clocks. Work is proven by another person than the one who did it.
import { refuse } from '../contracts/refusal.ts'
import type { Refusal } from '../contracts/refusal.ts'
import { iso } from '../contracts/instant.ts'
import type { NewTicket, Ticket, TicketAction, TicketActionName, TicketState } from '../contracts/ticket.ts'
import type { Actor } from '../contracts/user.ts'
import type { Decided, Decision } from './decision.ts'
import { breachAt, pauseClock, policy, restartClock, startClock, stopClock } from './ticket-clock.ts'

type Transitions = Partial<Record<TicketActionName, TicketState>>

/** From each state, where an action leads. An action that is not listed is refused with `ticket_transition`. */
export const transitions = {
  new: { dispatch: 'dispatched', decline: 'declined', cancel: 'cancelled', callback: 'new' },
  dispatched: {
    dispatch: 'dispatched',
    accept: 'accepted',
    decline: 'new',
    cancel: 'cancelled',
    callback: 'dispatched',
  },
  accepted: { dispatch: 'dispatched', start: 'working', cancel: 'cancelled', callback: 'accepted' },
  working: { wait: 'waiting', finish: 'done', cancel: 'cancelled', callback: 'working' },
  waiting: { resume: 'working', cancel: 'cancelled', callback: 'waiting' },
  done: { verify: 'verified', reject: 'working', rate: 'done', callback: 'done' },
  verified: { close: 'closed', rate: 'verified', callback: 'verified' },
  closed: { rate: 'closed', callback: 'closed' },
  cancelled: {},
  declined: { callback: 'declined' },
} as const satisfies Record<TicketState, Transitions>

/** The word of the timeline for each action. */
const words = {
  dispatch: 'dispatched',
  accept: 'accepted',
  decline: 'declined',
  start: 'started',
  wait: 'waiting',
  resume: 'resumed',
  finish: 'finished',
  verify: 'verified',
  reject: 'rejected',
  close: 'closed',
  cancel: 'cancelled',
  rate: 'rated',
  callback: 'callback',
} as const satisfies Record<TicketActionName, string>

/** In these states the action has been done already; repeating it changes nothing. */
const done: Transitions = {
  accept: 'accepted',
  start: 'working',
  wait: 'waiting',
  resume: 'working',
  finish: 'done',
  verify: 'verified',
  close: 'closed',
  cancel: 'cancelled',
}

export type TicketOrigin = { id: string; number: number; source: Ticket['source']; at: number; by: string | null }

/** Opens a ticket; both clocks run from `at`, the intake. */
export function openTicket(asked: NewTicket, { id, number, source, at, by }: TicketOrigin): Decision<Ticket> {
  const limits = policy[asked.type]
  const ticket: Ticket = {
    ...asked,
    id,
    number,
    source,
    state: 'new',
    assignee: null,
    vendor: null,
    finishedBy: null,
    clocks: { response: startClock(limits.response, at), resolution: startClock(limits.resolution, at) },
    rating: null,
    createdAt: iso(at),
    closedAt: null,
    version: 1,
    timeline: [{ at: iso(at), type: 'created', by, data: { source } }],
  }
  return { next: ticket, happenings: [told(ticket, 'created', by, at)] }
}

const told = (ticket: Ticket, type: string, by: string | null, at: number) => ({
  type: `ticket.${type}` as const,
  at: iso(at),
  site: ticket.site,
  by,
  id: ticket.id,
  data: ticket,
})

type Change = { type: string; set: Partial<Ticket>; data?: Record<string, unknown>; by: string | null; at: number }

function change(ticket: Ticket, { type, set, data = {}, by, at }: Change): Decision<Ticket> {
  const entry = { at: iso(at), type, by, data }
  const next = { ...ticket, ...set, version: ticket.version + 1, timeline: [...ticket.timeline, entry] }
  return { next, happenings: [told(next, type, by, at)] }
}

/**
 * A person acts. Repeating what is done already gives the unchanged ticket. Refusals: `stale_version`,
 * `ticket_transition`, `ticket_same_person` (who did the work cannot verify it), `callback_required` (a complaint).
 */
export function actOnTicket(ticket: Ticket, action: TicketAction, actor: Actor, at: number): Decided<Ticket> {
  if (isDone(ticket, action, actor)) return { next: ticket, happenings: [] }
  const refusal = forbidden(ticket, action, actor)
  if (refusal) return refusal
  const state = leadsTo(ticket.state, action.action) as TicketState
  const set = { state, ...effect(ticket, action, actor, at) }
  return change(ticket, { type: words[action.action], set, data: detail(action), by: actor.name, at })
}

/** Where an action leads from a state, or null when it is refused there. Buttons show what is not null. */
export const leadsTo = (state: TicketState, action: TicketActionName): TicketState | null =>
  (transitions[state] as Transitions)[action] ?? null

function isDone(ticket: Ticket, action: TicketAction, actor: Actor): boolean {
  const last = ticket.timeline.at(-1)
  const own = last?.by === actor.name
  if (action.action === 'dispatch') return ticket.state === 'dispatched' && isSent(ticket, action)
  // A second press must not go on from `dispatched → new` to `new → declined` (no such service).
  if (action.action === 'decline') return ticket.state === 'declined' || (own && last.type === 'declined')
  if (action.action === 'reject') return ticket.state === 'working' && own && last.type === 'rejected'
  if (action.action === 'rate')
    return ticket.rating?.score === action.score && ticket.rating.text === (action.text ?? '')
  return done[action.action] === ticket.state
}

const isSent = (ticket: Ticket, to: { user?: string; vendor?: string }): boolean =>
  ticket.assignee === (to.user ?? null) && ticket.vendor === (to.vendor ?? null)

function forbidden(ticket: Ticket, action: TicketAction, actor: Actor): Refusal | null {
  if ('version' in action && action.version !== undefined && action.version !== ticket.version) {
    return refuse('stale_version', { version: ticket.version })
  }
  if (leadsTo(ticket.state, action.action) === null) {
    return refuse('ticket_transition', { state: ticket.state, action: action.action })
  }
  if (action.action === 'verify' && ticket.finishedBy === actor.name) return refuse('ticket_same_person')
  const uncalled = ticket.type === 'complaint' && !ticket.timeline.some((entry) => entry.type === 'callback')
  return action.action === 'close' && uncalled ? refuse('callback_required') : null
}

/** What an action sets besides the state. */
function effect(ticket: Ticket, action: TicketAction, actor: Actor, at: number): Partial<Ticket> {
  const { response, resolution } = ticket.clocks
  switch (action.action) {
    case 'dispatch':
      return { assignee: action.user ?? null, vendor: action.vendor ?? null }
    case 'accept':
      return { assignee: actor.name, clocks: { response: stopClock(response, at), resolution } }
    case 'decline':
      return ticket.state === 'new' ? ended(ticket, at) : { assignee: null, vendor: null }
    case 'wait':
      return { clocks: { response, resolution: pauseClock(resolution, at) } }
    case 'resume':
      return { clocks: { response, resolution: restartClock(resolution, at) } }
    case 'finish':
      return { finishedBy: actor.name, clocks: { response, resolution: stopClock(resolution, at) } }
    case 'reject':
      return { finishedBy: null, clocks: { response, resolution: restartClock(resolution, at) } }
    case 'cancel':
    case 'close':
      return ended(ticket, at)
    case 'rate':
      return { rating: { score: action.score, text: action.text ?? '' } }
    case 'start':
    case 'verify':
    case 'callback':
      return {}
  }
}

const ended = ({ clocks }: Ticket, at: number): Partial<Ticket> => ({
  closedAt: iso(at),
  clocks: { response: stopClock(clocks.response, at), resolution: stopClock(clocks.resolution, at) },
})

/** What the person said, for the timeline: the action without its name and version. */
const detail = (action: TicketAction): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(action).filter(([key, value]) => key !== 'action' && key !== 'version' && value !== undefined),
  )

/** Time has come to `at`: marks each clock whose due time has been reached, once, and says so. */
export function tickTicket(ticket: Ticket, at: number): Decision<Ticket> {
  let decision: Decision<Ticket> = { next: ticket, happenings: [] }
  for (const name of ['response', 'resolution'] as const) {
    const clock = decision.next.clocks[name]
    const due = breachAt(clock)
    if (due === null || due > at) continue
    const clocks = { ...decision.next.clocks, [name]: { ...clock, breached: true } }
    const marked = change(decision.next, { type: 'breached', set: { clocks }, data: { clock: name }, by: null, at })
    decision = { next: marked.next, happenings: [...decision.happenings, ...marked.happenings] }
  }
  return decision
}

/** The next instant at which {@link tickTicket} has something to do, epoch ms; null when there is none. */
export function nextDue(ticket: Ticket): number | null {
  const due = [breachAt(ticket.clocks.response), breachAt(ticket.clocks.resolution)].filter((at) => at !== null)
  return due.length === 0 ? null : Math.min(...due)
}
