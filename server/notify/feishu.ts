// Feishu's group robot. With a secret the body is signed: base64 HMAC-SHA256(key = "s\nsecret", message empty). A body
// has 20 KB at most; 100 messages a minute and 5 a second. Source: 飞书开放平台「自定义机器人使用指南」.
import { createHmac } from 'node:crypto'
import { byCode, postJson, type Meaning, type Meanings } from './answer.ts'
import { linesOf, perMinute, type Provider } from './provider.ts'

/** The longer of its two windows; a rest, because it counts what it turns away, too. */
const tooFast: Meaning = { fault: 'too_often', again: true, after: 60_000 }
const wrong: Meaning = { fault: 'wrong_secret', again: false }
const meanings: Meanings = {
  11232: tooFast,
  // A body that it cannot read or that is too long; older gateways use the code for too many requests as well.
  9499: (words) => (/too many|freq|limit/i.test(words) ? tooFast : { fault: 'refused', again: false }),
  // Signature or time, address, keyword; then an address that leads to no robot.
  19021: wrong,
  19022: wrong,
  19024: wrong,
  19001: wrong,
}

/** What is put into the body as `sign`. `seconds` since the epoch. */
export const feishuSign = (secret: string, seconds: number): string =>
  createHmac('sha256', `${seconds}\n${secret}`).update('').digest('base64')

export const feishu: Provider<'feishu'> = {
  proves: { message: 'message', beat: 'message' },
  limits: [perMinute(100), { count: 5, ms: 1000 }],
  // Of 20,480 bytes for the whole body.
  mostBytes: 18_000,
  send(message, _config, secrets, { ask, now }) {
    const at = now()
    const seconds = Math.floor(at / 1000)
    const signed = secrets.secret ? { timestamp: String(seconds), sign: feishuSign(secrets.secret, seconds) } : {}
    const json = { ...signed, msg_type: 'text', content: { text: linesOf(message) } }
    return postJson(ask, secrets.url ?? '', json, (answered) => byCode(answered, meanings, at))
  },
}
