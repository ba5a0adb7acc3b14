// The test button and the daily sign of life: the provider's own words, once a day at nine by the site's clock.
import { afterEach, expect, test } from 'vitest'
import { iso } from '../../core/contracts/instant.ts'
import { dingtalkStandIn, type StandIn } from '../../test/support/providers.ts'
import { findChannel } from '../store/channel.ts'
import { handClock } from '../testing/clock.ts'
import { beatIsDue } from './probe.ts'
import { openOutbox, type Outbox } from './testing/outbox.ts'

const hour = 3_600_000
/** 08:30 in Shanghai. */
const morning = Date.parse('2026-11-23T00:30:00.000Z')
const secret = 'SEC'
let outbox: Outbox
let provider: StandIn
afterEach(async () => {
  await outbox.close()
  await provider.stop()
})

async function open(kept = secret) {
  const clock = handClock(morning)
  provider = await dingtalkStandIn({ now: () => clock.now(), secret })
  const secrets = { url: provider.url, secret: kept }
  const more = { name: { 'zh-CN': '值班群', en: 'Duty group' }, heartbeat: null }
  outbox = await openOutbox([{ id: 'robot', config: { type: 'dingtalk' }, secrets, more }], { clock })
  provider.taken.length = 0
}
const channel = async () => (await findChannel(outbox.db, 'robot'))!

/** Minutes pass; what they bring about is waited for. */
async function minutes(count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    outbox.clock.advance(60_000)
    await outbox.notify.settled()
  }
}

test('says once a day at nine that it works', async () => {
  await open()
  const before = (await channel()).heartbeat
  await minutes(29)
  expect((await channel()).heartbeat).toEqual(before)
  await minutes(2)
  expect(provider.taken.map(({ text }) => text.split('\n')[0])).toEqual(['守望：每日自检'])
  expect((await channel()).heartbeat).toMatchObject({ ok: true, at: '2026-11-23T01:00:00.000Z' })
  await minutes(24 * 60 - 2)
  expect(provider.taken).toHaveLength(1)
  await minutes(2)
  expect(provider.taken).toHaveLength(2)
})

test('a sign of life that fails is told, and the next test that works takes it back', async () => {
  await open('another')
  await minutes(31)
  expect((await channel()).heartbeat).toMatchObject({ ok: false, fault: 'wrong_secret' })
  expect(outbox.told.map(({ name, site }) => [name, site])).toEqual([['channel_failed', 'hq']])
  expect(outbox.told[0]!.data).toEqual({ name: { 'zh-CN': '值班群', en: 'Duty group' }, type: 'dingtalk' })
  expect(await outbox.notify.status()).toMatchObject({ failing: ['robot'] })
})

test('what was wrong with a channel ends with it', async () => {
  await open('another')
  await minutes(31)
  await outbox.commit(async (tx) => ({
    ...{ result: null, happenings: await outbox.notify.removed(tx, 'robot', outbox.clock.now()) },
  }))
  expect(outbox.told.map(({ name }) => name)).toEqual(['channel_failed', 'channel_works'])
})

test('the test button shows what the provider really said, and keeps it', async () => {
  await open()
  const by = { username: 'admin', locale: 'en' } as const
  const answer = await outbox.notify.test('robot', 'admin', by)
  expect(answer).toEqual({
    at: iso(morning),
    ok: true,
    answer: '200 {"errcode":0,"errmsg":"ok"}',
    fault: null,
    ms: 0,
    proof: 'message',
    phones: null,
  })
  expect((await channel()).tested).toEqual(answer)
  expect(provider.taken[0]!.text).toContain('the channel “Duty group” works. Sent by admin at 2026-11-23 08:30')
  expect(await outbox.notify.test('no-such', 'admin', by)).toBeNull()
})

test('pressing the button again and again trips nothing', async () => {
  await open()
  const by = { username: 'admin', locale: 'en' } as const
  const answers = []
  for (let n = 0; n < 25; n++) answers.push(await outbox.notify.test('robot', 'admin', by))
  expect(provider.faults).toEqual([])
  expect(answers.at(-1)).toMatchObject({ ok: false, fault: 'too_often' })
})

test('the day is the site’s', async () => {
  await open()
  const heartbeat = (time: string) => ({
    heartbeat: { at: time, ok: true, answer: '', fault: null, ms: 1, proof: null, phones: null },
  })
  const late = Date.parse('2026-11-23T20:00:00.000Z')
  expect(beatIsDue(heartbeat('2026-11-23T01:00:00.000Z'), 'Asia/Shanghai', late)).toBe(false)
  expect(beatIsDue(heartbeat('2026-11-23T01:00:00.000Z'), 'Asia/Shanghai', late + 5 * hour)).toBe(true)
  expect(beatIsDue(heartbeat('2026-11-23T01:00:00.000Z'), 'America/New_York', late)).toBe(true)
  expect(beatIsDue({ heartbeat: null }, 'Asia/Shanghai', morning)).toBe(false)
})
