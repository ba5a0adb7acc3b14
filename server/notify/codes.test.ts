// Every code that a robot is known to answer with, as its provider words it: which fault, whether it is tried again, and
// for how long the robot is left alone.
import { afterEach, describe, expect, test } from 'vitest'
import type { ChannelType } from '../../core/contracts/channel.ts'
import { dingtalk } from './dingtalk.ts'
import { feishu } from './feishu.ts'
import type { Message, Sent, SendDeps } from './provider.ts'
import { send } from './send.ts'
import { wecom } from './wecom.ts'

type Robot = Extract<ChannelType, 'dingtalk' | 'feishu' | 'wecom'>
const robots = { dingtalk, feishu, wecom }
const minute = 60_000
const sent: string[] = []
afterEach(() => void sent.splice(0))

const message: Message = {
  ...{ key: 'k', title: '▲ 电流高', text: 'B1 生活泵 1#', link: 'https://wk.example/i/1', priority: 2, about: null },
  ...{ locale: 'zh-CN', createdAt: '2026-11-23T06:00:00.000Z', to: null, purpose: 'notice' },
}
const secrets = { url: 'https://robot.example/send?access_token=0123456789', secret: 'SEC' }
const depsOf = (text: string): SendDeps => ({
  ask: ({ body }) => {
    sent.push(String(body))
    return Promise.resolve({ status: 200, headers: {}, text })
  },
  ...{ now: () => 0, patience: 1000, command: () => Promise.resolve(false), connected: () => false },
  ...{
    pushTargets: () => Promise.resolve([]),
    everyTarget: () => Promise.resolve([]),
    pushed: () => Promise.resolve(),
  },
  push: { subject: '', publicKey: '', privateKey: '' },
})
const through = (robot: Robot, text: string, said = message): Promise<Sent> =>
  send(said, { type: robot }, secrets, depsOf(text))

const again = (fault: string, after?: number) => ({ ok: false, fault, again: true, ...(after && { after }) })
const never = (fault: string) => ({ ok: false, fault, again: false })

describe.each<[Robot, [string, object][]]>([
  [
    'dingtalk',
    [
      ['{"errcode":0,"errmsg":"ok"}', { ok: true }],
      ['{"errcode":-1,"errmsg":"系统繁忙"}', again('broken')],
      ['{"errcode":410100,"errmsg":"发送速度太快而限流"}', again('too_often', 10 * minute)],
      ['{"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"}', again('too_often', 10 * minute)],
      ['{"errcode":660026,"errmsg":"send too fast"}', again('too_often', 10 * minute)],
      ['{"errcode":90030,"errmsg":"webhook over limit"}', again('too_often', 60 * minute)],
      ['{"errcode":310000,"errmsg":"sign not match"}', never('wrong_secret')],
      ['{"errcode":310000,"errmsg":"keywords not in content"}', never('wrong_secret')],
      ['{"errcode":300005,"errmsg":"token is not exist"}', never('wrong_secret')],
      ['{"errcode":400101,"errmsg":"access_token不存在"}', never('wrong_secret')],
      ['{"errcode":40035,"errmsg":"缺少参数 access_token"}', never('wrong_secret')],
      ['{"errcode":40035,"errmsg":"缺少参数 json"}', never('refused')],
      ['{"errcode":400013,"errmsg":"群已被解散"}', never('robot_gone')],
      ['{"errcode":400102,"errmsg":"机器人已停用"}', never('robot_gone')],
      ['{"errcode":400106,"errmsg":"机器人不存在"}', never('robot_gone')],
      ['{"errcode":400105,"errmsg":"不支持的消息类型"}', never('refused')],
      ['{"errcode":430102,"errmsg":"含有不合适的文本"}', never('refused')],
      ['{"status":1111,"wait":5,"punish":"deny"}', again('broken')],
    ],
  ],
  [
    'feishu',
    [
      ['{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}', { ok: true }],
      ['{"code":11232,"msg":"frequency limited"}', again('too_often', minute)],
      ['{"code":9499,"msg":"too many request"}', again('too_often', minute)],
      ['{"code":9499,"msg":"Bad Request","data":{}}', never('refused')],
      ['{"code":19002,"msg":"params error"}', never('refused')],
      ['{"code":19001,"msg":"param invalid: incoming webhook access token invalid"}', never('wrong_secret')],
      ['{"code":19021,"msg":"sign match fail"}', never('wrong_secret')],
      ['{"code":19022,"msg":"Ip Not Allowed"}', never('wrong_secret')],
      ['{"code":19024,"msg":"Key Words Not Found"}', never('wrong_secret')],
    ],
  ],
  [
    'wecom',
    [
      ['{"errcode":0,"errmsg":"ok"}', { ok: true }],
      ['{"errcode":-1,"errmsg":"system busy"}', again('broken')],
      ['{"errcode":45009,"errmsg":"api freq out of limit, hint: [1]"}', again('too_often', minute)],
      ['{"errcode":45033,"errmsg":"api concurrent out of limit"}', again('too_often', 5000)],
      ['{"errcode":93000,"errmsg":"invalid webhook url, hint: [1]"}', never('wrong_secret')],
      ['{"errcode":93000,"errmsg":"Invalid input : content exceed max length."}', never('refused')],
      ['{"errcode":93004,"errmsg":"robot disabled"}', never('robot_gone')],
      ['{"errcode":93008,"errmsg":"not in group"}', never('robot_gone')],
      ['{"errcode":40058,"errmsg":"invalid Request Parameter"}', never('refused')],
      ['{"errcode":44004,"errmsg":"empty content"}', never('refused')],
    ],
  ],
])('%s answers', (robot, codes) => {
  test.each(codes)('%s', async (text, meaning) => {
    const { ok, fault, again, after } = {
      fault: undefined,
      again: undefined,
      after: undefined,
      ...(await through(robot, text)),
    }
    expect(JSON.parse(JSON.stringify({ ok, fault, again, after }))).toEqual(meaning)
  })
  test('and is never sent more than it takes, whatever stands in the words', async () => {
    await through(robot, '{"code":0}', { ...message, title: '"'.repeat(900), text: '"\n\u0001电'.repeat(9000) })
    const limit = { dingtalk: 20_000, feishu: 20_480, wecom: 2048 + 200 }[robot]
    expect(Buffer.byteLength(sent[0]!)).toBeLessThanOrEqual(limit)
    expect(Buffer.byteLength(sent[0]!)).toBeGreaterThan(robots[robot].mostBytes * 0.9)
  })
})
