// The desk in a real Chromium, on the product without demo data: a first value on the device's page, a fire in the list
// that is taken by keyboard alone, and a second desk that sees who took it.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Browser } from 'playwright-core'
import { adminPassword, openHouse, type House } from '../support/house.ts'
import { connectDevice, mosquittoPub, register } from '../support/wires.ts'
import { openBrowser, signIn, visit } from './browser.ts'

// Two cores carry the house and a browser: slow, not stuck.
vi.setConfig({ testTimeout: 120_000 })

let house: House
let browser: Browser

beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  await house.admin.create('/sites', { id: 'hq', name: '总部', timezone: 'Asia/Shanghai' })
  await house.admin.create('/users', { username: 'liqian', name: '李倩', role: 'operator', password: adminPassword })
})
afterAll(async () => {
  await browser?.close()
  await house?.leave()
})

test('a value sent with mosquitto_pub stands on the page of its device', async () => {
  const pump = await register(house.admin, {
    id: 'p-101',
    site: 'hq',
    kind: 'pump',
    name: { 'zh-CN': '生活泵 1#', en: 'Pump 1' },
  })
  const { page, close } = await visit(browser, house.url)
  await signIn(page, 'admin', adminPassword)
  await page.goto('/devices/p-101')
  await page.getByRole('heading', { level: 1 }).getByText('生活泵 1#').waitFor()
  expect(await mosquittoPub(house, pump, 'telemetry', { ts: Date.now(), seq: 1, metrics: { current_a: 12.4 } })).toBe(0)
  await page.getByText('12.4').first().waitFor()
  await close()
})

test('a device is renamed on its page, and removed after a question', async () => {
  await register(house.admin, { id: 'p-9', site: 'hq', kind: 'pump', name: { 'zh-CN': '旧泵', en: 'Old pump' } })
  const { page, close } = await visit(browser, house.url)
  await signIn(page, 'admin', adminPassword)
  await page.goto('/devices/p-9')
  await page.getByRole('button', { name: '修改', exact: true }).click()
  await page.getByLabel('名称（中文）').fill('新泵')
  await page.getByLabel('应报间隔').fill('5m')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByRole('heading', { level: 1 }).getByText('新泵').waitFor()
  expect(await house.admin.get('/devices/p-9')).toMatchObject({ interval: '5m', name: { 'zh-CN': '新泵' }, version: 2 })
  await page.getByRole('button', { name: '修改', exact: true }).click()
  await page.getByRole('button', { name: '删除设备' }).click()
  await page.getByRole('dialog').getByText('“新泵”将不再受监视').waitFor()
  await page.getByRole('button', { name: '删除', exact: true }).click()
  await page.waitForURL('**/devices')
  expect((await house.admin.call('GET', '/devices/p-9')).status).toBe(404)
  await close()
})

test('a fire in the list is taken by keyboard, and the second desk sees by whom', async () => {
  const panel = await register(house.admin, {
    id: 'fp-1',
    site: 'hq',
    kind: 'fire_panel',
    name: { 'zh-CN': '报警主机', en: 'Panel' },
  })
  const desks = [await visit(browser, house.url), await visit(browser, house.url)] as const
  await signIn(desks[0].page, 'liqian', adminPassword)
  await signIn(desks[1].page, 'admin', adminPassword)
  for (const { page } of desks) {
    await page.goto('/incidents')
    await page.getByRole('heading', { level: 1 }).first().waitFor()
  }
  const device = await connectDevice(house, panel)
  await device.publish('event', { ts: Date.now(), id: 'f-1', type: 'alarm', point: 'l1-001' })
  const row = (page: (typeof desks)[0]['page']) => page.locator('[data-subject="fp-1:l1-001"]')
  for (const { page } of desks) await row(page).getByText('未接警').waitFor()
  await desks[0].page.keyboard.press('j')
  await desks[0].page.keyboard.press('a')
  // The first of the presets that answer "what did you see?".
  await desks[0].page.getByRole('dialog').waitFor()
  await desks[0].page.keyboard.press('Enter')
  await row(desks[1].page).getByText('李倩').waitFor()
  const [incident] = (await house.admin.get('/incidents?device=fp-1&rule=fire-alarm')).items
  expect(incident).toMatchObject({ acknowledged: true, acknowledgedBy: 'liqian', active: true })
  // The rule says why, of this one point of the panel.
  const { page } = desks[1]
  await page.goto('/rules/fire-alarm')
  await page.getByLabel('看哪台设备').selectOption('fp-1')
  await page.getByLabel('看哪个点位').selectOption('l1-001')
  await page.getByText('报警中').first().waitFor()
  await page.getByText('上报，未恢复').waitFor()
  await device.end()
  for (const { close } of desks) await close()
})
