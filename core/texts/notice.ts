// What a notice says. It is one sentence: place + thing + state + number + since; a repeat says first
// that nobody has taken it, how often that was told, and for how long it has been so.
import type { Incident } from '../contracts/incident.ts'
import { epoch } from '../contracts/instant.ts'
import type { Ticket } from '../contracts/ticket.ts'
import { formatDate, formatDuration, formatTime, zoneLabel } from './format.ts'
import { sentence, whereOf, type SentenceContext } from './sentence.ts'
import { text, type TextKey } from './texts.ts'

export type NoticeContext = Omit<SentenceContext, 'at'> & {
  timezone: string
  /** Now, epoch ms, and how often it is told with this message. */
  at: number
  telling: number
  /** Free words of people may stand in it. */
  personal: boolean
}
export type Said = { title: string; text: string }

/** `14:32:07 (UTC+8)`, with the date where it was another day. */
function since(from: string, at: number, timezone: string): string {
  const began = epoch(from)
  const day = formatDate(began, timezone)
  const date = day === formatDate(at, timezone) ? '' : `${day} `
  return `${date}${formatTime(began, timezone)} (${zoneLabel(began, timezone)})`
}

const titled = ({
  locale,
  priority,
  title,
  drill,
}: {
  locale: SentenceContext['locale']
  priority: number
  title: string
  drill: boolean
}) =>
  `${drill ? text(locale, 'notice.drill') : ''}${text(locale, 'notice.title', { title, priority: text(locale, `priority.${priority}` as TextKey) })}`

/** What a notice says of an incident that nobody has taken. */
export function incidentNotice(incident: Incident, context: NoticeContext): Said {
  const { locale, at, telling, timezone } = context
  const what = sentence(incident, { ...context, at: null })
  const facts = { what, n: telling, since: since(incident.openedAt, at, timezone) }
  const elapsed = formatDuration(locale, at - epoch(incident.openedAt))
  const key = telling > 1 ? 'notice.incident_again' : 'notice.incident_first'
  const { priority, drill } = incident
  return {
    title: titled({ locale, priority, drill, title: incident.title[locale] }),
    text: text(locale, key, { ...facts, elapsed }),
  }
}

/** The title of a ticket: words that somebody wrote may name people, and stay away from groups. */
function titleOf(ticket: Ticket, { locale, personal }: NoticeContext): string {
  const written = ticket.source === 'person' || ticket.source === 'complaint'
  return written && !personal ? text(locale, `ticket.type.${ticket.type}`) : ticket.title[locale]
}

const placedTitle = (title: string, context: NoticeContext): string =>
  [whereOf(context), title].filter(Boolean).join(context.locale === 'zh-CN' ? ' ' : ': ')

/** What whoever has a ticket is told of a limit, a missed visit, work that came back, a lease that ended: its newest entry. */
export function ticketNews(ticket: Ticket, context: NoticeContext): Said {
  const { locale, at, timezone } = context
  const { type, data, at: entered } = ticket.timeline.at(-1)!
  const title = titleOf(ticket, context)
  const [key, due] = newsOf(type, data, entered)
  const facts = { what: placedTitle(title, context), number: ticket.number, due: since(due, at, timezone) }
  return { title: titled({ locale, priority: ticket.priority, title, drill: false }), text: text(locale, key, facts) }
}

/** The sentence and the time in it. */
function newsOf(type: string, data: Record<string, unknown>, entered: string): readonly [TextKey, string] {
  if (type === 'rejected' || type === 'bounced') return [`notice.ticket_${type}`, entered]
  if (type === 'appointment_missed') return ['notice.ticket_appointment', String(data.readAt)]
  if (type === 'lease_ended') return ['notice.ticket_lease_ended', String(data.until)]
  return [`notice.ticket_${type}.${String(data.clock)}` as TextKey, String(data.dueAt)]
}

/** What a notice says of a ticket that nobody has accepted. */
export function ticketNotice(ticket: Ticket, context: NoticeContext): Said {
  const { locale, at, telling, timezone } = context
  const title = titleOf(ticket, context)
  const what = placedTitle(title, context)
  const facts = { what, n: telling, number: ticket.number, since: since(ticket.createdAt, at, timezone) }
  const elapsed = formatDuration(locale, at - epoch(ticket.createdAt))
  const key = telling > 1 ? 'notice.ticket_again' : 'notice.ticket_first'
  const state = text(locale, `ticket.state.${ticket.state}`)
  const { priority } = ticket
  return {
    title: titled({ locale, priority, title, drill: false }),
    text: text(locale, key, { ...facts, elapsed, state }),
  }
}
