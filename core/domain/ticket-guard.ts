// Who may take a step of a ticket now, and what it takes: every "no" of a ticket's life.
import { epoch } from '../contracts/instant.ts'
import { refuse, type Refusal } from '../contracts/refusal.ts'
import type { Ticket, TicketAction, TicketActionName } from '../contracts/ticket.ts'
import type { Actor } from '../contracts/user.ts'
import { may } from './permission.ts'
import { checksRefused, isAnswered, unanswered } from './ticket-check.ts'
import { onSpot, type SpotFacts } from './ticket-spot.ts'
import { doneIn, leadsTo } from './ticket-table.ts'

/** Whether the action finds the ticket already as it wants it. */
export function isDone(ticket: Ticket, action: TicketAction, actor: Actor, at: number): boolean {
  const last = ticket.timeline.at(-1)
  const own = last?.by === actor.name
  switch (action.action) {
    case 'dispatch':
      return ticket.state === 'dispatched' && isSent(ticket, action)
    // A second press must not go on from `dispatched → new` to `new → declined` (no such service).
    case 'decline':
      return ticket.state === 'declined' || (own && last.type === 'declined')
    case 'reject':
      return ticket.state === 'working' && own && last.type === 'rejected'
    case 'accept':
      return ticket.assignee === actor.name && taken.has(ticket.state)
    case 'rate':
      return ticket.rating?.score === action.score && ticket.rating.text === (action.text ?? '')
    case 'arrive':
      return ticket.arrival !== null && (ticket.arrival.how !== 'told' || action.tap === undefined) && isThere(ticket)
    case 'check':
      return isAnswered(ticket.checks, action.items, actor.name)
    case 'appoint':
      return isAgreed(ticket, action)
    case 'lease':
      return holderOf(ticket, at) === actor.name
    case 'release':
      return holderOf(ticket, at) === null
    default:
      return doneIn[action.action] === ticket.state
  }
}

const taken: ReadonlySet<Ticket['state']> = new Set(['accepted', 'working', 'waiting'])
const isThere = ({ state }: Ticket): boolean => state !== 'accepted' && leadsTo(state, 'arrive') !== null
const isSent = (ticket: Ticket, to: { user?: string; vendor?: string }): boolean =>
  ticket.assignee === (to.user ?? null) && ticket.vendor === (to.vendor ?? null)
const isAgreed = ({ appointment }: Ticket, { at, confirmed }: { at: string; confirmed: boolean }): boolean =>
  appointment !== null &&
  epoch(appointment.at) === epoch(at) &&
  (confirmed ? appointment.confirmedBy !== null : !appointment.missed)

/** Who holds the ticket alone at an instant; null when nobody does. */
export const holderOf = ({ lease }: Pick<Ticket, 'lease'>, at: number): string | null =>
  lease !== null && epoch(lease.until) > at ? lease.by : null

/** Why the action may not be taken; null when it may. */
export function forbidden(
  ticket: Ticket,
  action: TicketAction,
  actor: Actor,
  facts: SpotFacts,
  at: number,
): Refusal | null {
  if (action.version !== undefined && action.version !== ticket.version)
    return refuse('stale_version', { version: ticket.version })
  return (
    takenBy(ticket, action.action, actor, at) ??
    (leadsTo(ticket.state, action.action) === null
      ? refuse('ticket_transition', { state: ticket.state, action: action.action })
      : missing(ticket, action, actor, facts, at))
  )
}

/** Work that belongs to one person. The desk does the rest, writes down what he phones in, and releases what is held. */
const ofHolder: ReadonlySet<TicketActionName> = new Set([
  ...(['dispatch', 'accept', 'decline', 'start', 'arrive', 'check', 'wait', 'resume', 'finish', 'lease'] as const),
])

function takenBy(ticket: Ticket, action: TicketActionName, actor: Actor, at: number): Refusal | null {
  const holder = holderOf(ticket, at)
  const other = holder !== null && holder !== actor.name
  const isDesk = may(actor.role, 'ticket.dispatch')
  if (other && ((ofHolder.has(action) && !(isDesk && action === 'check')) || (action === 'release' && !isDesk)))
    return refuse('ticket_leased', { user: holder, until: ticket.lease!.until })
  const { assignee, state } = ticket
  const asks = action === 'accept' || action === 'lease'
  return asks && taken.has(state) && assignee !== null && assignee !== actor.name
    ? refuse('ticket_taken', { user: assignee })
    : null
}

function missing(ticket: Ticket, action: TicketAction, actor: Actor, facts: SpotFacts, at: number): Refusal | null {
  switch (action.action) {
    case 'wait':
      return ticket.terms.pauses.includes(action.why) ? null : refuse('pause_not_allowed', { why: action.why })
    case 'arrive':
      return action.tap !== undefined && onSpot(ticket, actor, facts, at).how === 'told' ? refuse('tap_required') : null
    case 'check':
      return checksRefused(ticket.checks, action.items)
    case 'finish':
      return unfinished(ticket, actor, facts, at)
    case 'appoint':
      return unagreed(ticket, action, at)
    case 'verify':
      return unverified(ticket, action, actor)
    case 'close':
      return ticket.type === 'complaint' && !ticket.timeline.some((entry) => entry.type === 'callback')
        ? refuse('callback_required')
        : null
    default:
      return null
  }
}

function unfinished(ticket: Ticket, actor: Actor, facts: SpotFacts, at: number): Refusal | null {
  if (ticket.device !== null && onSpot(ticket, actor, facts, at).how === 'told') return refuse('tap_required')
  const open = unanswered(ticket.checks)
  return open > 0 ? refuse('checks_missing', { n: open }) : null
}

function unagreed(ticket: Ticket, { at: time, confirmed }: { at: string; confirmed: boolean }, at: number) {
  if (!confirmed) return epoch(time) <= at ? refuse('appointment_in_past') : null
  const { appointment } = ticket
  return appointment !== null && epoch(appointment.at) === epoch(time) ? null : refuse('appointment_first')
}

/** Whose work it is: of whoever finished it, and of whoever had taken it on. */
export const didIt = ({ finishedBy, assignee }: Pick<Ticket, 'finishedBy' | 'assignee'>, name: string): boolean =>
  finishedBy === name || assignee === name

function unverified(ticket: Ticket, { override }: { override?: string }, actor: Actor): Refusal | null {
  if (didIt(ticket, actor.name)) return refuse('ticket_same_person')
  if (ticket.finishedVendor !== null && ticket.finishedVendor === actor.vendor) return refuse('ticket_same_vendor')
  if (ticket.verdict === null || proposed.has(ticket.verdict.state)) return null
  if (override === undefined) return refuse('verdict_needed', { verdict: ticket.verdict.state })
  return may(actor.role, 'ticket.override') ? null : refuse('override_by_lead')
}

const proposed: ReadonlySet<string> = new Set(['proposed_good', 'not_watched'])
