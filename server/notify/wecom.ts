// WeCom's group robot: the key stands in its address, and nothing is signed. A text has 2,048 bytes at most; 20 messages
// a minute. Source: 企业微信开发者中心「群机器人配置说明」 and 「全局错误码」.
import { byCode, postJson, type Meaning, type Meanings } from './answer.ts'
import { linesOf, perMinute, type Provider } from './provider.ts'

const gone: Meaning = { fault: 'robot_gone', again: false }
const meanings: Meanings = {
  45009: { fault: 'too_often', again: true, after: 60_000 },
  // Too many at the same time, not in the same minute.
  45033: { fault: 'too_often', again: true, after: 5000 },
  // An address that leads to no robot in a group; the same code is given to contents that it does not take.
  93000: (words) => ({ fault: /webhook url/i.test(words) ? 'wrong_secret' : 'refused', again: false }),
  93004: gone,
  93008: gone,
  '-1': { fault: 'broken', again: true },
}

export const wecom: Provider<'wecom'> = {
  proves: { message: 'message', beat: 'message' },
  limits: [perMinute(20)],
  mostBytes: 2000,
  send: (message, _config, secrets, { ask, now }) =>
    postJson(ask, secrets.url ?? '', { msgtype: 'text', text: { content: linesOf(message) } }, (answered) =>
      byCode(answered, meanings, now()),
    ),
}
