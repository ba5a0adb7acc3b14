// Every form of the desk in a real Chromium, with the keyboard alone: sent empty it says what is missing, a wrong value
// names its field, Escape asks before anything typed is lost, and what was saved stands in the list.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { adminPassword, openHouse, type House } from '../support/house.ts'
import { openBrowser, signIn, visit, type Visit } from './browser.ts'
import { control, dialogOf, expectReadable, faultOf, focused, press, put, w } from './form.ts'

// Two cores carry the house and a browser: slow, not stuck.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let house: House
let browser: Browser
let desk: Visit

beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  const buildings = [{ id: 'b1', name: '1 号楼', floors: 18, basements: 2 }]
  await house.admin.create('/sites', { id: 'hq', name: '总部', timezone: 'Asia/Shanghai', buildings })
  await house.admin.create('/zones', { id: 'pumps', site: 'hq', building: 'b1', floor: -1, name: '水泵房' })
  await house.admin.create('/users', { username: 'liqian', name: '李倩', role: 'operator', password: adminPassword })
  for (const id of ['cp-1', 'cp-2']) await house.admin.create('/checkpoints', { id, site: 'hq', name: `巡更点 ${id}` })
  desk = await visit(browser, house.url)
  desk.page.setDefaultTimeout(10_000)
  await signIn(desk.page, 'admin', adminPassword)
})
afterAll(async () => {
  await browser?.close()
  await house?.leave()
})

type Form = {
  name: string
  at: string
  /** The button that opens it. */
  opener: string
  /** The button that sends it; without one, saving. */
  verb?: string
  /** Labels of what an empty form owes, in their order. */
  missing: string[]
  /** A value that is no good, and what is said below its field. */
  wrong: { label: string; value: string; words: string }
  fill: Record<string, string>
  more?: (page: Page) => Promise<void>
  /** What the list shows once it is saved. */
  seen: string
}

const [id, zh] = [w('page.id'), w('page.name_zh')]
const idWords = w('fault.id')
const badId = { label: id, value: 'Not An Id', words: idWords }
const key = '00112233445566778899AABBCCDDEEFF'

const forms: Form[] = [
  {
    ...{ name: 'site', at: '/places', opener: w('sites.new'), missing: [id, zh] },
    wrong: { label: w('site.challenges'), value: '99', words: w('site.challenges.wrong') },
    fill: { [id]: 'north', [zh]: '北区', [w('site.challenges')]: '2', [w('site.holidays')]: '2027-01-01' },
    seen: '北区',
  },
  {
    ...{ name: 'zone', at: '/places?tab=zones', opener: w('zones.new'), missing: [id, zh] },
    wrong: { label: w('zone.floor'), value: '0', words: w('zone.floor.wrong') },
    fill: { [id]: 'roof', [zh]: '屋面', [w('checkpoints.building')]: '1 号楼', [w('zone.floor')]: '18' },
    seen: '屋面',
  },
  {
    ...{ name: 'vendor', at: '/tickets/limits?tab=vendors', opener: w('vendors.new'), missing: [id, zh] },
    wrong: badId,
    fill: { [id]: 'lift-care', [zh]: '快安电梯', [w('vendor.phone')]: '010-6600' },
    seen: '快安电梯',
  },
  {
    ...{ name: 'channel', at: '/channels', opener: w('channels.new') },
    missing: [id, zh, w('channel.field.host'), w('channel.field.from')],
    wrong: { label: w('channel.field.port'), value: 'smtp', words: w('fault.whole_number') },
    fill: {
      ...{ [id]: 'mail', [zh]: '邮件', [w('channel.field.host')]: '127.0.0.1', [w('channel.field.port')]: '2525' },
      [w('channel.field.from')]: 'wk@example.org',
    },
    seen: '邮件',
  },
  {
    ...{ name: 'ladder', at: '/channels?tab=ladders', opener: w('ladders.new'), missing: [id, zh] },
    wrong: { label: w('ladder.step.after'), value: 'soon', words: w('fault.duration') },
    fill: {
      ...{ [id]: 'night', [zh]: '夜间梯级', [w('ladder.step.after')]: '1m' },
      [w('ladder.step.more_than')]: '3',
    },
    more: async (page) => {
      await control(page, w('ladder.step.window')).check()
      await put(page, w('ladder.step.from'), '20:00')
      await put(page, w('ladder.step.to'), '08:00')
      await control(page, w('roster.day.7')).uncheck()
    },
    seen: '夜间梯级',
  },
  {
    ...{ name: 'shift', at: '/roster', opener: w('roster.shift.new'), missing: [id, zh] },
    wrong: badId,
    fill: { [id]: 'day', [zh]: '白班' },
    more: async (page) => {
      await control(page, '李倩').check()
      await press(dialogOf(page), w('roster.need.add'))
      await put(page, w('roster.need.people'), '2')
      await put(page, w('roster.need.post'), '监控室')
    },
    seen: '白班',
  },
  {
    ...{ name: 'person', at: '/users', opener: w('users.new') },
    missing: [w('user.username'), w('user.name'), w('user.password')],
    wrong: { label: w('user.email'), value: 'nowhere', words: w('fault.invalid_format') },
    fill: {
      ...{ [w('user.username')]: 'zhao', [w('user.name')]: '赵工', [w('user.role')]: w('role.technician') },
      ...{ [w('user.phone')]: '13800000000', [w('user.email')]: 'zhao@example.org' },
      [w('user.password')]: adminPassword,
    },
    more: async (page) => {
      await press(dialogOf(page), w('user.skill.add'))
      await put(page, w('user.skill'), 'electrical')
      await put(page, w('user.skill.certificate'), 'T-1')
      await put(page, w('user.skill.expires'), '2026-12-01')
    },
    seen: '赵工',
  },
  {
    ...{ name: 'token', at: '/users?tab=tokens', opener: w('tokens.new'), verb: w('common.create') },
    missing: [w('token.name')],
    wrong: { label: w('token.name'), value: ' ', words: w('fault.required') },
    fill: { [w('token.name')]: '能耗平台' },
    more: async (page) => dialogOf(page).getByText(w('user.sites.all'), { exact: true }).press('ArrowRight'),
    seen: '能耗平台',
  },
  {
    ...{ name: 'account', at: '/users?tab=accounts', opener: w('accounts.new'), verb: w('common.create') },
    ...{ missing: [id], wrong: badId, fill: { [id]: 'bms' }, seen: 'bms' },
  },
  {
    ...{ name: 'device', at: '/devices', opener: w('devices.connect'), verb: w('devices.register') },
    missing: [id, w('device.kind')],
    wrong: badId,
    fill: { [id]: 'p-1', [w('device.kind')]: '水泵', [zh]: '生活泵 1#', [w('ticket.zone')]: '水泵房' },
    seen: '生活泵 1#',
  },
  {
    ...{ name: 'batch of tags', at: '/patrol?tab=checkpoints', opener: w('batches.new') },
    missing: [id, zh, w('checkpoints.meta_key'), w('batches.master_key')],
    wrong: { label: w('checkpoints.meta_key'), value: '12', words: w('fault.hex_key') },
    fill: { [id]: 'lot-1', [zh]: '第一批', [w('checkpoints.meta_key')]: key, [w('batches.master_key')]: key },
    seen: '第一批',
  },
  {
    ...{ name: 'checkpoint', at: '/patrol?tab=checkpoints', opener: w('checkpoints.new'), missing: [id, zh] },
    wrong: badId,
    fill: { [id]: 'cp-3', [zh]: '屋顶机房', [w('checkpoints.tag')]: w('checkpoints.tag.uid') },
    more: async (page) => {
      await put(page, w('checkpoints.uid'), '04:DE:5F:1E:AC:C0:40')
      await press(dialogOf(page), w('checkpoints.check.add'))
      const check = dialogOf(page).getByRole('listitem')
      await check.getByLabel(zh).fill('灭火器压力')
      await put(page, w('checkpoints.check.type'), w('checkpoints.check.type.number'))
      await put(page, w('checkpoints.check.min'), '1.0')
    },
    seen: '屋顶机房',
  },
  {
    ...{ name: 'route', at: '/patrol?tab=routes', opener: w('routes.new'), missing: [id, zh] },
    wrong: { label: w('routes.grace'), value: 'a few', words: w('fault.whole_number') },
    fill: { [id]: 'night-walk', [zh]: '夜巡', [w('routes.grace')]: '5' },
    more: async (page) => {
      await press(dialogOf(page), w('routes.add_stop'))
      await put(page, w('routes.stop', { n: 1 }), '巡更点 cp-1')
      await control(page, w('routes.mode.rule')).check()
      await put(page, 'RRULE', 'FREQ=SECONDLY')
      await dialogOf(page).getByText(w('routes.next.bad')).waitFor()
      await put(page, 'RRULE', 'FREQ=WEEKLY;BYDAY=MO,TH')
      await dialogOf(page).getByText(w('routes.next'), { exact: true }).waitFor()
      expect(await dialogOf(page).getByRole('status').getByRole('listitem').count()).toBe(5)
    },
    seen: '夜巡',
  },
]

async function open(page: Page, form: Form): Promise<void> {
  await press(page, form.opener)
  await dialogOf(page).getByRole('heading').first().waitFor()
}
const send = (page: Page, form: Form) => press(dialogOf(page), form.verb ?? w('common.save'))

describe.each(forms)('the form: $name', (form) => {
  test('sent empty, says below each field what is missing, and stands on the first', async () => {
    const { page } = desk
    await page.goto(form.at)
    await open(page, form)
    await expectReadable(page, `${form.name}, open`)
    await send(page, form)
    const faults = await Promise.all(form.missing.map((label) => faultOf(page, label)))
    expect(faults).toEqual(form.missing.map(() => w('fault.required')))
    expect(await focused(page)).toBe(form.missing[0])
    await expectReadable(page, `${form.name}, with faults`)
    await page.keyboard.press('Escape')
    await dialogOf(page).waitFor({ state: 'detached' })
  })

  test('names the field of a wrong value, and asks before it is thrown away', async () => {
    const { page } = desk
    await open(page, form)
    for (const [label, value] of Object.entries(form.fill)) await put(page, label, value)
    const { label, value, words } = form.wrong
    await put(page, label, value)
    await send(page, form)
    await dialogOf(page).getByText(words).first().waitFor()
    expect(await faultOf(page, label)).toBe(words)
    expect(await focused(page)).toBe(label)
    await page.keyboard.press('Escape')
    await dialogOf(page).getByText(w('form.unsaved'), { exact: true }).waitFor()
    await press(dialogOf(page), w('common.cancel'))
    expect(await control(page, label).inputValue()).toBe(value)
    await page.keyboard.press('Escape')
    await press(dialogOf(page), w('form.unsaved.drop'))
    await dialogOf(page).waitFor({ state: 'detached' })
  })

  test('saves with the keyboard alone, and the list shows it', async () => {
    const { page } = desk
    await open(page, form)
    for (const [label, value] of Object.entries(form.fill)) await put(page, label, value)
    await form.more?.(page)
    await expectReadable(page, `${form.name}, filled in`)
    const first = control(page, Object.keys(form.fill)[0]!)
    await first.press('Enter')
    await page.getByRole('dialog').filter({ has: first }).waitFor({ state: 'detached' })
    // A secret or a test may be shown next.
    while ((await page.getByRole('dialog').count()) > 0) await page.keyboard.press('Escape')
    await page.getByText(form.seen, { exact: true }).first().waitFor()
  })
})
