// The desk's other forms in a real Chromium: every type of channel with its provider's own answer, limits, swaps, a CSV of
// checkpoints, calls and errands, a rule, a version that somebody else saved meanwhile.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { Caller } from '../support/caller.ts'
import { adminPassword, openHouse, type House } from '../support/house.ts'
import { startMailServer, type MailServer } from '../support/mail-server.ts'
import { dingtalkStandIn, feishuStandIn, plainStandIn, wecomStandIn, type StandIn } from '../support/providers.ts'
import { connectDevice, register } from '../support/wires.ts'
import { openBrowser, signIn, visit, type Visit } from './browser.ts'
import { button, control, dialogOf, expectReadable, faultOf, press, put, w } from './form.ts'

// Two cores carry the house and a browser: slow, not stuck.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const now = () => Date.now()
const [id, zh] = [w('page.id'), w('page.name_zh')]
let house: House
let browser: Browser
let desk: Visit
let mail: MailServer
let robots: Record<'wecom' | 'dingtalk' | 'feishu' | 'plain', StandIn>

beforeAll(async () => {
  house = await openHouse({ env: { WK_WEBHOOK_ALLOW: '127.0.0.0/8' } })
  browser = await openBrowser()
  mail = await startMailServer()
  const secret = 'SEC-of-the-robot'
  robots = {
    ...{ wecom: await wecomStandIn({ now }), plain: await plainStandIn({ now }) },
    ...{ dingtalk: await dingtalkStandIn({ now, secret }), feishu: await feishuStandIn({ now, secret }) },
  }
  const { admin } = house
  await admin.create('/sites', { id: 'hq', name: '总部', timezone: 'Asia/Shanghai' })
  for (const checkpoint of ['cp-1', 'cp-2'])
    await admin.create('/checkpoints', { id: checkpoint, site: 'hq', name: `巡更点 ${checkpoint}` })
  for (const [username, name, role] of [
    ['liqian', '李倩', 'operator'],
    ['sunli', '孙丽', 'operator'],
    ['chenhao', '陈浩', 'guard'],
  ])
    await admin.create('/users', { username, name, role, phone: '13800000000', password: adminPassword })
  await admin.create('/devices', { id: 'siren', site: 'hq', kind: 'generic', name: '警笛' })
  const users = ['liqian', 'chenhao']
  // Round the clock, so that somebody is on duty whenever this runs.
  const always = { site: 'hq', start: '08:00', end: '07:59', days: [1, 2, 3, 4, 5, 6, 7] }
  await admin.create('/shifts', { id: 'always', name: '全天', people: users, ...always })
  await admin.call('PATCH', '/users/admin', { email: 'he@example.org', phone: '13900000000' })
  desk = await visit(browser, house.url)
  desk.page.setDefaultTimeout(10_000)
  await signIn(desk.page, 'admin', adminPassword)
})
afterAll(async () => {
  await browser?.close()
  await house?.leave()
  await mail?.stop()
  for (const robot of Object.values(robots ?? {})) await robot.stop()
})

const keyOf = (name: 'url' | 'secret' | 'key'): string =>
  w('channel.secret.of', { name: w(`channel.secret.${name}` as 'channel.secret.url') })
/** What each type is filled in with, and what its provider answers to a test. */
const channels: [string, () => Record<string, string>, RegExp][] = [
  ['wecom', () => ({ [keyOf('url')]: robots.wecom.url }), /"errcode":0/],
  ['dingtalk', () => ({ [keyOf('url')]: robots.dingtalk.url, [keyOf('secret')]: 'SEC-of-the-robot' }), /"errcode":0/],
  ['feishu', () => ({ [keyOf('url')]: robots.feishu.url, [keyOf('secret')]: 'wrong' }), /sign match fail/],
  ['webhook', () => ({ [w('channel.field.url')]: robots.plain.url, [keyOf('key')]: 'sign-with-this-key' }), /\{\}/],
  ['sms', () => carrier(), /\{\}/],
  ['voice', () => carrier(), /\{\}/],
  [
    'email',
    () => ({
      ...{ [w('channel.field.host')]: '127.0.0.1', [w('channel.field.port')]: String(mail.port) },
      ...{ [w('channel.field.tls')]: w('channel.tls.none'), [w('channel.field.from')]: 'wk@example.org' },
    }),
    /250/,
  ],
  ['web_push', () => ({}), /./],
  ['mqtt', () => ({ [w('channel.field.device')]: '警笛' }), /./],
]
const carrier = () => ({
  [w('channel.field.url')]: robots.plain.url,
  [w('channel.field.body', { fields: '{to} {title} {text} {link} {id} {key}' })]: 'to={to}&text={text}',
})

test.each(channels)(
  'a channel of type %s is set up, and its test shows what the provider answers',
  async (type, fill, answer) => {
    const { page } = desk
    await page.goto('/channels')
    await press(page, w('channels.new'))
    await put(page, w('channel.type'), w(`channel.type.${type}` as 'channel.type.sms'))
    await expectReadable(page, type)
    await put(page, id, type.replace('_', '-'))
    await put(page, zh, `渠道 ${type}`)
    for (const [label, value] of Object.entries(fill())) await put(page, label, value)
    await control(page, id).press('Enter')
    await dialogOf(page)
      .getByRole('heading', { name: w('channel.test.title', { name: `渠道 ${type}` }) })
      .waitFor()
    await press(dialogOf(page), w('channel.test.send'))
    const said = dialogOf(page).getByRole('status')
    await said.waitFor()
    expect(await said.locator('pre').textContent()).toMatch(answer)
    await expectReadable(page, `${type}, tested`)
    await page.keyboard.press('Escape')
    await page.getByText(`渠道 ${type}`, { exact: true }).waitFor()
  },
)

test('a limit is changed by a new version', async () => {
  const { page } = desk
  await page.goto('/tickets/limits')
  await press(page, w('common.edit'))
  const response = w('policy.duration', { name: w('policy.response') })
  await put(page, response, 'soon')
  await press(dialogOf(page), w('common.save'))
  expect(await faultOf(page, response)).toBe(w('fault.duration'))
  await put(page, response, '17m')
  await expectReadable(page, 'policy')
  await control(page, response).press('Enter')
  await page
    .getByText(/17 ?分/)
    .first()
    .waitFor()
  const { items } = await house.admin.get('/policies')
  expect(items.filter((one: { version: number }) => one.version === 2)).toMatchObject([{ response: '17m' }])
})

test('a swap is asked for on the roster and approved there', async () => {
  const { page } = desk
  await page.goto('/roster')
  await press(page, w('roster.after') + ' ›')
  await button(page, '李倩').press('Enter')
  await dialogOf(page).waitFor()
  await expectReadable(page, 'swap')
  await press(dialogOf(page), w('swap.send'))
  expect(await faultOf(page, w('swap.to'))).toBe(w('fault.required'))
  await control(page, w('swap.to')).selectOption('sunli')
  await press(dialogOf(page), w('swap.send'))
  await press(page, w('swap.approve'))
  await page
    .getByText(w('roster.stands_in', { who: '李倩' }))
    .first()
    .waitFor()
})

test('a CSV of checkpoints is tried, mended and written', async () => {
  const { page } = desk
  await page.goto('/patrol?tab=checkpoints')
  await press(page, w('checkpoints.import'))
  const head = 'id,site,name_zh,name_en'
  const text = w('checkpoints.import.text')
  await put(page, text, `${head}\nBad Id,hq,坏行,Bad\ncp-9,nowhere,无项目,None\ncp-8,hq,八号点,Eight\n`)
  await press(dialogOf(page), w('checkpoints.import.preview'))
  const rows = dialogOf(page).getByRole('listitem')
  await rows.first().waitFor()
  expect(await rows.count()).toBe(2)
  expect(await rows.first().textContent()).toContain(w('fault.id'))
  expect(await button(dialogOf(page), w('checkpoints.import.write')).isDisabled()).toBe(true)
  await expectReadable(page, 'import with bad rows')
  await put(page, text, `${head}\ncp-8,hq,八号点,Eight\n`)
  await press(dialogOf(page), w('checkpoints.import.preview'))
  await press(dialogOf(page), w('checkpoints.import.write'))
  await dialogOf(page).waitFor({ state: 'detached' })
  await page.getByText('八号点', { exact: true }).waitFor()
})

/** A deed of the first guard on duty. */
const ask = async (page: Page, what: 'safety' | 'challenge' | 'send') => {
  const guard = page.getByRole('listitem').filter({ has: page.getByText('陈浩', { exact: true }) })
  await guard.getByRole('button', { name: w(`duty.ask.${what}`) }).press('Enter')
  await dialogOf(page).waitFor()
}
test('a guard is called, asked to tap, and sent to a fire', async () => {
  const { page } = desk
  const panel = await register(house.admin, { id: 'fp-1', site: 'hq', kind: 'fire_panel', name: '报警主机' })
  const device = await connectDevice(house, panel)
  await device.publish('event', { ts: Date.now(), id: 'f-1', type: 'alarm', point: 'l1-001' })
  const guard = new Caller(house.url)
  await guard.signIn('chenhao', adminPassword)
  await guard.create('/duties', { id: 'duty-of-the-test', site: 'hq' })
  await page.goto('/patrol')
  await ask(page, 'safety')
  await expectReadable(page, 'safety call')
  await press(dialogOf(page), w('calls.make'))
  await page.getByText(w('calls.made', { who: '陈浩' })).waitFor()
  await ask(page, 'challenge')
  await press(dialogOf(page), w('calls.make'))
  expect(await faultOf(page, w('patrol.checkpoint'))).toBe(w('fault.required'))
  await control(page, w('patrol.checkpoint')).selectOption('cp-1')
  await press(dialogOf(page), w('calls.make'))
  await dialogOf(page).waitFor({ state: 'detached' })
  await ask(page, 'send')
  await control(page, w('send.where')).waitFor()
  await press(dialogOf(page), w('send.do'))
  expect(await faultOf(page, w('send.where'))).toBe(w('fault.required'))
  await expectReadable(page, 'sending a guard')
  await control(page, w('send.where')).selectOption({ index: 1 })
  await press(dialogOf(page), w('send.do'))
  await page.getByText(w('send.done', { who: '陈浩' })).waitFor()
  await device.end()
})

test('a rule says what it lacks, is saved, and is not left unsaved unasked', async () => {
  const { page } = desk
  await page.goto('/rules/new')
  const at = (label: string) => page.getByLabel(label, { exact: true }).first()
  await button(page, w('common.create')).press('Enter')
  await page.getByText(w('fault.required')).first().waitFor()
  await expectReadable(page, 'rule with faults')
  await at(id).fill('siren-silent')
  await at(w('rule.form.shape')).selectOption('silent')
  await at(w('rule.form.intervals')).fill('many')
  await at(zh).fill('警笛失联')
  await at(w('rule.form.title_zh')).fill('警笛失联')
  await button(page, w('common.create')).press('Enter')
  await page.getByText(w('fault.number')).waitFor()
  await page
    .getByRole('link', { name: w('nav.incidents') })
    .first()
    .click()
  await dialogOf(page).getByText(w('form.unsaved'), { exact: true }).waitFor()
  await press(dialogOf(page), w('common.cancel'))
  await at(w('rule.form.intervals')).fill('3')
  await button(page, w('common.create')).press('Enter')
  await page.waitForURL('**/rules/siren-silent')
  expect(await house.admin.get('/rules/siren-silent')).toMatchObject({ when: { silent: 3 } })
})

test('somebody else saved meanwhile: the newest is loaded, or saved over', async () => {
  const { page } = desk
  await page.goto('/places')
  for (const [choice, theirs] of [
    ['page.stale_load', '5678'],
    ['page.stale_over', '9012'],
  ] as const) {
    await press(page, w('common.edit'))
    await put(page, w('site.phone'), '1234')
    const { version } = await house.admin.get('/sites/hq')
    await house.admin.call('PATCH', '/sites/hq', { phone: theirs, version })
    await control(page, w('site.phone')).press('Enter')
    await dialogOf(page).getByText(w('page.stale_body')).waitFor()
    await expectReadable(page, 'stale')
    await press(dialogOf(page), w(choice))
    if (choice === 'page.stale_load') {
      await page.waitForFunction(
        (phone) => [...document.querySelectorAll('input')].some((one) => one.value === phone),
        theirs,
      )
      await page.keyboard.press('Escape')
    }
    await dialogOf(page).waitFor({ state: 'detached' })
  }
  expect(await house.admin.get('/sites/hq')).toMatchObject({ phone: '1234' })
})
