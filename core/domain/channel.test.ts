// What is proven of a channel: the newest good answer, and the newest message that really left.
import { expect, test } from 'vitest'
import type { ChannelAnswer } from '../contracts/channel.ts'
import { proofsOf, takesMonthly } from './channel.ts'

const answer = (at: string, more: Partial<ChannelAnswer> = {}): ChannelAnswer => ({
  ...{ at: `2026-11-${at}T01:00:00.000Z`, ok: true, answer: '', fault: null, ms: 1, proof: 'gateway', phones: null },
  ...more,
})
const none = { tested: null, heartbeat: null, monthly: null }

test('nothing is proven before anything was answered, by a bad answer, or by a push that no phone could take', () => {
  const phones = { kept: 0, took: 0, gone: 0, heard: 0 }
  for (const heartbeat of [null, answer('23', { ok: false, proof: null }), answer('23', { proof: 'phones', phones })])
    expect(proofsOf({ ...none, heartbeat })).toEqual({ last: null, real: null })
})

test('the newest counts, and a message that left stays known beside a gateway that is there', () => {
  const [old, real, daily] = [answer('01', { proof: 'message' }), answer('02', { proof: 'message' }), answer('23')]
  expect(proofsOf({ tested: old, heartbeat: daily, monthly: real })).toEqual({ last: daily, real })
  expect(proofsOf({ ...none, heartbeat: daily })).toEqual({ last: daily, real: null })
})

test('a real message each month is for what reaches one person and is not proven by its daily check', () => {
  expect(['sms', 'voice', 'email'].every((type) => takesMonthly(type as 'sms'))).toBe(true)
  expect(
    ['web_push', 'wecom', 'dingtalk', 'feishu', 'webhook', 'mqtt'].some((type) => takesMonthly(type as 'mqtt')),
  ).toBe(false)
})
