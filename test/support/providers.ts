// Stand-ins for the robots of group chats and for anybody's webhook: HTTP servers that check signatures, sizes and
// limits as the providers document them, and remember what they took. Written apart from what they check.
import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export type Taken = { at: number; text: string; headers: IncomingMessage['headers']; body: any }
export type Mood =
  /** Behaves. */
  | 'well'
  /** Takes the message and never answers. */
  | 'mute'
  /** Breaks the connection before it reads. */
  | 'dead'
  /** Takes the message and answers so many ms later. */
  | { late: number }
  | { status: number; headers?: Record<string, string> }

export type StandIn = {
  url: string
  taken: Taken[]
  /** Why messages were turned away, in the provider's words. */
  faults: string[]
  mood: Mood
  /** Resolves when so many requests have come, whatever became of them. */
  asked(count: number): Promise<void>
  stop(): Promise<void>
}
type Judge = (body: any, url: URL, raw: string, at: number) => { fault: string; answer: object } | { answer: object }

async function standIn(path: string, now: () => number, judge: Judge, textOf: (body: any) => string): Promise<StandIn> {
  let count = 0
  const waiting = new Set<() => void>()
  const server = createServer((request, response) => void handle(request, response))
  const came = (): void => {
    count++
    for (const look of waiting) look()
  }
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (provider.mood === 'dead') {
      came()
      return void request.socket.destroy()
    }
    const raw = Buffer.concat(await request.toArray()).toString('utf8')
    const { mood } = provider
    if (typeof mood === 'object' && 'status' in mood) {
      response.writeHead(mood.status, mood.headers).end('{"why":"mood"}')
      return came()
    }
    const body: unknown = raw.startsWith('{') ? JSON.parse(raw) : raw
    const judged = judge(body, new URL(request.url ?? '/', 'http://here'), raw, now())
    if ('fault' in judged) provider.faults.push(judged.fault)
    else provider.taken.push({ at: now(), text: textOf(body), headers: request.headers, body })
    came()
    if (typeof mood === 'object') await pause(mood.late)
    if (mood !== 'mute') response.setHeader('Content-Type', 'application/json').end(JSON.stringify(judged.answer))
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const provider: StandIn = {
    ...{
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
      taken: [],
      faults: [],
      mood: 'well',
    },
    asked(wanted) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const look = (): void => (count >= wanted ? resolve() : undefined)
      waiting.add(look)
      look()
      return promise
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return provider
}

/** Counts calls in a sliding window as a provider does; true when one is too many. */
function meter(limits: readonly { count: number; ms: number }[]) {
  let calls: number[] = []
  return (at: number): boolean => {
    calls = [...calls.filter((time) => time > at - 60_000), at]
    return limits.some(({ count, ms }) => calls.filter((time) => time > at - ms).length > count)
  }
}

type Options = { now: () => number; secret?: string }
const hmac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('base64')

/** DingTalk: signed address, 20 a minute, then blocked for ten minutes. */
export function dingtalkStandIn({ now, secret }: Options): Promise<StandIn> {
  const tooMany = meter([{ count: 20, ms: 60_000 }])
  let blockedUntil = 0
  const judge: Judge = (body, url, raw, at) => {
    if (at < blockedUntil || tooMany(at)) {
      blockedUntil = Math.max(blockedUntil, at + 600_000)
      return { fault: 'blocked', answer: { errcode: 410100, errmsg: 'send too fast, exceed 20 times per minute' } }
    }
    if (Buffer.byteLength(raw) > 20_000)
      return { fault: 'size', answer: { errcode: 460101, errmsg: 'message too long, exceed 20000 bytes' } }
    const { timestamp, sign, access_token: token } = Object.fromEntries(url.searchParams)
    if (token !== 'token-of-the-robot')
      return { fault: 'token', answer: { errcode: 300005, errmsg: 'token is not exist' } }
    const right = secret === undefined || sign === hmac(secret, `${timestamp}\n${secret}`)
    if (!right || (secret && Math.abs(at - Number(timestamp)) > 3_600_000))
      return { fault: 'sign', answer: { errcode: 310000, errmsg: `sign not match, more: [${sign}]` } }
    if (body.msgtype !== 'text' || typeof body.text?.content !== 'string')
      return { fault: 'body', answer: { errcode: 400105, errmsg: 'unsupported msgtype' } }
    return { answer: { errcode: 0, errmsg: 'ok' } }
  }
  return standIn('/robot/send?access_token=token-of-the-robot', now, judge, (body) => body.text.content as string)
}

/** Feishu: signed body of at most 20 KB, 100 a minute and 5 a second. */
export function feishuStandIn({ now, secret }: Options): Promise<StandIn> {
  const tooMany = meter([
    { count: 100, ms: 60_000 },
    { count: 5, ms: 1000 },
  ])
  const judge: Judge = (body, url, raw, at) => {
    if (!url.pathname.endsWith('/hook-of-the-robot'))
      return { fault: 'hook', answer: { code: 19001, msg: 'param invalid: incoming webhook access token invalid' } }
    if (Buffer.byteLength(raw) > 20_480) return { fault: 'size', answer: { code: 9499, msg: 'Bad Request' } }
    if (tooMany(at)) return { fault: 'often', answer: { code: 11232, msg: 'frequency limited psm' } }
    const right = secret === undefined || body.sign === hmac(`${body.timestamp}\n${secret}`, '')
    if (!right || (secret && Math.abs(at / 1000 - Number(body.timestamp)) > 3600))
      return { fault: 'sign', answer: { code: 19021, msg: 'sign match fail or timestamp is not within one hour' } }
    if (body.msg_type !== 'text') return { fault: 'body', answer: { code: 19002, msg: 'params error' } }
    return { answer: { code: 0, msg: 'success', data: {} } }
  }
  return standIn('/open-apis/bot/v2/hook/hook-of-the-robot', now, judge, (body) => body.content.text as string)
}

/** WeCom: the key in the address, texts of at most 2,048 bytes, 20 a minute. */
export function wecomStandIn({ now }: Options): Promise<StandIn> {
  const tooMany = meter([{ count: 20, ms: 60_000 }])
  const judge: Judge = (body, url, _raw, at) => {
    if (url.searchParams.get('key') !== 'key-of-the-robot')
      return { fault: 'key', answer: { errcode: 93000, errmsg: 'invalid webhook url, hint: [1]' } }
    if (tooMany(at)) return { fault: 'often', answer: { errcode: 45009, errmsg: 'api freq out of limit' } }
    if (Buffer.byteLength(body.text?.content ?? '') > 2048)
      return {
        fault: 'size',
        answer: { errcode: 40058, errmsg: 'text.content exceed max length 2048. invalid Request Parameter' },
      }
    return { answer: { errcode: 0, errmsg: 'ok' } }
  }
  return standIn('/cgi-bin/webhook/send?key=key-of-the-robot', now, judge, (body) => body.text.content as string)
}

/** Somebody's own program, or a carrier: takes whatever comes. */
export const plainStandIn = ({ now }: Pick<Options, 'now'>): Promise<StandIn> =>
  standIn(
    '/hook',
    now,
    () => ({ answer: {} }),
    (body) => (typeof body === 'string' ? body : `${body.title}\n${body.text}`),
  )
