// Tickets in the records: opened under the terms in force, written with everything that hangs on them, late by the tick.
import type { Transaction } from 'kysely'
import { epoch, iso } from '../core/contracts/instant.ts'
import type { NewHappening } from '../core/contracts/live.ts'
import type { NewTicket, Ticket } from '../core/contracts/ticket.ts'
import type { Decision } from '../core/domain/decision.ts'
import { policiesInForce, termsOf } from '../core/domain/policy.ts'
import { mediaOf } from '../core/domain/ticket-media.ts'
import { openTicket, recurrenceSpan, warrantyOf, type TicketOrigin } from '../core/domain/ticket-open.ts'
import { isLate, nextDue, tickTicket } from '../core/domain/ticket-system.ts'
import type { Internals } from './internal.ts'
import { findDevice } from './store/device.ts'
import { useFiles } from './store/file.ts'
import { writtenPolicies } from './store/policy.ts'
import type { Records } from './store/schema.ts'
import { countTickets, insertTicket, nextTicketNumber, ticketsDue, updateTicket } from './store/ticket.ts'
import { endWatch, saveWatch } from './store/watch.ts'

type Tx = Transaction<Records>
/** Who tells the rules. */
type Rules = Pick<Internals, 'tell'>

/** Opens a ticket and keeps it. */
export async function keepNewTicket(
  tx: Tx,
  asked: NewTicket,
  { at, ...origin }: Pick<TicketOrigin, 'id' | 'source' | 'at' | 'by'>,
): Promise<Decision<Ticket>> {
  const { type } = asked
  const [policy] = policiesInForce(await writtenPolicies(tx, type)).filter((each) => each.type === type)
  const device = asked.device === null ? null : await findDevice(tx, asked.device)
  const before = device ? await countTickets(tx, { device: device.id, type, since: at - recurrenceSpan }) : 0
  const opened = openTicket(asked, {
    ...{ ...origin, at, number: await nextTicketNumber(tx), terms: termsOf(policy!), recurrence: before + 1 },
    warranty: device && warrantyOf(device, at),
  })
  await insertTicket(tx, opened.next, nextDue(opened.next))
  return opened
}

/** Writes what was decided about a ticket, with the watch over its machine and the photos and notes that it shows. */
export async function writeTicket(tx: Tx, before: Ticket, { next, happenings }: Decision<Ticket>): Promise<void> {
  if (happenings.length === 0) return
  await updateTicket(tx, before, next, nextDue(next))
  const files = mediaOf(next).map(({ file }) => file)
  await useFiles(tx, files, { noun: 'ticket', thing: next.id, site: next.site })
  const [was, is] = [isWatched(before), isWatched(next)]
  if (is && !was) await saveWatch(tx, { ticket: next.id, verdict: next.verdict! }, epoch(next.verdict!.since))
  if (was && !is) await endWatch(tx, next.id)
}

const isWatched = ({ state, verdict }: Ticket): boolean =>
  state === 'done' && verdict !== null && verdict.state !== 'not_watched'

/** Writes it, and tells the rules when it is late no longer. Gives all that is to be told. */
export async function saveTicket(
  tx: Tx,
  rules: Rules,
  before: Ticket,
  decision: Decision<Ticket>,
  at: number,
): Promise<NewHappening[]> {
  await writeTicket(tx, before, decision)
  const caughtUp = isLate(before) && !isLate(decision.next)
  const told = caughtUp ? await tellRules(tx, rules, 'ticket_caught_up', decision.next, at) : []
  return [...decision.happenings, ...told]
}

/** Lets time come to `at` for every ticket of which something is due. */
export async function tickTickets(tx: Tx, rules: Rules, at: number): Promise<NewHappening[]> {
  const told: NewHappening[] = []
  for (const ticket of await ticketsDue(tx, at)) {
    const decision = tickTicket(ticket, at)
    if (decision.happenings.length === 0) continue
    told.push(...(await saveTicket(tx, rules, ticket, decision, at)))
    if (!isLate(ticket) && isLate(decision.next))
      told.push(...(await tellRules(tx, rules, breachOf(ticket), decision.next, at)))
  }
  return told
}

const breachOf = ({ priority, type }: Ticket) =>
  priority <= 2 || type === 'entrapment' ? ('urgent_ticket_breached' as const) : ('ticket_breached' as const)

function tellRules(
  tx: Tx,
  rules: Rules,
  name: 'ticket_breached' | 'urgent_ticket_breached' | 'ticket_caught_up',
  ticket: Ticket,
  at: number,
): Promise<NewHappening[]> {
  const { id, number, site, device, assignee, version } = ticket
  const data = { ticket: id, number, assignee, at: iso(at) }
  const subject = { type: 'ticket' as const, id }
  return rules.tell(tx, { name, subject, data, site, device, at, cause: `ticket/${id}/${version}` })
}
