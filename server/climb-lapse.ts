// What somebody took and left lying, performed: once his time is over nobody has it any more, and people are told anew.
import type { Transaction } from 'kysely'
import type { Climb } from '../core/contracts/ladder.ts'
import type { NewHappening } from '../core/contracts/live.ts'
import type { Ticket } from '../core/contracts/ticket.ts'
import { stopClimb } from '../core/domain/climb.ts'
import {
  isWorkedOn,
  lapseIncident,
  lapseTicket,
  takingOfIncident,
  takingOfTicket,
  type Hold,
} from '../core/domain/lapse.ts'
import { findSubject, type Subject } from './audience.ts'
import { update } from './raise.ts'
import { keepClimb } from './store/climb.ts'
import type { Records } from './store/schema.ts'
import { findTicket } from './store/ticket.ts'
import { writeTicket } from './ticket.ts'

type Tx = Transaction<Records>

/**
 * Nothing was done for too long by whoever has it: that lapses, and the ladder begins anew by what is told of it. An
 * incident whose ticket is worked on is not left lying.
 */
export async function letLapse(tx: Tx, climb: Climb, at: number): Promise<NewHappening[]> {
  const subject = await findSubject(tx, climb.of)
  const hold = subject && holdOf(subject, at)
  if (!subject || !hold) return keepClimb(tx, stopClimb(climb, 'gone', null, at))
  if (await isInHand(tx, subject)) return keepClimb(tx, stopClimb(climb, '', null, at, { ...hold, deed: true }))
  return subject.type === 'incident'
    ? update(tx, subject.incident, lapseIncident(subject.incident, at))
    : lapse(tx, subject.ticket, at)
}

async function lapse(tx: Tx, ticket: Ticket, at: number): Promise<NewHappening[]> {
  const decision = lapseTicket(ticket, at)
  await writeTicket(tx, ticket, decision)
  return decision.happenings
}

async function isInHand(tx: Tx, subject: Subject): Promise<boolean> {
  const id = subject.type === 'incident' ? subject.incident.ticket : null
  const ticket = id === null ? null : await findTicket(tx, id)
  return ticket !== null && isWorkedOn(ticket)
}

/** That the ladder stands still because somebody has it; null while nobody has. */
export const holdOf = (subject: Subject, at: number): Hold | null => {
  const taking = subject.type === 'incident' ? takingOfIncident(subject.incident, at) : takingOfTicket(subject.ticket)
  return taking && { ...taking, deed: false }
}
