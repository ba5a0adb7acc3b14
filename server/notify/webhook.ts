// A webhook of somebody's own program: JSON, signed, with the notice's key as Idempotency-Key. The signature is
// `t={ms},v1={hex HMAC-SHA256(key, "{ms}.{body}")}`, so that an old request cannot be played again unnoticed.
import { createHmac } from 'node:crypto'
import { byStatus, postJson } from './answer.ts'
import { perMinute, type Provider } from './provider.ts'

/** What `X-Watchkeeper-Signature` says. `at` in epoch ms. */
export const webhookSignature = (key: string, at: number, body: string): string =>
  `t=${at},v1=${createHmac('sha256', key).update(`${at}.${body}`).digest('hex')}`

export const webhook: Provider<'webhook'> = {
  proves: { message: 'message', beat: 'message' },
  limits: [perMinute(600)],
  mostBytes: 200_000,
  send({ to, ...message }, config, secrets, { ask, now }) {
    const json = { ...message, to: to?.username ?? null }
    const headers = {
      'Idempotency-Key': message.key,
      'X-Watchkeeper-Signature': webhookSignature(secrets.key ?? '', now(), JSON.stringify(json)),
    }
    return postJson(ask, config.url, json, (answered) => byStatus(answered, now()), headers)
  },
}
