// Feishu's group robot. With a secret the body is signed: base64 HMAC-SHA256(key = "s\nsecret", message empty). A body
// has 20 KB at most; 100 messages a minute and 5 a second.
import { createHmac } from 'node:crypto'
import { byCode, postJson, type Meaning } from './answer.ts'
import { linesOf, perMinute, type Provider } from './provider.ts'

const tooFast: Meaning = { fault: 'too_often', again: true, after: 60_000 }
const wrong: Meaning = { fault: 'wrong_secret', again: false }
const meanings = {
  9499: tooFast,
  11232: tooFast,
  // Signature or time, keyword, address, no such robot.
  19021: wrong,
  19024: wrong,
  19022: wrong,
  19001: wrong,
} satisfies Record<string, Meaning>

/** What is put into the body as `sign`. `seconds` since the epoch. */
export const feishuSign = (secret: string, seconds: number): string =>
  createHmac('sha256', `${seconds}\n${secret}`).update('').digest('base64')

export const feishu: Provider<'feishu'> = {
  limits: [perMinute(100), { count: 5, ms: 1000 }],
  mostBytes: 18_000,
  send(message, _config, secrets, { ask, now }) {
    const at = now()
    const seconds = Math.floor(at / 1000)
    const signed = secrets.secret ? { timestamp: String(seconds), sign: feishuSign(secrets.secret, seconds) } : {}
    const json = { ...signed, msg_type: 'text', content: { text: linesOf(message) } }
    return postJson(ask, secrets.url ?? '', json, (answered) => byCode(answered, meanings, at))
  },
}
