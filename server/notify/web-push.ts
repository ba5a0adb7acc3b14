// Web Push to the phones and browsers of one person. The library encrypts and signs; the request goes the same checked
// way as every other, because an endpoint is an address that somebody sent us.
import webpush from 'web-push'
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

async function pushTo(target: PushTarget, message: Message, deps: SendDeps): Promise<Sent> {
  const { key, title, text, link, priority, about, purpose } = message
  const details = webpush.generateRequestDetails(
    target,
    JSON.stringify({ key, title, text, link, priority, about, purpose }),
    {
      ...{ vapidDetails: deps.push, TTL: dayS, urgency: priority <= 2 ? 'high' : 'normal' },
      // A repeat takes the place of what has not reached the phone yet.
      topic: sha256(key).slice(0, 32),
    },
  )
  const headers = Object.fromEntries(Object.entries(details.headers).map(([name, value]) => [name, String(value)]))
  const answered = await deps.ask({ url: details.endpoint, headers, body: details.body })
  if (!('status' in answered)) return answered
  const gone = answered.status === 404 || answered.status === 410
  const sent = byStatus(answered, deps.now())
  if (gone || sent.ok) await deps.pushed(target.id, gone)
  return gone ? failed('no_phone', sent.answer, false) : sent
}

/** One phone that got it is enough; of failures the one that may pass counts. */
function together(sent: readonly Sent[]): Sent {
  const answer = sent.map((one) => one.answer).join(' · ')
  if (sent.some(({ ok }) => ok)) return { ok: true, answer }
  const failures = sent.filter((one) => !one.ok)
  const hopeful = failures.find(({ again }) => again) ?? failures[0]
  return hopeful ? { ...hopeful, answer } : failed('no_phone', '', false)
}

export const webPush: Provider<'web_push'> = {
  limits: [perMinute(600)],
  mostBytes: 3000,
  async send(message, _config, _secrets, deps) {
    const targets = message.to ? await deps.pushTargets(message.to.username) : []
    return together(await Promise.all(targets.map((target) => pushTo(target, message, deps))))
  },
  // Phones are not woken to prove that they would wake; push services answer only to messages.
  beat: () => Promise.resolve({ ok: true, answer: '' }),
}
