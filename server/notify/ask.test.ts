// No message goes inside unless an administrator allowed it: by number, by any spelling of it, by name, or by a redirect.
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { plainStandIn, type StandIn } from '../../test/support/providers.ts'
import { mayReach, rangesOf } from './address.ts'
import { createAsk } from './ask.ts'

let provider: StandIn | undefined
afterEach(() => provider?.stop())

const nothing = rangesOf('')!
const loopback = rangesOf('127.0.0.0/8')!
const resolvesTo = (address: string) => () => Promise.resolve([{ address, family: 4 }])

test.each([
  ...['127.0.0.1', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1'],
  ...['0.0.0.0', '224.0.0.1', '255.255.255.255', '::1', '::', 'fe80::1', 'fe80::1%eth0', 'fd00::1', 'ff02::1'],
  ...['::ffff:127.0.0.1', '::ffff:10.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', 'nonsense', ''],
])('%s is inside', (address) => {
  expect(mayReach(address, nothing)).toBe(false)
})

test.each(['1.1.1.1', '172.32.0.1', '100.128.0.1', '223.5.5.5', '2606:4700::1111', '::ffff:1.1.1.1'])(
  '%s is public',
  (address) => {
    expect(mayReach(address, nothing)).toBe(true)
  },
)

test('an allowed range opens itself and nothing beside it', () => {
  const allowed = rangesOf('10.1.0.0/16, 192.168.1.5 fd00:1::/32')!
  expect(['10.1.255.9', '192.168.1.5', 'fd00:1::9'].map((address) => mayReach(address, allowed))).toEqual([
    ...[true, true, true],
  ])
  expect(['10.2.0.1', '192.168.1.6', 'fd00:2::9'].map((address) => mayReach(address, allowed))).toEqual([
    ...[false, false, false],
  ])
})

test.each(['10.0.0.0/33', '10.0.0', 'lan', '10.0.0.0/8/8', '::/129', '10.0.0.0/-1', '10.0.0.0/'])(
  '%s is no range',
  (text) => {
    expect(rangesOf(text)).toBeNull()
  },
)

test('every address of the private blocks is inside', () => {
  const byte = fc.integer({ min: 0, max: 255 })
  fc.assert(
    fc.property(byte, byte, byte, (one, two, three) => {
      for (const address of [`10.${one}.${two}.${three}`, `127.${one}.${two}.${three}`, `192.168.${one}.${two}`]) {
        expect(mayReach(address, nothing)).toBe(false)
        expect(mayReach(`::ffff:${address}`, nothing)).toBe(false)
      }
    }),
  )
})

test.each(['http://127.0.0.1/', 'http://0x7f.1/', 'http://2130706433/', 'http://[::1]/', 'http://[::ffff:127.0.0.1]/'])(
  '%s is refused before anything connects',
  async (url) => {
    const ask = createAsk({ allowed: nothing, patience: 1000 })
    expect(await ask({ url })).toMatchObject({ ok: false, fault: 'not_allowed', again: false })
  },
)

test('a name is judged by where it leads, and by every address that it has', async () => {
  provider = await plainStandIn({ now: () => 0 })
  const url = provider.url.replace('127.0.0.1', 'robot.example')
  const inside = createAsk({ allowed: nothing, patience: 1000, resolve: resolvesTo('127.0.0.1') })
  expect(await inside({ url })).toMatchObject({ fault: 'not_allowed' })
  const two = [
    { address: '1.1.1.1', family: 4 },
    { address: '127.0.0.1', family: 4 },
  ]
  const mixed = createAsk({ allowed: nothing, patience: 1000, resolve: () => Promise.resolve(two) })
  expect(await mixed({ url })).toMatchObject({ fault: 'not_allowed' })
  expect(provider.taken).toEqual([])
})

test('connects to the address that was checked, and asks for it once', async () => {
  provider = await plainStandIn({ now: () => 0 })
  const answers = ['127.0.0.1', '127.0.0.2']
  let asked = 0
  const resolve = () => resolvesTo(answers[asked++]!)()
  const ask = createAsk({ allowed: loopback, patience: 1000, resolve })
  const answer = await ask({ url: provider.url.replace('127.0.0.1', 'robot.example'), body: 'hello' })
  expect(answer).toMatchObject({ status: 200 })
  expect(asked).toBe(1)
  expect(provider.taken[0]!.headers.host).toMatch(/^robot\.example:/)
})

test('a redirect is an answer', async () => {
  provider = await plainStandIn({ now: () => 0 })
  provider.mood = { status: 302, headers: { Location: 'http://169.254.169.254/' } }
  const ask = createAsk({ allowed: loopback, patience: 1000 })
  expect(await ask({ url: provider.url })).toMatchObject({ status: 302 })
})

test('is waited for no longer than it may take', async () => {
  provider = await plainStandIn({ now: () => 0 })
  provider.mood = 'mute'
  const ask = createAsk({ allowed: loopback, patience: 50 })
  expect(await ask({ url: provider.url })).toMatchObject({ fault: 'too_slow', again: true })
  const stuck = createAsk({ allowed: loopback, patience: 50, resolve: () => new Promise(() => {}) })
  expect(await stuck({ url: 'http://robot.example/' })).toMatchObject({ fault: 'too_slow', again: true })
})
