// What slipped with a ticket although it is not over: a limit that comes near, a visit that nobody kept, somebody who had it
// and was not heard of. Pure.
import { epoch } from '#core/contracts/instant.ts'
import type { Ticket } from '#core/contracts/ticket.ts'

export const lapses = ['lapsed', 'missed', 'lease_ended', 'warned'] as const
export type Lapse = (typeof lapses)[number]

const atWork: readonly Ticket['state'][] = ['accepted', 'working', 'waiting']
const ofLease: readonly string[] = ['leased', 'released', 'lease_ended', 'dispatched', 'accepted']

/** The lapses that stand now, the gravest first. Lists leave the timeline out; what stands only there shows on the page. */
export const lapsesOf = (ticket: Ticket, now: number): Lapse[] =>
  ticket.closedAt !== null ? [] : lapses.filter((lapse) => stands[lapse](ticket, now))

const stands: Record<Lapse, (ticket: Ticket, now: number) => boolean> = {
  // Who accepted it was told anew with everybody else: it is given, and somebody had been at it.
  lapsed: ({ state, workSince }) => state === 'dispatched' && workSince !== null,
  missed: ({ appointment, arrival }) => appointment?.missed === true && arrival === null,
  lease_ended: ({ state, lease, timeline }, now) =>
    atWork.includes(state) &&
    (lease !== null
      ? epoch(lease.until) <= now
      : timeline.findLast(({ type }) => ofLease.includes(type))?.type === 'lease_ended'),
  warned: ({ clocks }) =>
    [clocks.response, clocks.resolution].some(
      ({ state, warned, breached }) => state === 'running' && warned && !breached,
    ),
}
