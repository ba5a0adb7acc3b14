// WeCom's group robot: the key stands in its address, and nothing is signed. A text has 2,048 bytes at most; 20 messages
// a minute.
import { byCode, postJson, type Meaning } from './answer.ts'
import { linesOf, perMinute, type Provider } from './provider.ts'

const meanings = {
  45009: { fault: 'too_often', again: true, after: 60_000 },
  93000: { fault: 'wrong_secret', again: false },
  93004: { fault: 'wrong_secret', again: false },
  '-1': { fault: 'broken', again: true },
} satisfies Record<string, Meaning>

export const wecom: Provider<'wecom'> = {
  limits: [perMinute(20)],
  mostBytes: 2000,
  send: (message, _config, secrets, { ask, now }) =>
    postJson(ask, secrets.url ?? '', { msgtype: 'text', text: { content: linesOf(message) } }, (answered) =>
      byCode(answered, meanings, now()),
    ),
}
