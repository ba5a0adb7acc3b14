// Tickets in the records: opened under the terms in force, written with everything that hangs on them, late by the tick.
import type { Transaction } from 'kysely'
import { epoch, iso } from '../core/contracts/instant.ts'
import type { Device } from '../core/contracts/device.ts'
import type { NewHappening } from '../core/contracts/live.ts'
import type { Locale, Name } from '../core/contracts/scalars.ts'
import type { NewTicket, Ticket } from '../core/contracts/ticket.ts'
import type { Decision } from '../core/domain/decision.ts'
import { entryOf } from '../core/domain/device-file.ts'
import { policiesInForce, termsOf } from '../core/domain/policy.ts'
import { askedFor, counting, followFrom, isGoing, isTrouble, leadTo, rectifies } from '../core/domain/rectification.ts'
import { mediaOf } from '../core/domain/ticket-media.ts'
import { openTicket, recurrenceSpan, warrantyOf, type TicketOrigin } from '../core/domain/ticket-open.ts'
import { isLate, nextDue, tickTicket } from '../core/domain/ticket-system.ts'
import { text } from '../core/texts/texts.ts'
import type { Internals } from './internal.ts'
import { fileEntry } from './store/device-file.ts'
import { findDevice } from './store/device.ts'
import { useFiles } from './store/file.ts'
import { writtenPolicies } from './store/policy.ts'
import type { Records } from './store/schema.ts'
import {
  findTicket,
  insertTicket,
  nextTicketNumber,
  ticketsDue,
  ticketsOfDevice,
  updateTicket,
} from './store/ticket.ts'
import { endWatch, saveWatch } from './store/watch.ts'

type Tx = Transaction<Records>
/** Who tells the rules. */
type Rules = Pick<Internals, 'tell'>

/** Opens a ticket and keeps it. */
export async function keepNewTicket(
  tx: Tx,
  asked: NewTicket,
  { at, ...origin }: Pick<TicketOrigin, 'id' | 'source' | 'at' | 'by' | 'follows'>,
): Promise<Decision<Ticket>> {
  const { type } = asked
  const [policy] = policiesInForce(await writtenPolicies(tx, type)).filter((each) => each.type === type)
  const device = asked.device === null ? null : await findDevice(tx, asked.device)
  const asLately = { device: device?.id ?? '', type, since: at - recurrenceSpan }
  const earlier = device && isTrouble(type) ? counting(await ticketsOfDevice(tx, asLately)) : []
  const opened = openTicket(asked, {
    ...{ ...origin, at, number: await nextTicketNumber(tx), terms: termsOf(policy!), recurrence: earlier.length + 1 },
    warranty: device && warrantyOf(device, at),
  })
  await insertTicket(tx, opened.next, nextDue(opened.next))
  const rectified = device && earlier.length > 0 ? await rectify(tx, opened.next, earlier, device, at) : null
  return rectified ? { ...rectified, happenings: [...opened.happenings, ...rectified.happenings] } : opened
}

/** The same trouble again: one more of a rectification that is under way, or the reason for a new one. */
async function rectify(
  tx: Tx,
  ticket: Ticket,
  earlier: readonly Ticket[],
  device: Device,
  at: number,
): Promise<Decision<Ticket> | null> {
  const id = earlier.findLast(({ rectification }) => rectification !== null)?.rectification ?? null
  const known = id === null ? null : await findTicket(tx, id)
  if (known && isGoing(known)) {
    const followed = followFrom(known, ticket, at)
    await writeTicket(tx, known, followed)
    const led = await lead(tx, [ticket], known, at)
    return { next: led.next, happenings: [...followed.happenings, ...led.happenings] }
  }
  const reasons = rectifies(ticket, earlier, known)
  if (!reasons) return null
  const asked = askedFor(ticket, rectificationTitle(ticket, device))
  const follows = reasons.map((each) => each.id)
  const origin = { id: `r-${ticket.id}`, source: 'recurrence' as const, at, by: null, follows }
  const opened = await keepNewTicket(tx, asked, origin)
  const led = await lead(tx, reasons, opened.next, at)
  return { next: led.next, happenings: [...opened.happenings, ...led.happenings] }
}

/** Each of the tickets says what follows from it; gives the last one. */
async function lead(tx: Tx, tickets: readonly Ticket[], rectification: Ticket, at: number): Promise<Decision<Ticket>> {
  const decisions = tickets.map((ticket) => ({ ticket, decision: leadTo(ticket, rectification, at) }))
  for (const { ticket, decision } of decisions) await writeTicket(tx, ticket, decision)
  return { next: decisions.at(-1)!.decision.next, happenings: decisions.flatMap(({ decision }) => decision.happenings) }
}
const rectificationTitle = ({ recurrence, type }: Ticket, { name }: Device): Name => {
  const of = (locale: Locale) =>
    text(locale, 'ticket.rectification_of', {
      device: name[locale],
      type: text(locale, `ticket.type.${type}`),
      n: recurrence,
    })
  return { 'zh-CN': of('zh-CN'), en: of('en') }
}

/** Writes what was decided about a ticket, with the watch over its machine, the photos and notes that it shows, and the device's file. */
export async function writeTicket(tx: Tx, before: Ticket, { next, happenings }: Decision<Ticket>): Promise<void> {
  if (happenings.length === 0) return
  await updateTicket(tx, before, next, nextDue(next))
  const files = mediaOf(next).map(({ file }) => file)
  await useFiles(tx, files, { noun: 'ticket', thing: next.id, site: next.site })
  const filed = before.state === 'closed' ? null : entryOf(next)
  if (filed) await fileEntry(tx, filed)
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
