// Channels, notices and push over HTTP: secrets go in and never come back, the test button shows the provider's answer,
// and each person's phones are that person's own.
import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { plainStandIn, type StandIn } from '../../test/support/providers.ts'
import { findNotice, noticeId, saveNotice, writeNotices } from '../store/notice.ts'
import { at, cookieFrom, no, openHouse, start, word, type House } from './testing/house.ts'

const password = 'correct horse battery'
let house: House
let hook: StandIn
let admin: string
let desk: string
beforeAll(async () => {
  house = await openHouse()
  hook = await plainStandIn({ now: () => start })
  admin = await house.token('admin')
  desk = await house.token('operator')
  await house.api('POST', '/sites', { token: admin, body: { id: 'hq', name: 'HQ' } })
  await house.api('POST', '/sites', { token: admin, body: { id: 'far', name: 'Far' } })
})
afterAll(async () => {
  await house.close()
  await hook.stop()
})

const webhook = (more: object = {}) => ({
  ...{
    id: 'hook',
    name: 'Hook',
    config: { type: 'webhook', url: hook.url },
    secrets: { key: 'canary-secret' },
    ...more,
  },
})
const call = (method: string, path: string, token: string, body?: object) => house.api(method, path, { token, body })

test('a channel is made, found and changed; what is secret stays inside', async () => {
  const made = await call('POST', '/channels', admin, webhook())
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({ id: 'hook', kept: ['key'], failingSince: null, version: 1 })
  const patched = await call('PATCH', '/channels/hook', admin, {
    name: 'Robot',
    secrets: { secret: 'canary-secret-2' },
  })
  expect(patched.body).toMatchObject({ name: { en: 'Robot' }, kept: ['key', 'secret'], version: 2 })
  const seen = [made, patched, await call('GET', '/channels', desk), await call('GET', '/channels/hook', desk)]
  const audit = await call('GET', '/audit', admin)
  expect([...seen, audit].map(({ text }) => text).join()).not.toContain('canary')
  const rows = await house.db.selectFrom('channel').selectAll().execute()
  expect(JSON.stringify(rows)).not.toContain('canary')
  expect(no(await call('PATCH', '/channels/hook', admin, { name: 'x', version: 1 }))).toEqual([409, 'stale_version'])
})

test('the monthly message goes to somebody who is there, by a channel that reaches a person', async () => {
  const sms = { id: 'sms', name: 'SMS', config: { type: 'sms', url: hook.url, body: 'to={to}' } }
  const made = (more: object) => call('POST', '/channels', admin, { ...sms, ...more })
  expect(no(await made({ monthlyTo: 'nobody' }))).toEqual([422, 'unknown_reference'])
  expect((await made({})).status).toBe(201)
  await house.person('liu', 'technician', password)
  expect((await call('PATCH', '/channels/sms', admin, { monthlyTo: 'liu' })).body).toMatchObject({ monthlyTo: 'liu' })
  expect(no(await call('PATCH', '/channels/sms', admin, { monthlyTo: 'nobody' }))).toEqual([422, 'unknown_reference'])
  expect(no(await call('PATCH', '/channels/hook', admin, { monthlyTo: 'liu' }))).toEqual([422, 'unknown_reference'])
  expect((await call('DELETE', '/channels/sms', admin)).status).toBe(204)
})

test('the test button sends a signed message and shows the answer', async () => {
  const answer = await call('POST', '/channels/hook/test', admin, {})
  expect(answer.body).toMatchObject({ ok: true, answer: '200 {}', fault: null })
  const taken = hook.taken.at(-1)!
  const signed = createHmac('sha256', 'canary-secret')
    .update(`${start}.${JSON.stringify(taken.body)}`)
    .digest('hex')
  expect(taken.headers['x-watchkeeper-signature']).toBe(`t=${start},v1=${signed}`)
  expect(taken.body).toMatchObject({ purpose: 'test', title: '守望：测试消息' })
  expect(at(await call('GET', '/channels/hook', desk), 'tested.ok')).toBe(true)
  expect(no(await call('POST', '/channels/none/test', admin, {}))).toEqual([404, 'not_found'])
})

test('what a provider cannot do without is asked for by name', async () => {
  const refused = await call('POST', '/channels', admin, webhook({ id: 'bare', secrets: {} }))
  expect(no(refused)).toEqual([422, 'secret_needed'])
  expect(word(refused, 'detail')).toMatch(/key|密钥/)
  const robot = { id: 'ding', name: 'Ding', config: { type: 'dingtalk' }, secrets: { secret: 'x' } }
  expect(no(await call('POST', '/channels', admin, robot))).toEqual([422, 'secret_needed'])
  // The key of a webhook is no address of a robot.
  const turned = await call('PATCH', '/channels/hook', admin, { config: { type: 'dingtalk' } })
  expect(no(turned)).toEqual([422, 'secret_needed'])
})

test.each([
  ['an address that is none', { config: { type: 'webhook', url: 'ftp://x' } }],
  ['a header in two lines', { config: { type: 'sms', url: 'https://x.example', body: 'x', header: 'A: b\r\nC: d' } }],
  ['a type that is not there', { config: { type: 'pigeon' } }],
])('%s is refused', async (_what, more) => {
  expect(no(await call('POST', '/channels', admin, webhook({ id: 'odd', ...more })))).toEqual([422, 'invalid'])
})

test('a channel of another site is not there for one who does not see that site', async () => {
  await call('POST', '/channels', admin, webhook({ id: 'far-hook', site: 'far' }))
  const local = await house.token('operator', ['hq'])
  expect(no(await call('GET', '/channels/far-hook', local))).toEqual([404, 'not_found'])
  expect((await call('GET', '/channels/hook', local)).status).toBe(200)
  const ids = at(await call('GET', '/channels', local), 'items') as { id: string }[]
  expect(ids.map(({ id }) => id)).toEqual(['hook', 'push'])
})

test('notices are listed by what they tell, and given up ones go again by hand', async () => {
  const createdAt = new Date(start).toISOString()
  const fresh = {
    site: 'hq',
    channel: 'hook',
    to: 'li',
    priority: 2,
    locale: 'zh-CN',
    text: 'x',
    link: '/',
    createdAt,
  } as const
  const about = { type: 'incident', id: 'i-1' } as const
  const notices = [
    { ...fresh, key: 'a', about, title: 'A' },
    { ...fresh, key: 'b', about: null, title: 'B', site: 'far' },
  ]
  await house.commit(async (tx) => ({ result: await writeNotices(tx, notices), happenings: [] }))
  const found = at(await call('GET', '/notices?about=incident:i-1', desk), 'items') as object[]
  expect(found).toMatchObject([{ id: noticeId('a'), to: 'li', state: 'waiting' }])
  const local = await house.token('operator', ['hq'])
  expect(at(await call('GET', '/notices', local), 'items')).toHaveLength(1)
  expect(no(await call('POST', `/notices/${noticeId('b')}/retry`, local, {}))).toEqual([404, 'not_found'])
  const dead = { ...(await findNotice(house.db, noticeId('a')))!, state: 'dead' as const, attempts: 10, nextAt: null }
  await house.commit(async (tx) => ({ result: await saveNotice(tx, dead), happenings: [] }))
  expect((await call('POST', `/notices/${dead.id}/retry`, desk, {})).body).toMatchObject({
    state: 'waiting',
    attempts: 1,
  })
  await house.commit(async (tx) => ({ result: await saveNotice(tx, { ...dead, state: 'sent' }), happenings: [] }))
  expect(no(await call('POST', `/notices/${dead.id}/retry`, desk, {}))).toEqual([409, 'notice_left'])
})

test('a person subscribes the own phone, sees it, and takes it away; nobody else can', async () => {
  for (const name of ['li', 'wang']) await house.person(name, 'guard', password)
  const cookieOf = async (username: string) =>
    cookieFrom(await house.api('POST', '/session', { body: { username, password } }))
  const [li, wang] = [await cookieOf('li'), await cookieOf('wang')]
  const keys = { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) }
  const body = { endpoint: `${hook.url}/phone`, keys, label: 'Pixel 9' }
  const made = await house.api('POST', '/push/subscriptions', { cookie: li, body })
  expect(made.status).toBe(201)
  expect(made.text).not.toContain(keys.p256dh)
  const list = async (cookie: string) => at(await house.api('GET', '/push/subscriptions', { cookie }), 'items')
  expect(await list(li)).toMatchObject([{ label: 'Pixel 9', sentAt: null }])
  expect(await list(wang)).toEqual([])
  const heard = (cookie: string, endpoint = body.endpoint) =>
    house.api('POST', '/push/heard', { cookie, body: { endpoint } })
  expect(no(await heard(wang))).toEqual([404, 'not_found'])
  expect(no(await heard(li, `${hook.url}/another`))).toEqual([404, 'not_found'])
  expect(await list(li)).toMatchObject([{ heardAt: null }])
  expect((await heard(li)).status).toBe(204)
  expect(await list(li)).toMatchObject([{ heardAt: expect.stringMatching(/Z$/) as string }])
  const path = `/push/subscriptions/${word(made, 'id')}`
  expect(no(await house.api('DELETE', path, { cookie: wang }))).toEqual([404, 'not_found'])
  expect((await house.api('DELETE', path, { cookie: li })).status).toBe(204)
  expect(no(await house.api('POST', '/push/subscriptions', { token: desk, body }))).toEqual([409, 'person_needed'])
  expect(word(await house.api('GET', '/push/key', { cookie: li }), 'key')).toMatch(/^B[\w-]{86}$/)
})

test('a channel that is removed is gone', async () => {
  expect((await call('DELETE', '/channels/hook', admin)).status).toBe(204)
  expect(no(await call('GET', '/channels/hook', desk))).toEqual([404, 'not_found'])
})
