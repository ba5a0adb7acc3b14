// Everything that can be set about a checkpoint and a route, set on the screen in a real Chromium and read back over HTTP.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Browser, Locator } from 'playwright-core'
import { text, type TextKey } from '../../core/texts/texts.ts'
import { adminPassword, openHouse, type House } from '../support/house.ts'
import { openBrowser, signIn, visit, type Visit } from './browser.ts'

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
  await house.admin.create('/devices', { id: 'door-1', site: 'hq', kind: 'access_door', name: '水泵房门' })
  for (const id of ['cp-1', 'cp-2']) await house.admin.create('/checkpoints', { id, site: 'hq', name: `巡更点 ${id}` })
  desk = await visit(browser, house.url)
  await signIn(desk.page, 'admin', adminPassword)
})
afterAll(async () => {
  await browser?.close()
  await house?.leave()
})

const w = (key: TextKey, params: Record<string, string | number> = {}): string => text('zh-CN', key, params)
const form = (): Locator => desk.page.getByRole('dialog')
const control = (label: string): Locator => form().getByLabel(label, { exact: true }).first()
const press = (words: string) => form().getByRole('button', { name: words, exact: true }).click()

/** Types a value, or chooses an option by its words. */
async function put(label: string, value: string): Promise<void> {
  const isList = (await control(label).evaluate((element) => element.tagName)) === 'SELECT'
  if (isList) await control(label).selectOption({ label: value })
  else await control(label).fill(value)
}

/** Chooses one of several that stand side by side. */
const choose = (group: string, words: string) =>
  form().getByRole('group', { name: group }).getByText(words, { exact: true }).click()

async function saved(): Promise<void> {
  await press(w('common.save'))
  await form().waitFor({ state: 'detached' })
}

test('a checkpoint: its place, that it is a key place and needs two roles, its checks, and a sensor that is the visit', async () => {
  const { page } = desk
  await page.goto('/patrol?tab=checkpoints')
  await page.getByRole('button', { name: w('checkpoints.new') }).click()
  for (const [label, value] of [
    [w('page.id'), 'cp-new'],
    [w('page.name_zh'), '水泵房'],
    [w('page.name_en'), 'Pump room'],
    [w('checkpoints.building'), '1 号楼'],
    [w('ticket.zone'), '水泵房'],
    [w('checkpoints.sensor'), '水泵房门'],
  ] as const)
    await put(label, value)
  for (const label of [w('checkpoints.key'), w('checkpoints.two_roles')]) await control(label).check()
  await put(w('checkpoints.sensor.use'), w('checkpoints.sensor.use.visit'))
  await put(w('checkpoints.sensor.sign'), 'open=true')
  await press(w('checkpoints.check.add'))
  const check = form().locator('fieldset li').first()
  await check.getByLabel(w('page.name_zh')).fill('水压')
  await check.getByLabel(w('checkpoints.check.type')).selectOption({ label: w('checkpoints.check.type.number') })
  for (const [label, value] of [
    [w('checkpoints.check.unit'), 'MPa'],
    [w('checkpoints.check.min'), '0.2'],
    [w('checkpoints.check.max'), '0.6'],
  ] as const)
    await check.getByLabel(label, { exact: true }).fill(value)
  await saved()
  expect(await house.admin.get('/checkpoints/cp-new')).toMatchObject({
    ...{ zone: 'pumps', building: 'b1', key: true, twoRoles: true, name: { en: 'Pump room' } },
    sensor: { device: 'door-1', sign: { metric: 'open', equals: true }, use: 'visit' },
    checks: [{ name: { 'zh-CN': '水压' }, type: 'number', unit: 'MPa', min: 0.2, max: 0.6 }],
  })
})

test('a route: order, not before, leg, stay, grace of none, control taps, a recurrence that heeds holidays', async () => {
  const { page } = desk
  await page.goto('/patrol?tab=routes')
  await page.getByRole('button', { name: w('routes.new') }).click()
  await put(w('page.id'), 'weekly')
  await put(w('page.name_zh'), '每周全巡')
  await press(w('routes.add_stop'))
  await put(w('routes.stop', { n: 1 }), '巡更点 cp-1')
  await put(w('routes.from'), '5')
  await put(w('routes.until'), '12')
  await form().getByText(w('routes.limits')).click()
  await put(w('routes.leg_min'), '2')
  await put(w('routes.leg_max'), '9')
  await put(w('routes.dwell'), '60')
  await choose(w('routes.order'), w('routes.order.random'))
  await put(w('routes.grace'), '0')
  await choose(w('routes.schedule'), w('routes.mode.rule'))
  await put(w('routes.rule'), w('routes.rule.weekly'))
  await put(w('routes.rule.start'), '02:30')
  await choose(w('routes.holidays'), w('routes.holidays.skip'))
  await put(w('routes.startPoint'), '巡更点 cp-2')
  await put(w('routes.endPoint'), '巡更点 cp-2')
  await saved()
  expect(await house.admin.get('/routes/weekly')).toMatchObject({
    stops: [{ checkpoint: 'cp-1', from: 5, until: 12, leg: { min: 2, max: 9 }, dwellSeconds: 60 }],
    ...{ order: 'random', graceMinutes: 0, startPoint: 'cp-2', endPoint: 'cp-2', enabled: true },
    schedule: { start: '02:30', holidays: 'skip' },
  })
})
