// DingTalk's group robot. With a secret the address is signed: base64 HMAC-SHA256(secret, "ms\nsecret"). More than
// twenty messages a minute block the robot for ten minutes. Source: 钉钉开放平台「自定义机器人发送群消息」 and
// 「自定义机器人安全设置」; codes that are not in its table (130101, 300001, 300005, 660026) are what it really answers.
import { createHmac } from 'node:crypto'
import { byCode, postJson, type Meaning, type Meanings } from './answer.ts'
import { linesOf, perMinute, type Provider } from './provider.ts'

const blockedMs = 600_000
const hourMs = 3_600_000
const tooFast: Meaning = { fault: 'too_often', again: true, after: blockedMs }
const wrong: Meaning = { fault: 'wrong_secret', again: false }
const gone: Meaning = { fault: 'robot_gone', again: false }
const meanings: Meanings = {
  410100: tooFast,
  130101: tooFast,
  660026: tooFast,
  // The organisation's allowance is used up: nothing is gained by asking every few minutes.
  90030: { fault: 'too_often', again: true, after: hourMs },
  // Signature, time, keyword or address of the robot's safety settings: the words say which.
  310000: wrong,
  400101: wrong,
  300001: wrong,
  300005: wrong,
  // One code for any missing parameter: without an access token it is the address that is wrong.
  40035: (words) => (words.includes('access_token') ? wrong : { fault: 'refused', again: false }),
  400013: gone,
  400102: gone,
  400106: gone,
  '-1': { fault: 'broken', again: true },
}

/** What is put into the address as `sign`. `at` in epoch ms. */
export const dingtalkSign = (secret: string, at: number): string =>
  createHmac('sha256', secret).update(`${at}\n${secret}`).digest('base64')

export const dingtalk: Provider<'dingtalk'> = {
  proves: { message: 'message', beat: 'message' },
  limits: [perMinute(20)],
  // Of 20,000 bytes for the whole message.
  mostBytes: 18_000,
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
