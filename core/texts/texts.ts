// Every word a person reads, in both languages, behind one typed key set. A message is ICU; each is made ready once. The
// screens load theirs ready-made, in one language: their build puts dashboard/src/lib/texts.ts in the place of this file.
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
import { say, type Message, type TextParams } from './message.ts'
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
import { phonePushTexts } from './phone-push.ts'
import { phoneTicketTexts } from './phone-ticket.ts'
import { ready } from './ready.ts'
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
  ...phonePushTexts,
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
const messages = new Map<string, Message>()

function messageOf(locale: Locale, key: TextKey): Message {
  const id = `${locale}/${key}`
  const message = messages.get(id) ?? ready(texts[key][locale], locale)
  messages.set(id, message)
  return message
}

/** Whether a word that came from outside (a health part, a ticket entry) has a text. */
export const isTextKey = (key: string): key is TextKey => Object.hasOwn(texts, key)

/**
 * The words of a key in a language; what is missing shows as a dash. Throws only on a message that cannot be made ready,
 * which the tests rule out.
 */
export const text = (locale: Locale, key: TextKey, params: TextParams = {}): string =>
  say(messageOf(locale, key), locale, params)
