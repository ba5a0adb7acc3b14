// DingTalk's group robot. With a secret the address is signed: base64 HMAC-SHA256(secret, "ms\nsecret"). More than
// twenty messages a minute block the robot for ten minutes.
import { createHmac } from 'node:crypto'
import { byCode, postJson, type Meaning } from './answer.ts'
import { linesOf, perMinute, type Provider } from './provider.ts'

const blockedMs = 600_000
const tooFast: Meaning = { fault: 'too_often', again: true, after: blockedMs }
const wrong: Meaning = { fault: 'wrong_secret', again: false }
const meanings = {
  130101: tooFast,
  410100: tooFast,
  // Signature, keyword or address of the robot's safety settings: the words say which.
  310000: wrong,
  300001: wrong,
  40035: wrong,
  '-1': { fault: 'broken', again: true },
} satisfies Record<string, Meaning>

/** What is put into the address as `sign`. `at` in epoch ms. */
export const dingtalkSign = (secret: string, at: number): string =>
  createHmac('sha256', secret).update(`${at}\n${secret}`).digest('base64')

export const dingtalk: Provider<'dingtalk'> = {
  limits: [perMinute(20)],
  mostBytes: 16_000,
  send(message, _config, secrets, { ask, now }) {
    const url = new URL(secrets.url ?? '')
    const at = now()
    if (secrets.secret) {
      url.searchParams.set('timestamp', String(at))
      url.searchParams.set('sign', dingtalkSign(secrets.secret, at))
    }
    const json = { msgtype: 'text', text: { content: linesOf(message) } }
    return postJson(ask, url.href, json, (answered) => byCode(answered, meanings, at))
  },
}
