// Channels that reach one person: e-mail, push to phones, SMS and voice; and a device that tells everybody.
import { afterEach, describe, expect, test } from 'vitest'
import { startMailServer } from '../../test/support/mail-server.ts'
import { plainStandIn } from '../../test/support/providers.ts'
import { startPushService } from '../../test/support/push-service.ts'
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
    const kept = { id: 'ps-1', label: 'phone', createdAt: new Date(start).toISOString(), sentAt: null }
    const whole = { ...kept, ...service.subscription }
    await outbox.commit(async (tx) => ({ result: await saveSubscription(tx, 'li', whole), happenings: [] }))
    return { service, outbox }
  }

  test('signed, sealed for the phone alone, and read there', async () => {
    const { service, outbox } = await phone()
    const [id] = await outbox.write({ channel: 'push', to: 'li', title: '接单', text: '生活泵', priority: 1 })
    await outbox.pass(250)
    expect(await outbox.notice(id!)).toMatchObject({ state: 'sent' })
    expect(service.taken[0]!.message).toMatchObject({ title: '接单', text: '生活泵', priority: 1, purpose: 'notice' })
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

  test('the test message arrives on my own phone', async () => {
    const { service, outbox } = await phone()
    expect(await outbox.notify.testPush({ username: 'li', locale: 'en' })).toMatchObject({ ok: true, fault: null })
    expect(service.taken[0]!.message).toMatchObject({ purpose: 'test', title: 'Watchkeeper: test message' })
  })
})

describe('SMS and voice', () => {
  async function carrier(body: string, header = '') {
    const provider = await plainStandIn({ now: () => start })
    undo.push(() => provider.stop())
    const config = { type: 'sms', url: provider.url, body, header } as const
    const outbox = await open([{ id: 'sms', config, secrets: { key: 'token&1' } }])
    await outbox.person('li', { phone: '138 0000-0001' })
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
