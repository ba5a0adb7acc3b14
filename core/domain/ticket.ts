// What a person does with a ticket: guarded by ticket-guard.ts, led by the table, taking effect here. Work is proven by
// a tap at the device, by the machine itself, and by another person than the one who did it.
import { iso } from '../contracts/instant.ts'
import type { Ticket, TicketAction, TicketActionName } from '../contracts/ticket.ts'
import type { Actor } from '../contracts/user.ts'
import type { Decided } from './decision.ts'
import { change, unchanged } from './ticket-change.ts'
import { answerChecks } from './ticket-check.ts'
import { pauseClock, restartClock, stopClock, type Turn } from './ticket-clock.ts'
import { forbidden, isDone } from './ticket-guard.ts'
import { onSpot, type SpotFacts } from './ticket-spot.ts'
import { entryOf, leadsTo } from './ticket-table.ts'
import { beginWatch } from './verdict.ts'

/**
 * What is known beside the ticket: of the tap or code that was sent, whether the device sends telemetry at all, and of a
 * dispatch whether the system proposes just that.
 */
export type TicketFacts = SpotFacts & { telemetry: boolean; proposed?: boolean }
const nothing: TicketFacts = { tap: null, tag: null, code: false, telemetry: true }

const hour = 3_600_000

/**
 * A person acts. Repeating what is done already gives the unchanged ticket. Refusals: `stale_version`,
 * `ticket_transition`, `ticket_taken`, `ticket_leased` (somebody else has it), `tap_required` (no proof of having been
 * at the device), `check_…` and `checks_missing`, `pause_not_allowed`, `appointment_…`, `verdict_needed`,
 * `override_by_lead`, `ticket_same_person`, `ticket_same_vendor`, `callback_required` (a complaint).
 */
export function actOnTicket(
  ticket: Ticket,
  action: TicketAction,
  actor: Actor,
  at: number,
  facts: TicketFacts = nothing,
): Decided<Ticket> {
  if (isDone(ticket, action, actor, at)) return unchanged(ticket)
  const refusal = forbidden(ticket, action, actor, facts, at)
  if (refusal) return refusal
  const set = { state: leadsTo(ticket.state, action.action)!, ...effectOf(ticket, action, actor, at, facts) }
  const confirmed = action.action === 'appoint' && action.confirmed
  const type = confirmed ? 'appointment_confirmed' : entryOf[action.action]
  return change(ticket, { type, set, data: detail(action, ticket, facts), by: actor.name, at })
}

type Effect<A extends TicketActionName> = (
  ticket: Ticket,
  action: Extract<TicketAction, { action: A }>,
  actor: Actor,
  turn: Turn & { by: string },
  facts: TicketFacts,
) => Partial<Ticket>

const resolution = (ticket: Ticket, next: Ticket['clocks']['resolution']): Partial<Ticket> => ({
  clocks: { ...ticket.clocks, resolution: next },
})

const ended = ({ clocks }: Ticket, turn: Turn): Partial<Ticket> => ({
  closedAt: iso(turn.at),
  lease: null,
  clocks: { response: stopClock(clocks.response, turn), resolution: stopClock(clocks.resolution, turn) },
})

/** What an action sets besides the state. */
const effects: { [A in TicketActionName]: Effect<A> } = {
  dispatch: (_, { user, vendor }) => ({
    ...{ assignee: user ?? null, vendor: vendor ?? null, lease: null, workSince: null, arrival: null },
  }),
  accept: ({ clocks, workSince }, _, actor, turn) => ({
    assignee: actor.name,
    workSince: workSince ?? iso(turn.at),
    clocks: { ...clocks, response: stopClock(clocks.response, { ...turn, why: 'accept' }) },
  }),
  decline: (ticket, { reason }, _, turn) =>
    ticket.state === 'new'
      ? { ...ended(ticket, { ...turn, why: 'declined' }), said: reason }
      : { assignee: null, vendor: null, lease: null, workSince: null, arrival: null },
  start: () => ({}),
  arrive: (ticket, _, actor, turn, facts) => ({
    arrival: betterOf(ticket.arrival, onSpot(ticket, actor, facts, turn.at)),
    ...(ticket.terms.stopsAt === 'arrive' &&
      resolution(ticket, stopClock(ticket.clocks.resolution, { ...turn, why: 'arrive' }))),
  }),
  check: (ticket, { items }, _, { by, at }) => ({ checks: answerChecks(ticket.checks, items, by, at) }),
  wait: (ticket, { why }, _, turn) => resolution(ticket, pauseClock(ticket.clocks.resolution, { ...turn, why })),
  resume: (ticket, _, __, turn) => resolution(ticket, goOn(ticket, turn)),
  finish: (ticket, _, actor, turn, facts) => {
    const proof = ticket.device === null ? null : onSpot(ticket, actor, facts, turn.at)
    return {
      ...{ finishedBy: actor.name, finishedVendor: actor.vendor ?? ticket.vendor, finishedAt: iso(turn.at) },
      ...{ proof, arrival: ticket.arrival ?? proof, lease: null },
      verdict: ticket.device === null ? null : beginWatch(ticket.terms.hold, facts.telemetry, turn.at),
      ...resolution(ticket, stopClock(ticket.clocks.resolution, { ...turn, why: 'finish' })),
    }
  },
  verify: () => ({}),
  reject: (ticket, _, __, turn) => sentBack(ticket, turn),
  close: (ticket, _, __, turn) => ended(ticket, { ...turn, why: 'close' }),
  cancel: (ticket, _, __, turn) => ended(ticket, { ...turn, why: 'cancel' }),
  rate: (_, { score, text }, __, { at }) => ({ rating: { score, text: text ?? '', at: iso(at) } }),
  callback: () => ({}),
  appoint: ({ appointment }, { at, confirmed }, actor) => ({
    appointment: confirmed
      ? { ...appointment!, confirmedBy: actor.name }
      : { at, by: actor.name, confirmedBy: null, missed: false },
  }),
  lease: ({ workSince }, { hours }, actor, { at }) => ({
    lease: { by: actor.name, until: iso(at + hours * hour) },
    workSince: workSince ?? iso(at),
  }),
  release: () => ({ lease: null }),
}

const effectOf = <A extends TicketActionName>(
  ticket: Ticket,
  action: Extract<TicketAction, { action: A }>,
  actor: Actor,
  at: number,
  facts: TicketFacts,
): Partial<Ticket> => (effects[action.action] as Effect<A>)(ticket, action, actor, { at, by: actor.name }, facts)

/** An arrival that was proven stays; a word gives way to proof. */
const betterOf = (before: Ticket['arrival'], next: Ticket['arrival']): Ticket['arrival'] =>
  before === null || (before.how === 'told' && next?.how !== 'told') ? next : before

/** The second clock runs on; one that counts the way to the place has done its work once somebody is there. */
const goOn = ({ clocks: { resolution } }: Ticket, turn: Turn) =>
  resolution.intervals.at(-1)?.why === 'arrive' ? resolution : restartClock(resolution, turn)

/** The work is not done after all: it goes on with what was left of its time, and must be proven anew. */
export const sentBack = (ticket: Ticket, turn: Turn): Partial<Ticket> => ({
  ...{ finishedBy: null, finishedVendor: null, finishedAt: null, proof: null, workSince: iso(turn.at) },
  ...resolution(ticket, goOn(ticket, turn)),
})

/** What the person said, for the timeline: the action without its name and version. */
const detail = (action: TicketAction, { verdict }: Ticket, { proposed }: TicketFacts): Record<string, unknown> => ({
  ...Object.fromEntries(
    Object.entries(action).filter(([key, value]) => key !== 'action' && key !== 'version' && value !== undefined),
  ),
  ...(action.action === 'dispatch' && proposed && { proposed }),
  ...(action.action === 'verify' && { verdict: verdict?.state ?? null }),
})
