// What a reporter's page brings about: a ticket with its photo, and the rating of work that was verified. Nobody signed
// in, so the entries carry no name; sent twice, a report is one ticket.
import { randomBytes } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { Device } from '../core/contracts/device.ts'
import type { FileInfo } from '../core/contracts/file.ts'
import { iso } from '../core/contracts/instant.ts'
import type { NewHappening } from '../core/contracts/live.ts'
import { isRefusal, refuse, type Refusal } from '../core/contracts/refusal.ts'
import type { Report, ReportLink } from '../core/contracts/report-link.ts'
import type { Ticket } from '../core/contracts/ticket.ts'
import type { Actor } from '../core/contracts/user.ts'
import { change } from '../core/domain/ticket-change.ts'
import { actOnTicket } from '../core/domain/ticket.ts'
import type { Internals } from './internal.ts'
import { insertFile, useFiles } from './store/file.ts'
import { insertLink, linkTo } from './store/report-link.ts'
import type { Records } from './store/schema.ts'
import { findTicket } from './store/ticket.ts'
import { keepNewTicket, saveTicket, writeTicket } from './ticket.ts'

type Tx = Transaction<Records>
type Done = { link: ReportLink; happenings: NewHappening[] }

/** No user can have this name. */
export const reporter = '@reporter'
const titleLength = 80

/** The link to a device's label or to a ticket; made when there is none. */
export async function linkFor(
  tx: Tx,
  site: string,
  to: { device: string } | { ticket: string },
  at: number,
): Promise<ReportLink> {
  const known = await linkTo(tx, to)
  if (known) return known
  const token = randomBytes(12).toString('base64url')
  const link = { token, site, device: null, ticket: null, ...to, createdAt: iso(at) }
  await insertLink(tx, link)
  return link
}

export type Reported = { id: string; device: Device; report: Report; photo: FileInfo | null; at: number }

/** Opens the ticket of a report; gives the link of its page. A report that is there already changes nothing. */
export async function openReport(tx: Tx, { id, device, report, photo, at }: Reported): Promise<Done> {
  const { site } = device
  if (await findTicket(tx, id)) return { link: await linkFor(tx, site, { ticket: id }, at), happenings: [] }
  const { what, where, name, phone } = report
  const title = what.length > titleLength ? `${what.slice(0, titleLength - 1)}…` : what
  const opened = await keepNewTicket(
    tx,
    {
      ...{ site, type: 'repair', priority: 3, device: device.id, zone: device.zone, incident: null, readBack: false },
      title: { 'zh-CN': title, en: title },
      description: [what, where].filter(Boolean).join('\n'),
      reporter: name === '' && phone === '' ? null : { name, phone },
    },
    { id, source: 'person', at, by: null },
  )
  const photos = photo ? [photo.id] : []
  const reported = change(opened.next, { type: 'reported', set: {}, data: { photos }, by: null, at })
  await writeTicket(tx, opened.next, reported)
  if (photo) {
    await insertFile(tx, photo)
    await useFiles(tx, photos, { noun: 'ticket', thing: id, site })
  }
  return {
    link: await linkFor(tx, site, { ticket: id }, at),
    happenings: [...opened.happenings, ...reported.happenings],
  }
}

/** Whether the reporter is asked what he thinks of it: the work was verified, and he has not said yet. */
export const mayRate = ({ state, rating }: Pick<Ticket, 'state' | 'rating'>): boolean =>
  (state === 'verified' || state === 'closed') && rating === null

/** The rating of who asked for the work. Refused: `ticket_transition` before it was verified, and once it was given. */
export async function rateByReporter(
  tx: Tx,
  rules: Pick<Internals, 'tell'>,
  ticket: Ticket,
  { score, text, at }: { score: number; text: string; at: number },
): Promise<NewHappening[] | Refusal> {
  if (!mayRate(ticket)) return refuse('ticket_transition', { state: ticket.state, action: 'rate' })
  const actor: Actor = { name: reporter, role: 'viewer', sites: [ticket.site], locale: 'zh-CN', type: 'user' }
  const rated = actOnTicket(ticket, { action: 'rate', score, text }, actor, at)
  return isRefusal(rated) ? rated : saveTicket(tx, rules, ticket, rated, at)
}
