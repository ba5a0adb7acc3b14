// What becomes of a notice when its provider is slow, dead, forgetful or strict, and when the process is killed.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { plainStandIn, type StandIn } from '../../test/support/providers.ts'
import { findChannel, saveChannel } from '../store/channel.ts'
import { handClock } from '../testing/clock.ts'
import { openOutbox, start, type Outbox } from './testing/outbox.ts'

const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

const clock = () => handClock(start)
const keysOf = ({ taken }: StandIn): unknown[] => taken.map(({ headers }) => headers['idempotency-key'])

async function provider(): Promise<StandIn> {
  const made = await plainStandIn({ now: () => start })
  undo.push(() => made.stop())
  return made
}
const way = (id: string, { url }: StandIn) => ({ id, config: { type: 'webhook', url } as const, secrets: { key: 'k' } })
async function open(...given: Parameters<typeof openOutbox>): Promise<Outbox> {
  const outbox = await openOutbox(...given)
  undo.push(() => outbox.close())
  return outbox
}

test('a provider that does not answer holds up no other channel, and nothing urgent of its own', async () => {
  const [mute, well] = [await provider(), await provider()]
  mute.mood = 'mute'
  const outbox = await open([way('mute', mute), way('well', well)])
  const [stuck, urgent, other] = await outbox.write(
    { channel: 'mute' },
    { channel: 'mute', priority: 1 },
    { channel: 'well' },
  )
  outbox.clock.advance(250)
  // All three were asked before any of the silent ones was given up.
  await Promise.all([mute.asked(2), well.asked(1)])
  expect((await outbox.notice(stuck!)).state).toBe('sending')
  expect((await outbox.notice(urgent!)).state).toBe('sending')
  await outbox.notify.settled()
  expect(await outbox.notice(other!)).toMatchObject({ state: 'sent' })
  expect(await outbox.notice(stuck!)).toMatchObject({ state: 'waiting', fault: 'too_slow', attempts: 1 })
})

test('what was answered too late goes again under the same key, by itself and never in a digest', async () => {
  const slow = await provider()
  slow.mood = 'mute'
  const outbox = await open([way('hook', slow)])
  const [id] = await outbox.write({ channel: 'hook', key: 'incident:1:opened:li' })
  await outbox.pass(250)
  slow.mood = 'well'
  await outbox.write(...Array.from({ length: 700 }, () => ({ channel: 'hook' })))
  await outbox.pass(20_000)
  expect(await outbox.notice(id!)).toMatchObject({ state: 'sent', attempts: 2, digest: null })
  expect(keysOf(slow).filter((key) => key === 'incident:1:opened:li')).toHaveLength(2)
})

test('what was tried once goes by itself, however many wait with it and however little room there is', async () => {
  const strict = await provider()
  strict.mood = { status: 429, headers: { 'Retry-After': '10' } }
  const outbox = await open([{ ...way('hook', strict), more: { perMinute: 8 } }])
  const [tried] = await outbox.write({ channel: 'hook', key: 'tried' })
  await outbox.pass(250)
  strict.mood = 'well'
  const others = await outbox.write(...Array.from({ length: 30 }, () => ({ channel: 'hook' })))
  await outbox.pass(90_000)
  expect(await outbox.notice(tried!)).toMatchObject({ state: 'sent', attempts: 2, digest: null })
  expect(keysOf(strict)).toContain('tried')
  expect((await outbox.notice(others[0]!)).state).toBe('folded')
})

test('waits double, and after ten attempts a person has to look; one more try and it arrives', async () => {
  const dead = await provider()
  dead.mood = 'dead'
  const outbox = await open([way('hook', dead)])
  const [id] = await outbox.write({ channel: 'hook' })
  await outbox.pass(5000)
  expect(await outbox.notice(id!)).toMatchObject({ state: 'waiting', fault: 'not_reached', attempts: 1 })
  await outbox.pass(300_000)
  expect(await outbox.notice(id!)).toMatchObject({ state: 'waiting', attempts: 6 })
  await outbox.pass(3_000_000)
  expect(await outbox.notice(id!)).toMatchObject({ state: 'dead', attempts: 10, nextAt: null })
  expect(await outbox.notify.status()).toMatchObject({ waiting: 0, dead: 1, failing: ['hook'] })
  expect(outbox.happened.map(({ type }) => type)).toContain('notice.dead')
})

test('what is urgent leaves side by side', async () => {
  const mute = await provider()
  mute.mood = 'mute'
  const outbox = await open([way('hook', mute)])
  await outbox.write(...Array.from({ length: 5 }, () => ({ channel: 'hook', priority: 1 }) as const))
  outbox.clock.advance(250)
  await mute.asked(5)
  expect((await outbox.notices()).map(({ state }) => state)).toEqual(Array(5).fill('sending'))
})

test('the last place under a limit is taken once', async () => {
  const hook = await provider()
  const outbox = await open([{ ...way('hook', hook), more: { perMinute: 1 } }])
  await outbox.write({ channel: 'hook', to: 'li', priority: 1 }, { channel: 'hook', to: 'wang', priority: 1 })
  await outbox.pass(55_000)
  expect(hook.taken).toHaveLength(1)
  await outbox.pass(10_000)
  expect(hook.taken).toHaveLength(2)
})

test('429 is obeyed to the second it names', async () => {
  const strict = await provider()
  strict.mood = { status: 429, headers: { 'Retry-After': '120' } }
  const outbox = await open([way('hook', strict)])
  const [first, second] = await outbox.write({ channel: 'hook' }, { channel: 'hook' })
  await outbox.pass(250)
  strict.mood = 'well'
  await outbox.pass(119_500)
  expect(strict.taken).toEqual([])
  await outbox.pass(1000)
  expect([(await outbox.notice(first!)).state, (await outbox.notice(second!)).state]).toEqual(['sent', 'sent'])
})

test('news of one thing arrive in their order although the first was late', async () => {
  const shy = await provider()
  shy.mood = { status: 503 }
  const outbox = await open([way('hook', shy)])
  const about = { type: 'incident', id: 'i-1' } as const
  await outbox.write({ channel: 'hook', about, title: 'opened' })
  await outbox.pass(250)
  shy.mood = 'well'
  await outbox.write({ channel: 'hook', about, title: 'cleared' }, { channel: 'hook', title: 'other' })
  await outbox.pass(10_000)
  expect(shy.taken.map(({ body }) => (body as { title: string }).title)).toEqual(['other', 'opened', 'cleared'])
})

test('killed between sending and recording: once more with the same key, and nothing else', async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'wk-outbox-'))
  undo.push(() => rm(dir, { recursive: true }))
  const file = path.join(dir, 'records.db')
  const hook = await provider()
  const killed = await openOutbox([way('hook', hook)], { file, clock: clock() })
  await killed.write({ channel: 'hook', key: 'one' }, { channel: 'hook', key: 'two' })
  hook.mood = 'mute'
  killed.clock.advance(250)
  await hook.asked(1)
  // The provider has it, and whoever sent it can tell nobody any more.
  await killed.db.destroy()
  hook.mood = 'well'
  const outbox = await open([way('hook', hook)], { file })
  await outbox.pass(1000)
  expect(keysOf(hook)).toEqual(['one', 'one', 'two'])
  expect((await outbox.notices()).map(({ state }) => state)).toEqual(['sent', 'sent'])
})

test('a channel that fails is told of once, and once more when it works again', async () => {
  const hook = await provider()
  hook.mood = { status: 500 }
  const outbox = await open([way('hook', hook)])
  await outbox.write({ channel: 'hook' }, { channel: 'hook' }, { channel: 'hook' })
  await outbox.pass(30_000)
  expect(outbox.told.map(({ name, subject }) => [name, subject.id])).toEqual([['channel_failed', 'hook']])
  expect((await findChannel(outbox.db, 'hook'))?.failingSince).not.toBeNull()
  hook.mood = 'well'
  await outbox.pass(120_000)
  expect(outbox.told.map(({ name }) => name)).toEqual(['channel_failed', 'channel_works'])
})

test('a person without an address is no fault of the channel', async () => {
  const config = { type: 'sms', url: (await provider()).url, body: 'to={to}&text={text}', header: '' } as const
  const outbox = await open([{ id: 'sms', config }])
  await outbox.person('li')
  const [id] = await outbox.write({ channel: 'sms', to: 'li' })
  await outbox.pass(250)
  expect(await outbox.notice(id!)).toMatchObject({ state: 'dead', fault: 'no_address' })
  expect(outbox.told).toEqual([])
})

test('a channel that is off, or gone, sends nothing and says so', async () => {
  const hook = await provider()
  const outbox = await open([way('hook', hook)])
  const channel = (await findChannel(outbox.db, 'hook'))!
  await outbox.commit(async (tx) => ({
    result: await saveChannel(tx, { ...channel, enabled: false }),
    happenings: [],
  }))
  const [off, none] = await outbox.write({ channel: 'hook' }, { channel: 'never-was' })
  await outbox.pass(250)
  for (const id of [off, none])
    expect(await outbox.notice(id!)).toMatchObject({ state: 'dropped', fault: 'channel_off' })
  expect(hook.taken).toEqual([])
})

test('a digest that is given up takes what it carries with it', async () => {
  const hook = await provider()
  hook.mood = { status: 400 }
  const outbox = await open([{ ...way('hook', hook), more: { perMinute: 4 } }])
  await outbox.write(...Array.from({ length: 5 }, () => ({ channel: 'hook' })))
  await outbox.pass(250)
  const notices = await outbox.notices()
  expect(notices).toHaveLength(6)
  expect(new Set(notices.map(({ state }) => state))).toEqual(new Set(['dead']))
})

test('one key is one notice, whoever writes it twice', async () => {
  const hook = await provider()
  const outbox = await open([way('hook', hook)])
  await outbox.write({ channel: 'hook', key: 'same' }, { channel: 'hook', key: 'same' })
  await outbox.pass(1000)
  await outbox.write({ channel: 'hook', key: 'same' })
  await outbox.pass(1000)
  expect(keysOf(hook)).toEqual(['same'])
})
