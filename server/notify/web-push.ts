// Web Push to the phones and browsers of one person. The library encrypts and signs; the request goes the same checked
// way as every other, because an endpoint is an address that somebody sent us.
import webpush from 'web-push'
import type { Locale } from '../../core/contracts/scalars.ts'
import { text } from '../../core/texts/texts.ts'
import { sha256 } from '../store/sha256.ts'
import { byStatus } from './answer.ts'
import {
  failed,
  perMinute,
  type Message,
  type Provider,
  type PushTarget,
  type SendDeps,
  type Sent,
} from './provider.ts'

const dayS = 86_400

type Pushed = { sent: Sent; gone: boolean }

async function pushTo(target: PushTarget, message: Message, deps: SendDeps): Promise<Pushed> {
  const { key, title, text, link, priority, about, purpose } = message
  // A phone opens its own pages, whatever name it reaches us by.
  const path = pathOf(link)
  const details = webpush.generateRequestDetails(
    target,
    JSON.stringify({ key, title, text, link: path, priority, about, purpose }),
    {
      ...{ vapidDetails: deps.push, TTL: dayS, urgency: urgencyOf(message) },
      // A repeat takes the place of what has not reached the phone yet.
      topic: sha256(key).slice(0, 32),
    },
  )
  const headers = Object.fromEntries(Object.entries(details.headers).map(([name, value]) => [name, String(value)]))
  const answered = await deps.ask({ url: details.endpoint, headers, body: details.body })
  if (!('status' in answered)) return { sent: answered, gone: false }
  const gone = answered.status === 404 || answered.status === 410
  const sent = byStatus(answered, deps.now())
  if (gone || sent.ok) await deps.pushed(target.id, gone)
  return { sent: gone ? failed('no_phone', sent.answer, false) : sent, gone }
}

function pathOf(link: string): string {
  const url = URL.parse(link)
  return url === null ? link : url.pathname + url.search
}

/** The daily one must not wake a phone that saves its battery. */
const urgencyOf = ({ purpose, priority }: Message) =>
  purpose === 'heartbeat' ? 'low' : priority <= 2 ? 'high' : 'normal'

/** One phone that got it is enough; of failures the one that may pass counts. */
function together(sent: readonly Sent[]): Sent {
  const answer = sent.map((one) => one.answer).join(' · ')
  if (sent.some(({ ok }) => ok)) return { ok: true, answer }
  const failures = sent.filter((one) => !one.ok)
  const hopeful = failures.find(({ again }) => again) ?? failures[0]
  return hopeful ? { ...hopeful, answer } : failed('no_phone', '', false)
}

export const webPush: Provider<'web_push'> = {
  proves: { message: 'message', beat: 'phones' },
  limits: [perMinute(600)],
  mostBytes: 3000,
  async send(message, _config, _secrets, deps) {
    const targets = message.to ? await deps.pushTargets(message.to.username) : []
    return together((await Promise.all(targets.map((target) => pushTo(target, message, deps)))).map(({ sent }) => sent))
  },
  beat,
}

/** A phone that was given a message yesterday has had this long to say so, ms. */
const latelyMs = 36 * 3_600_000

/** A quiet message to every phone: those that are gone go, and those that are there say so themselves. */
async function beat(message: Message, _config: unknown, _secrets: unknown, deps: SendDeps): Promise<Sent> {
  const targets = await deps.everyTarget()
  const pushed = await Promise.all(targets.map((target) => pushTo(target, inWords(message, target.locale), deps)))
  const took = pushed.filter(({ sent }) => sent.ok).length
  const gone = pushed.filter((one) => one.gone).length
  const left = targets.filter((_, i) => !pushed[i]!.gone)
  const heard = left.filter(({ heardAt }) => heardAt > deps.now() - latelyMs).length
  const phones = { kept: left.length, took, gone, heard }
  // Phones that are gone say nothing of the way to the others.
  const sent = together(pushed.filter((one) => !one.gone).map((one) => one.sent))
  return left.length === 0 ? { ok: true, answer: '', phones } : { ...sent, phones }
}

const inWords = (message: Message, locale: Locale): Message => ({
  ...{ ...message, locale, title: text(locale, 'notice.push_beat_title'), text: text(locale, 'notice.push_beat_text') },
})
