// Every word a person reads, in both languages, behind one typed key set. A message is ICU; each is compiled once.
import { IntlMessageFormat } from 'intl-messageformat'
import type { Locale } from '../contracts/scalars.ts'
import { channelTexts } from './channel.ts'
import { commonTexts } from './common.ts'
import { dashboardTexts } from './dashboard.ts'
import { deviceTexts } from './device.ts'
import { faultTexts } from './fault.ts'
import { findingTexts } from './finding.ts'
import { guardTexts } from './guard.ts'
import { healthTexts } from './health.ts'
import { incidentTexts } from './incident.ts'
import { ladderTexts } from './ladder.ts'
import { landingTexts } from './landing.ts'
import { lockoutTexts } from './lockout.ts'
import { pagesChannelTexts } from './pages-channel.ts'
import { pagesCommonTexts } from './pages-common.ts'
import { pagesDeviceTexts } from './pages-device.ts'
import { pagesFindingTexts } from './pages-finding.ts'
import { pagesHealthTexts } from './pages-health.ts'
import { pagesIncidentTexts } from './pages-incident.ts'
import { pagesNoticeTexts } from './pages-notice.ts'
import { pagesPatrolTexts } from './pages-patrol.ts'
import { pagesPatrolReportTexts } from './pages-patrol-report.ts'
import { pagesPlaceTexts } from './pages-place.ts'
import { pagesRosterTexts } from './pages-roster.ts'
import { pagesRuleTexts } from './pages-rule.ts'
import { pagesSimulatorTexts } from './pages-simulator.ts'
import { pagesTicketTexts } from './pages-ticket.ts'
import { pagesUserTexts } from './pages-user.ts'
import { patrolTexts } from './patrol.ts'
import { phoneTexts } from './phone.ts'
import { phoneEnrolTexts } from './phone-enrol.ts'
import { phoneTicketTexts } from './phone-ticket.ts'
import { refusalTexts } from './refusal.ts'
import { reportTexts } from './report.ts'
import { reporterTexts } from './reporter.ts'
import { slipTexts } from './slip.ts'
import { ticketStatsTexts } from './ticket-stats.ts'
import { ticketTexts } from './ticket.ts'
import { timeTexts } from './time.ts'
import type { Texts } from './words.ts'

export const texts = {
  ...channelTexts,
  ...commonTexts,
  ...dashboardTexts,
  ...deviceTexts,
  ...faultTexts,
  ...findingTexts,
  ...guardTexts,
  ...healthTexts,
  ...incidentTexts,
  ...ladderTexts,
  ...landingTexts,
  ...lockoutTexts,
  ...pagesChannelTexts,
  ...pagesCommonTexts,
  ...pagesDeviceTexts,
  ...pagesFindingTexts,
  ...pagesHealthTexts,
  ...pagesIncidentTexts,
  ...pagesNoticeTexts,
  ...pagesPatrolTexts,
  ...pagesPatrolReportTexts,
  ...pagesPlaceTexts,
  ...pagesRosterTexts,
  ...pagesRuleTexts,
  ...pagesSimulatorTexts,
  ...pagesTicketTexts,
  ...pagesUserTexts,
  ...patrolTexts,
  ...phoneTexts,
  ...phoneEnrolTexts,
  ...phoneTicketTexts,
  ...refusalTexts,
  ...reportTexts,
  ...reporterTexts,
  ...slipTexts,
  ...ticketStatsTexts,
  ...ticketTexts,
  ...timeTexts,
} as const satisfies Texts

export type TextKey = keyof typeof texts
export type TextParams = Readonly<Record<string, string | number | null | undefined>>

type Message = { format(params: TextParams): string; names: readonly string[] }
const compiled = new Map<string, Message>()

/** The arguments of a message that plurals and choices do not nest; nested ones are found by name as well. */
const argumentsOf = (source: string): string[] => [
  ...new Set([...source.matchAll(/\{\s*(\w+)\s*[,}]/g)].map((match) => match[1] ?? '')),
]

function messageOf(locale: Locale, key: TextKey): Message {
  const id = `${locale}/${key}`
  const known = compiled.get(id)
  if (known) return known
  const source = texts[key][locale]
  const icu = source.includes('{') ? new IntlMessageFormat(source, locale) : null
  const message: Message = {
    names: argumentsOf(source),
    format: (params) => (icu ? String(icu.format(params)) : source),
  }
  compiled.set(id, message)
  return message
}

/** Whether a word that came from outside (a health part, a ticket entry) has a text. */
export const isTextKey = (key: string): key is TextKey => Object.hasOwn(texts, key)

/**
 * The words of a key in a language. An argument that is missing or null shows as a dash: a screen with a gap is better
 * than none. Throws only on a message that is not ICU, which the tests rule out.
 */
export function text(locale: Locale, key: TextKey, params: TextParams = {}): string {
  const message = messageOf(locale, key)
  if (message.names.length === 0) return message.format(params)
  return message.format(Object.fromEntries(message.names.map((name) => [name, params[name] ?? '–'])))
}
