// Asks a channel whether it works: by the test button, and once a day at nine by the site's clock, so that a robot that
// was thrown out of its group is known of before it is needed.
import type { Kysely } from 'kysely'
import type { Channel, ChannelAnswer } from '../../core/contracts/channel.ts'
import { epoch, iso } from '../../core/contracts/instant.ts'
import type { Locale } from '../../core/contracts/scalars.ts'
import { takesMonthly } from '../../core/domain/channel.ts'
import { dayOf, instantOf } from '../../core/domain/schedule.ts'
import { formatDateTime } from '../../core/texts/format.ts'
import { text } from '../../core/texts/texts.ts'
import type { Clock } from '../clock.ts'
import type { Commit } from '../commit.ts'
import { listChannels } from '../store/channel.ts'
import { trimNotices } from '../store/notice.ts'
import type { Records } from '../store/schema.ts'
import { findUser } from '../store/user.ts'
import { answerOf, type Post } from './post.ts'
import { failed, type Message, type Recipient } from './provider.ts'
import { noteChannel, verdictOn, type RecordDeps } from './record.ts'
import type { ChannelKeys } from './secrets.ts'

export type ProbeDeps = RecordDeps & {
  db: Kysely<Records>
  commit: Commit
  clock: Clock
  keys: ChannelKeys
  post: Post
  base: () => string
  /** The zone of a site; of null, the installation's. */
  timezoneOf: (site: string | null) => string
}

const beatAt = '09:00'
const keptMs = 90 * 86_400_000
const everything = { limit: 1000, sites: null }

export type Asker = { username: string; locale: Locale }

/** Sends a test message to somebody and gives the provider's own answer; null when there is no such channel. */
export async function testChannel(deps: ProbeDeps, id: string, to: string, by: Asker): Promise<ChannelAnswer | null> {
  const person = await findUser(deps.db, to)
  const recipient = { username: to, phone: person?.phone ?? null, email: person?.email ?? null }
  return probe(deps, id, 'test', (channel, at) => {
    const time = formatDateTime(at, deps.timezoneOf(channel.site))
    const words = { channel: channel.name[by.locale], by: by.username, time }
    return messageOf(deps, 'test', at, by.locale, recipient, words)
  })
}

/** Once a minute: gives every channel its sign of life that has not had today's, and forgets old notices. */
export async function beatAll(deps: ProbeDeps): Promise<void> {
  const at = deps.clock.now()
  const channels = (await listChannels(deps.db, everything)).items
  const on = channels.filter(({ enabled }) => enabled)
  const due = on.filter((channel) => beatIsDue(channel, deps.timezoneOf(channel.site), at))
  const real = on.filter((channel) => monthlyIsDue(channel, deps.timezoneOf(channel.site), at))
  await Promise.all([
    ...due.map(({ id }) => probe(deps, id, 'heartbeat', (channel) => heartbeat(deps, channel, at))),
    ...real.map((channel) => sendMonthly(deps, channel, at)),
  ])
  if (due.length > 0) await deps.commit(async (tx) => ({ result: await trimNotices(tx, at - keptMs), happenings: [] }))
}

/** Whether the sign of life of the day that `at` lies in is due and was not given. */
export function beatIsDue({ heartbeat }: Pick<Channel, 'heartbeat'>, timezone: string, at: number): boolean {
  const due = instantOf(dayOf(at, timezone), beatAt, timezone)
  return at >= due && (heartbeat === null || epoch(heartbeat.at) < due)
}

/**
 * Whether the real message of the month that `at` lies in is due and was not sent. The first goes out at once, and one
 * that did not get through goes again the next day.
 */
function monthlyIsDue(
  { config, monthlyTo, monthly }: Pick<Channel, 'config' | 'monthlyTo' | 'monthly'>,
  timezone: string,
  at: number,
): boolean {
  if (monthlyTo === null || !takesMonthly(config.type)) return false
  if (monthly === null) return true
  const day = dayOf(at, timezone)
  const due = instantOf(monthly.ok ? `${day.slice(0, 7)}-01` : day, beatAt, timezone)
  return at >= due && epoch(monthly.at) < due
}

async function sendMonthly(deps: ProbeDeps, { id, monthlyTo }: Channel, at: number): Promise<void> {
  const person = await findUser(deps.db, monthlyTo ?? '')
  const to = { username: monthlyTo ?? '', phone: person?.phone ?? null, email: person?.email ?? null }
  const locale = person?.locale ?? 'zh-CN'
  await probe(deps, id, 'monthly', ({ name }) => messageOf(deps, 'monthly', at, locale, to, { channel: name[locale] }))
}

const heartbeat = (deps: ProbeDeps, { name }: Channel, at: number): Message =>
  messageOf(deps, 'heartbeat', at, 'zh-CN', null, { channel: name['zh-CN'] })

function messageOf(
  { base }: ProbeDeps,
  purpose: Purpose,
  at: number,
  locale: Locale,
  to: Recipient,
  words: Record<string, string>,
): Message {
  const said = { title: text(locale, `notice.${purpose}_title`), text: text(locale, `notice.${purpose}_text`, words) }
  return {
    ...said,
    key: `${purpose}:${at}`,
    link: base(),
    priority: 4,
    about: null,
    locale,
    createdAt: iso(at),
    to,
    purpose: purpose === 'monthly' ? 'test' : purpose,
  }
}

const keptAs = { test: 'tested', heartbeat: 'heartbeat', monthly: 'monthly' } as const
type Purpose = keyof typeof keptAs

async function probe(
  deps: ProbeDeps,
  id: string,
  purpose: Purpose,
  write: (channel: Channel, at: number) => Message,
): Promise<ChannelAnswer | null> {
  const open = await deps.keys.open(deps.db, id)
  if (!open) return null
  const claim = await deps.post.claim(open.channel, false)
  const sent = claim
    ? await deps.post.hand(open, write(open.channel, deps.clock.now()), claim)
    : { ...failed('too_often', '', true), ms: 0 }
  const at = deps.clock.now()
  const answer = answerOf(sent, at)
  const fine = verdictOn(sent, sent.ok || sent.fault !== 'too_often')
  const noted = { [keptAs[purpose]]: answer }
  await deps.commit(async (tx) => ({
    result: null,
    happenings: await noteChannel(tx, deps, id, { fine, answer: noted, at }),
  }))
  return answer
}
