// Channels that reach one person: e-mail, push to phones, SMS and voice; and a device that tells everybody.
import { afterEach, describe, expect, test } from 'vitest'
import { startMailServer } from '../../test/support/mail-server.ts'
import { plainStandIn } from '../../test/support/providers.ts'
import { startPushService } from '../../test/support/push-service.ts'
import type { Channel } from '../../core/contracts/channel.ts'
import { findChannel, saveChannel } from '../store/channel.ts'
import { saveSubscription, subscriptionsOf } from '../store/push.ts'
import { openOutbox, start, type Outbox } from './testing/outbox.ts'

const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})
async function open(...given: Parameters<typeof openOutbox>): Promise<Outbox> {
  const outbox = await openOutbox(...given)
  undo.push(() => outbox.close())
  return outbox
}

describe('e-mail', () => {
  async function post(password?: string) {
    const mail = await startMailServer('right password')
    undo.push(() => mail.stop())
    const server = { host: '127.0.0.1', port: mail.port, tls: 'none', username: 'wk', from: 'wk@example.org' } as const
    const secrets = { password: password ?? 'right password' }
    const outbox = await open([{ id: 'mail', config: { type: 'email', ...server }, secrets }])
    await outbox.person('li', { email: 'li@example.org' })
    return { mail, outbox }
  }

  test('reaches the mailbox of the person, with the number that the server gave it', async () => {
    const { mail, outbox } = await post()
    const [id] = await outbox.write({ channel: 'mail', to: 'li', title: '▲ 水泵跳闸', text: 'B1 生活泵', priority: 1 })
    await outbox.pass(250)
    expect(await outbox.notice(id!)).toMatchObject({ state: 'sent', answer: '250 2.0.0 taken as number 7' })
    expect(mail.taken[0]).toMatchObject({ to: 'li@example.org' })
    expect(mail.taken[0]!.source).toMatch(/^Message-ID: <[0-9a-f]{32}@watchkeeper>$/m)
  })

  test('a title with a line break adds no header', async () => {
    const { mail, outbox } = await post()
    await outbox.write({ channel: 'mail', to: 'li', title: 'x\r\nBcc: eve@example.org', text: 'y' })
    await outbox.pass(250)
    expect(mail.taken[0]!.source.split('\n\n')[0]).not.toMatch(/^Bcc:/im)
  })

  test('a repeat has the same Message-ID', async () => {
    const { mail, outbox } = await post()
    mail.refusal = '451 4.3.0 try later'
    const [id] = await outbox.write({ channel: 'mail', to: 'li' })
    await outbox.pass(250)
    expect(await outbox.notice(id!)).toMatchObject({ state: 'waiting', fault: 'broken', attempts: 1 })
    mail.refusal = null
    await outbox.pass(10_000)
    expect(await outbox.notice(id!)).toMatchObject({ state: 'sent', attempts: 2 })
  })

  test('a wrong password is given up and shown nowhere', async () => {
    const { outbox } = await post('wrong password')
    const [id] = await outbox.write({ channel: 'mail', to: 'li' })
    await outbox.pass(250)
    const notice = await outbox.notice(id!)
    expect(notice).toMatchObject({ state: 'dead', fault: 'wrong_secret', attempts: 1 })
    expect(notice.answer).toContain('535')
    expect(JSON.stringify([notice, outbox.logged])).not.toContain('wrong password')
  })

  test('nobody without an address is written to', async () => {
    const { mail, outbox } = await post()
    await outbox.person('wang')
    const ids = await outbox.write({ channel: 'mail', to: 'wang' }, { channel: 'mail', to: null })
    await outbox.pass(250)
    for (const id of ids) expect(await outbox.notice(id)).toMatchObject({ state: 'dead', fault: 'no_address' })
    expect(mail.taken).toEqual([])
  })
})

describe('push', () => {
  async function phone() {
    const service = await startPushService()
    undo.push(() => service.stop())
    const outbox = await open([])
    await outbox.person('li')
    const kept = { id: 'ps-1', label: 'phone', createdAt: new Date(start).toISOString(), sentAt: null, heardAt: null }
    const whole = { ...kept, ...service.subscription }
    await outbox.commit(async (tx) => ({ result: await saveSubscription(tx, 'li', whole), happenings: [] }))
    return { service, outbox }
  }

  test('signed, sealed for the phone alone, and read there', async () => {
    const { service, outbox } = await phone()
    const [id] = await outbox.write({ channel: 'push', to: 'li', title: '接单', text: '生活泵', priority: 1 })
    await outbox.pass(250)
    expect(await outbox.notice(id!)).toMatchObject({ state: 'sent' })
    expect(service.taken[0]!.message).toMatchObject({
      ...{ title: '接单', text: '生活泵', link: '/i/1', priority: 1, purpose: 'notice' },
    })
    expect(service.taken[0]!.headers).toMatchObject({ urgency: 'high', 'content-encoding': 'aes128gcm' })
    expect((await subscriptionsOf(outbox.db, 'li'))[0]!.sentAt).not.toBeNull()
  })

  test('a phone that its push service no longer knows is forgotten', async () => {
    const { service, outbox } = await phone()
    service.status = 410
    const [id] = await outbox.write({ channel: 'push', to: 'li' })
    await outbox.pass(250)
    expect(await outbox.notice(id!)).toMatchObject({ state: 'dead', fault: 'no_phone' })
    expect(await subscriptionsOf(outbox.db, 'li')).toEqual([])
    expect(await outbox.notify.testPush({ username: 'li', locale: 'zh-CN' })).toMatchObject({
      ok: false,
      fault: 'no_phone',
    })
  })

  test('the daily check says how many phones took it and how many answered, and takes off those that are gone', async () => {
    const { service, outbox } = await phone()
    const lost = await startPushService()
    undo.push(() => lost.stop())
    lost.status = 410
    const heardAt = new Date(start + 18 * 3_600_000).toISOString()
    const known = { label: 'phone', createdAt: new Date(start).toISOString(), sentAt: null }
    const others = [
      { ...known, id: 'ps-2', heardAt, ...service.subscription },
      { ...known, id: 'ps-3', heardAt, ...lost.subscription },
    ]
    for (const other of others)
      await outbox.commit(async (tx) => ({ result: await saveSubscription(tx, 'li', other), happenings: [] }))
    await outbox.pass(19 * 3_600_000 + 60_000, 60_000)
    const { heartbeat, failingSince } = (await findChannel(outbox.db, 'push'))!
    expect(heartbeat).toMatchObject({ ok: true, proof: 'phones', phones: { kept: 2, took: 2, gone: 1, heard: 1 } })
    expect(failingSince).toBeNull()
    expect((await subscriptionsOf(outbox.db, 'li')).map(({ id }) => id)).toEqual(['ps-1', 'ps-2'])
    expect(service.taken.map(({ message }) => message)).toMatchObject([
      { purpose: 'heartbeat', title: '守望：每日自检' },
      { purpose: 'heartbeat' },
    ])
    expect(service.taken[0]!.headers).toMatchObject({ urgency: 'low' })
  })

  test('push that no phone can be reached by is no sign of life', async () => {
    const { service, outbox } = await phone()
    service.status = 503
    await outbox.pass(19 * 3_600_000 + 60_000, 60_000)
    const { heartbeat, failingSince } = (await findChannel(outbox.db, 'push'))!
    expect(heartbeat).toMatchObject({ ok: false, fault: 'broken', proof: null, phones: { kept: 1, took: 0 } })
    expect(failingSince).not.toBeNull()
  })

  test('without any phone nothing is proven and nothing is wrong', async () => {
    const outbox = await open([])
    await outbox.pass(19 * 3_600_000 + 60_000, 60_000)
    const { heartbeat, failingSince } = (await findChannel(outbox.db, 'push'))!
    expect(heartbeat).toMatchObject({ ok: true, phones: { kept: 0, took: 0, gone: 0, heard: 0 } })
    expect(failingSince).toBeNull()
  })

  test('the test message arrives on my own phone', async () => {
    const { service, outbox } = await phone()
    expect(await outbox.notify.testPush({ username: 'li', locale: 'en' })).toMatchObject({ ok: true, fault: null })
    expect(service.taken[0]!.message).toMatchObject({ purpose: 'test', title: 'Watchkeeper: test message' })
  })
})

describe('SMS and voice', () => {
  async function carrier(body: string, header = '', more: Partial<Channel> = {}) {
    const provider = await plainStandIn({ now: () => start })
    undo.push(() => provider.stop())
    const config = { type: 'sms', url: provider.url, body, header } as const
    const outbox = await open([{ id: 'sms', config, secrets: { key: 'token&1' } }])
    await outbox.person('li', { phone: '138 0000-0001' })
    const channel = { ...(await findChannel(outbox.db, 'sms'))!, ...more }
    await outbox.commit(async (tx) => ({ result: await saveChannel(tx, channel), happenings: [] }))
    return { provider, outbox }
  }

  test('fills the template as JSON without letting a value out of its text', async () => {
    const { provider, outbox } = await carrier(
      '{"phone":"{to}","text":"{text}","id":"{id}"}',
      'Authorization: Bearer {key}',
    )
    await outbox.write({ channel: 'sms', to: 'li', text: '"},{"phone":"119', key: 'a"b' })
    await outbox.pass(250)
    expect(provider.taken[0]!.body).toEqual({ phone: '13800000001', text: '"},{"phone":"119', id: 'a"b' })
    expect(provider.taken[0]!.headers.authorization).toBe('Bearer token&1')
  })

  test('fills the template as a form without letting a value add a field', async () => {
    const { provider, outbox } = await carrier('to={to}&text={text}&token={key}')
    await outbox.write({ channel: 'sms', to: 'li', text: '泵&to=119' })
    await outbox.pass(250)
    const form = new URLSearchParams(provider.taken[0]!.text)
    expect(Object.fromEntries(form)).toEqual({ to: '13800000001', text: '泵&to=119', token: 'token&1' })
    expect(form.getAll('to')).toHaveLength(1)
  })

  const monthly = { monthlyTo: 'li' }
  const read = async (outbox: Outbox) => (await findChannel(outbox.db, 'sms'))!

  test('the daily check proves the gateway and no delivery, and sends nobody anything', async () => {
    const { provider, outbox } = await carrier('to={to}')
    await outbox.pass(19 * 3_600_000 + 60_000, 60_000)
    expect((await read(outbox)).heartbeat).toMatchObject({ ok: true, proof: 'gateway' })
    expect(provider.taken.filter(({ text }) => text !== '')).toEqual([])
  })

  test('who is named for it gets a real message at once and then on the first of each month', async () => {
    const { provider, outbox } = await carrier('to={to}&text={text}', '', monthly)
    const texts = () => provider.taken.filter(({ text }) => text !== '').map(({ text }) => new URLSearchParams(text))
    await outbox.pass(60_000, 60_000)
    expect(texts().map((form) => form.get('to'))).toEqual(['13800000001'])
    expect(texts()[0]!.get('text')).toContain('真的能送达')
    expect((await read(outbox)).monthly).toMatchObject({ ok: true, proof: 'message' })
    await outbox.pass(7 * 86_400_000, 600_000)
    expect(texts()).toHaveLength(1)
    // 1 December, nine o'clock in Shanghai.
    await outbox.pass(Date.parse('2026-12-01T01:10:00Z') - outbox.clock.now(), 600_000)
    expect(texts()).toHaveLength(2)
  })

  test('one that does not get through is tried again the next day', async () => {
    const { provider, outbox } = await carrier('to={to}', '', monthly)
    provider.mood = { status: 400 }
    await outbox.pass(60_000, 60_000)
    expect((await read(outbox)).monthly).toMatchObject({ ok: false, fault: 'refused' })
    expect((await read(outbox)).failingSince).not.toBeNull()
    provider.mood = 'well'
    await outbox.pass(86_400_000, 600_000)
    expect(await read(outbox)).toMatchObject({ monthly: { ok: true, proof: 'message' }, failingSince: null })
  })

  test('a number that is none is not called', async () => {
    const { provider, outbox } = await carrier('to={to}')
    await outbox.person('li', { phone: 'ask at the desk' })
    const [id] = await outbox.write({ channel: 'sms', to: 'li' })
    await outbox.pass(250)
    expect(await outbox.notice(id!)).toMatchObject({ state: 'dead', fault: 'no_address' })
    expect(provider.taken).toEqual([])
  })
})

test('a siren that is connected gets a command; one that is away gets it when it is back', async () => {
  const sent: object[] = []
  let there = false
  const command = (device: string, payload: object): Promise<boolean> => {
    if (there) sent.push({ device, ...payload })
    return Promise.resolve(there)
  }
  const deps = { command, connected: () => there }
  const outbox = await open([{ id: 'siren', config: { type: 'mqtt', device: 'siren-1' } }], { deps })
  const [id] = await outbox.write({ channel: 'siren', key: 'fire', title: '火警', priority: 1 })
  await outbox.pass(250)
  expect(await outbox.notice(id!)).toMatchObject({ state: 'waiting', fault: 'device_offline' })
  there = true
  await outbox.pass(10_000)
  expect(sent).toMatchObject([{ device: 'siren-1', id: 'fire', name: 'notice', args: { title: '火警', priority: 1 } }])
  expect(await outbox.notice(id!)).toMatchObject({ state: 'sent' })
})
