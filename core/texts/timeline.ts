// The timelines of incidents and tickets as lines: who did what, and the words that were given with it.
import type { FindingEntry } from '../contracts/finding.ts'
import type { TimelineEntry } from '../contracts/incident.ts'
import type { Locale } from '../contracts/scalars.ts'
import type { Ticket } from '../contracts/ticket.ts'
import { formatClock, formatDateTime } from './format.ts'
import { isTextKey, text, type TextKey } from './texts.ts'

type Entry = Ticket['timeline'][number]
export type TimelineContext = {
  locale: Locale
  /** The zone of the site, for times inside a line. */
  timezone: string
  /** User name → the person's name. */
  nameOf: (username: string) => string
  /** Id of a firm → its name; without it the id stands there. */
  firmOf?: (id: string) => string
}

const word = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const itself = (id: string): string => id

/** What stands inside the line: people by name, times in the site's zone, clocks and scores as they are called. */
function paramsOf({ by, data }: Entry, { locale, timezone, nameOf, firmOf = itself }: TimelineContext) {
  const firm = word(data.vendor)
  const user = word(data.user)
  const time = (value: unknown) => (word(value) ? formatDateTime(Date.parse(String(value)), timezone) : null)
  const clock = `ticket.clock.${String(data.clock)}`
  const verdict = `ticket.verdict.${String(data.verdict)}`
  return {
    by: by === null ? text(locale, 'common.system') : nameOf(by),
    to: user === null ? firm && firmOf(firm) : nameOf(user),
    until: time(data.until),
    time: time(data.readAt),
    appointed: time(data.at),
    verdict: isTextKey(verdict) ? text(locale, verdict) : null,
    clock: isTextKey(clock) ? text(locale, clock) : null,
    elapsed: typeof data.elapsedMs === 'number' ? formatClock(data.elapsedMs) : null,
    number: typeof data.number === 'number' ? data.number : null,
    score: typeof data.score === 'number' ? data.score : null,
  }
}

/** What a person wrote or decided with it, in the order of weight. */
function saidWith({ data }: Entry, locale: Locale): string[] {
  const outcome = `incident.outcome.${String(data.outcome)}`
  const said = [isTextKey(outcome) ? text(locale, outcome) : null, data.reason, data.note, data.text]
  return said.map(word).filter((each) => each !== null)
}

function lineOf(entry: Entry, key: TextKey, context: TimelineContext): string {
  const { locale } = context
  const [colon, semicolon] = locale === 'zh-CN' ? ['：', '；'] : [': ', '; ']
  const said = saidWith(entry, locale).join(semicolon)
  const line = text(locale, key, paramsOf(entry, context))
  return said ? `${line}${colon}${said}` : line
}

/** One line of an incident's timeline. */
export function incidentLine(entry: TimelineEntry, context: TimelineContext): string {
  if (entry.type === 'unshelved' && entry.data.returned === true)
    return lineOf(entry, 'incident.entry_returned', context)
  if (entry.type === 'annotated' && entry.data.corrected === 'late_synced')
    return lineOf(entry, 'patrol.corrected', context)
  if (entry.type === 'annotated' && entry.data.corrected === 'was_offline')
    return lineOf(entry, 'patrol.was_offline', context)
  if (entry.type === 'annotated' && entry.data.corrected === 'answered_late')
    return lineOf(entry, 'call.entry_answered_late', context)
  if (entry.type === 'arrived' && entry.data.proven !== true)
    return lineOf(
      entry,
      entry.by === entry.data.user ? 'errand.entry_arrived_self' : 'errand.entry_arrived_told',
      context,
    )
  return lineOf(entry, `incident.entry.${entry.type}`, context)
}

/** One line of a ticket's timeline. An entry of a kind that has no words yet shows its own name. */
export function ticketLine(entry: Entry, context: TimelineContext): string {
  const isProposed = entry.type === 'dispatched' && entry.data.proposed === true
  const key = isProposed ? 'ticket.entry_proposed' : `ticket.entry.${entry.type}`
  return isTextKey(key) ? lineOf(entry, key, context) : entry.type
}

/** One line of a finding's timeline. */
export const findingLine = (entry: FindingEntry, context: TimelineContext): string =>
  lineOf({ ...entry, data: { ...entry.data, user: entry.data.owner } }, `finding.entry.${entry.type}`, context)
