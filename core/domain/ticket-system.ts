// What happens to a ticket without a person: time passes, the machine speaks, the same thing breaks again.
import { epoch, iso } from '../contracts/instant.ts'
import type { Ticket, Verdict } from '../contracts/ticket.ts'
import type { Decision } from './decision.ts'
import { change, unchanged, type Change } from './ticket-change.ts'
import { nextOfClock, restartClock, sayOfClock } from './ticket-clock.ts'
import { sentBack } from './ticket.ts'

/** So late may somebody be for an appointment before it counts as missed, ms. */
export const appointmentGrace = 15 * 60_000
/** A fix that breaks again within this is none, ms. */
const bounceSpan = 24 * 3_600_000

const clockNames = ['response', 'resolution'] as const

/** Time has come to `at`: clocks warn and breach, an appointment is missed, a lease ends; each once, each said. */
export function tickTicket(ticket: Ticket, at: number): Decision<Ticket> {
  let decision = unchanged(ticket)
  const go = (step: Decision<Ticket>) =>
    (decision = { next: step.next, happenings: [...decision.happenings, ...step.happenings] })
  for (const name of clockNames) go(tickClock(decision.next, name, at))
  const missed = missedAt(decision.next)
  if (missed !== null && missed <= at) go(miss(decision.next, at))
  const over = leaseEnd(decision.next)
  if (over !== null && over <= at) go(endLease(decision.next, at))
  return decision
}

function tickClock(ticket: Ticket, name: (typeof clockNames)[number], at: number): Decision<Ticket> {
  const clock = ticket.clocks[name]
  const due = nextOfClock(clock)
  if (due === null || due.at > at) return unchanged(ticket)
  // What is over already needs no warning any more.
  const says = epoch(clock.dueAt) <= at ? 'breached' : due.says
  const clocks = { ...ticket.clocks, [name]: sayOfClock(clock, says) }
  return change(ticket, { type: says, set: { clocks }, data: { clock: name, dueAt: clock.dueAt }, by: null, at })
}

function missedAt({ appointment, arrival, state }: Ticket): number | null {
  const open = state === 'dispatched' || state === 'accepted' || state === 'new'
  return open && appointment !== null && !appointment.missed && arrival === null
    ? epoch(appointment.at) + appointmentGrace
    : null
}

const miss = (ticket: Ticket, at: number): Decision<Ticket> =>
  change(ticket, {
    type: 'appointment_missed',
    set: { appointment: { ...ticket.appointment!, missed: true } },
    ...{ data: { readAt: ticket.appointment!.at }, by: null, at },
  })

const leaseEnd = ({ lease }: Ticket): number | null => epoch(lease?.until ?? null)

/** Whoever held it alone was not heard in time: others may have it, and he is told. */
const endLease = (ticket: Ticket, at: number): Decision<Ticket> =>
  change(ticket, {
    ...{ type: 'lease_ended', set: { lease: null } },
    ...{ data: { user: ticket.lease!.by, until: ticket.lease!.until }, by: null, at },
  })

/** The next instant at which {@link tickTicket} has something to do, epoch ms; null when there is none. */
export function nextDue(ticket: Ticket): number | null {
  const due = [
    ...clockNames.map((name) => nextOfClock(ticket.clocks[name])?.at ?? null),
    missedAt(ticket),
    leaseEnd(ticket),
  ]
  const times = due.filter((at) => at !== null)
  return times.length === 0 ? null : Math.min(...times)
}

/** Whether a clock that is over still runs: somebody waits longer than was promised. */
export const isLate = ({ clocks }: Pick<Ticket, 'clocks'>): boolean =>
  clockNames.some((name) => clocks[name].breached && clocks[name].state === 'running')

/** The machine has spoken. A ticket whose machine is not healthy goes back to work. */
export function judgeTicket(ticket: Ticket, verdict: Verdict, at: number): Decision<Ticket> {
  if (ticket.state !== 'done' || ticket.verdict?.state === verdict.state) return unchanged(ticket)
  const spoken = { ...verdict, at: iso(at) }
  const { readings, newest, healthySince } = spoken
  const data = { verdict: spoken.state, readings, newest, healthySince }
  const judged = change(ticket, { type: 'judged', set: { verdict: spoken }, data, by: null, at })
  if (spoken.state !== 'not_healthy') return judged
  const set = { state: 'working' as const, ...sentBack(judged.next, { at, by: null }) }
  const back = change(judged.next, { type: 'rejected', set, data: { verdict: spoken.state }, by: null, at })
  return { next: back.next, happenings: [...judged.happenings, ...back.happenings] }
}

/**
 * The same fault again, as the incident `incident`. A ticket that is still worked on only learns of it; what was said to be
 * fixed goes back to work, as a bounce when that is less than 24 h ago. Null: it is over, a new ticket is due.
 */
export function rebreak(ticket: Ticket, incident: string, at: number): Decision<Ticket> | null {
  const { state, finishedAt } = ticket
  if (state === 'cancelled' || state === 'declined') return null
  const bounced = finishedAt !== null && at - epoch(finishedAt) < bounceSpan
  if (state === 'closed' && !bounced) return null
  const data = { incident }
  if (state !== 'done' && state !== 'verified' && state !== 'closed')
    return ticket.incident === incident
      ? unchanged(ticket)
      : change(ticket, { type: 'rebroke', set: { incident }, data, by: null, at })
  return reopen(ticket, { bounced, data, set: { incident }, by: null, at })
}

/**
 * Somebody who looked again found it as it was before the work for the finding `finding`. Null: the ticket is over, another
 * one is due.
 */
export function failTicket(ticket: Ticket, finding: string, by: string | null, at: number): Decision<Ticket> | null {
  const { state, finishedAt } = ticket
  if (state === 'cancelled' || state === 'declined') return null
  if (state !== 'done' && state !== 'verified' && state !== 'closed') return unchanged(ticket)
  const bounced = finishedAt !== null && at - epoch(finishedAt) < bounceSpan
  return state === 'closed' && !bounced ? null : reopen(ticket, { bounced, data: { finding }, set: {}, by, at })
}

type Again = Pick<Change, 'set' | 'by' | 'at'> & { bounced: boolean; data: Record<string, unknown> }

/** What was said to be fixed goes back to work. */
function reopen(ticket: Ticket, { bounced, data, set, by, at }: Again): Decision<Ticket> {
  const again = { ...set, state: 'working' as const, closedAt: null, arrival: null, verdict: null }
  const bounces = ticket.bounces + (bounced ? 1 : 0)
  const resolution = restartClock(ticket.clocks.resolution, { at, by })
  const back = { ...sentBack(ticket, { at, by }), ...again, bounces, clocks: { ...ticket.clocks, resolution } }
  return change(ticket, { type: 'bounced', set: back, data: { ...data, bounces }, by, at })
}
