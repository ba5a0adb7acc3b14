// The robots of group chats: their signatures by the providers' own vectors, and a burst that must trip none of them.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { ChannelSecrets } from '../../core/contracts/channel.ts'
import { epoch } from '../../core/contracts/instant.ts'
import type { Notice } from '../../core/contracts/notice.ts'
import { dingtalkStandIn, feishuStandIn, wecomStandIn, type StandIn } from '../../test/support/providers.ts'
import { saveChannel, sealedChannel } from '../store/channel.ts'
import { handClock } from '../testing/clock.ts'
import { dingtalkSign } from './dingtalk.ts'
import { feishuSign } from './feishu.ts'
import { createChannelKeys } from './secrets.ts'
import { openOutbox, start, type Outbox } from './testing/outbox.ts'

const secret = 'SEC-of-the-robot'
const robots = { dingtalk: dingtalkStandIn, feishu: feishuStandIn, wecom: wecomStandIn }
type Robot = keyof typeof robots

let outbox: Outbox
let provider: StandIn
afterEach(async () => {
  await outbox?.close()
  await provider?.stop()
})

async function open(robot: Robot, secrets?: Partial<ChannelSecrets>) {
  const clock = handClock(start)
  provider = await robots[robot]({ now: () => clock.now(), secret })
  const kept = { url: provider.url, ...(robot !== 'wecom' && { secret }), ...secrets }
  outbox = await openOutbox([{ id: 'robot', config: { type: robot }, secrets: kept }], { clock })
  return { clock, outbox, provider }
}

async function renew(secrets: ChannelSecrets): Promise<void> {
  const { channel } = (await sealedChannel(outbox.db, 'robot'))!
  const secret = createChannelKeys(Buffer.alloc(32, 7)).seal(secrets)
  await outbox.commit(async (tx) => ({ result: await saveChannel(tx, channel, secret), happenings: [] }))
}

test('DingTalk signs the address as documented', () => {
  expect(dingtalkSign('this is secret', 1_700_000_000_000)).toBe('sSFWELbV2YwjdDQhWZwTcWlX5BWUx5J6TPpsZmuPii0=')
})

test('Feishu signs the body as documented', () => {
  expect(feishuSign('demo', 1_599_360_473)).toBe('l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=')
})

describe.each(Object.keys(robots) as Robot[])('%s', (robot) => {
  test('takes a message with title, text and link', async () => {
    const { outbox, provider } = await open(robot)
    const [id] = await outbox.write({
      channel: 'robot',
      title: '▲ 电流高',
      text: 'B1 生活泵 1# 18.6 A',
      link: 'https://x/1',
    })
    await outbox.pass(250)
    expect(provider.taken.map(({ text }) => text)).toEqual(['▲ 电流高\nB1 生活泵 1# 18.6 A\nhttps://x/1'])
    expect(await outbox.notice(id!)).toMatchObject({ state: 'sent', attempts: 1, fault: null })
  })

  test('a text that is too long for the provider is cut, its link is not', async () => {
    const { outbox, provider } = await open(robot)
    const [id] = await outbox.write({ channel: 'robot', text: '电流高'.repeat(9000), link: 'https://wk.example/i/9' })
    await outbox.pass(250)
    expect(await outbox.notice(id!)).toMatchObject({ state: 'sent' })
    expect(provider.taken[0]!.text).toMatch(/…\nhttps:\/\/wk\.example\/i\/9$/)
  })

  test('200 incidents at once trip nothing: priority 1 leaves within 2 s, digests name what they fold', async () => {
    const { outbox, provider, clock } = await open(robot)
    const burst = Array.from({ length: 200 }, (_, n) => ({ channel: 'robot', priority: n % 10 === 3 ? 1 : 2 }) as const)
    const ids = await outbox.write(...burst)
    await outbox.pass(120_000)
    expect(provider.faults).toEqual([])
    const notices = await outbox.notices()
    const byId = new Map(notices.map((notice) => [notice.id, notice]))
    const carrier = (notice: Notice): Notice => (notice.digest ? byId.get(notice.digest)! : notice)
    for (const id of ids) {
      const notice = byId.get(id)!
      const left = carrier(notice)
      expect([notice.title, left.state]).toEqual([notice.title, 'sent'])
      if (notice.priority === 1) expect(epoch(left.sentAt)! - epoch(notice.createdAt)).toBeLessThanOrEqual(2000)
      expect(provider.taken.filter(({ text }) => text.includes(notice.title))).toHaveLength(1)
    }
    expect(clock.now()).toBe(start + 120_000)
  })

  test('incidents that keep coming for two minutes trip nothing either', async () => {
    const { outbox, provider } = await open(robot)
    for (let n = 0; n < 120; n++) {
      await outbox.write({ channel: 'robot', priority: n % 5 === 0 ? 1 : 3 }, { channel: 'robot', priority: 2 })
      await outbox.pass(1000)
    }
    await outbox.pass(120_000)
    expect(provider.faults).toEqual([])
    expect((await outbox.notices()).filter(({ state }) => !['sent', 'folded'].includes(state))).toEqual([])
  })

  test('a wrong secret is given up at once, says why, and shows the secret nowhere', async () => {
    const { outbox, provider } = await open(robot, robot === 'wecom' ? undefined : { secret: 'quite-another-secret' })
    if (robot === 'wecom') await renew({ url: provider.url.replace('key-of-the-robot', 'quite-another-secret') })
    const [id] = await outbox.write({ channel: 'robot' })
    await outbox.pass(60_000)
    expect(await outbox.notice(id!)).toMatchObject({ state: 'dead', attempts: 1, fault: 'wrong_secret' })
    expect(provider.faults).toEqual([robot === 'wecom' ? 'key' : 'sign'])
    const seen = JSON.stringify([await outbox.notices(), outbox.logged, outbox.happened])
    expect(seen).not.toContain('quite-another-secret')
    for (const part of ['token-of-the-robot', 'hook-of-the-robot']) expect(seen).not.toContain(part)
  })
})

test('a restart does not forget what the robot was sent within the minute', async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'wk-robot-'))
  const file = path.join(dir, 'records.db')
  const clock = handClock(start)
  provider = await dingtalkStandIn({ now: () => clock.now() })
  const robot = { id: 'robot', config: { type: 'dingtalk' } as const, secrets: { url: provider.url } }
  for (let life = 0; life < 3; life++) {
    outbox = await openOutbox([robot], { clock, file })
    for (let n = 0; n < 10; n++) {
      await outbox.write({ channel: 'robot', priority: 1, key: `${life}/${n}` })
      await outbox.pass(250)
    }
    if (life < 2) await outbox.close()
  }
  await outbox.pass(120_000)
  expect(provider.faults).toEqual([])
  expect((await outbox.notices()).filter(({ state }) => !['sent', 'folded'].includes(state))).toEqual([])
  await rm(dir, { recursive: true })
})

test('a robot that says that it was sent too much is left alone as long as its provider blocks', async () => {
  const { outbox, provider } = await open('dingtalk')
  for (let n = 0; n < 21; n++) await fetch(provider.url, { method: 'POST', body: '{}' })
  provider.faults.length = 0
  const [first, second] = await outbox.write({ channel: 'robot' }, { channel: 'robot', priority: 1 })
  await outbox.pass(590_000)
  expect(provider.faults.length).toBeLessThanOrEqual(2)
  expect((await outbox.notice(first!)).state).toBe('waiting')
  await outbox.pass(30_000)
  expect([(await outbox.notice(first!)).state, (await outbox.notice(second!)).state]).toEqual(['sent', 'sent'])
})
