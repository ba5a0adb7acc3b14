// The wall in a real Chromium: every role gets in, a fire shows, the keyboard takes it, and the other console knows.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Browser } from 'playwright-core'
import { openHouse, type House } from '../support/house.ts'
import { connectDevice, register } from '../support/wires.ts'
import { openBrowser, signInAsDemo, visit } from './browser.ts'

// Two cores carry the house, its simulators and a browser: slow, not stuck.
vi.setConfig({ testTimeout: 120_000 })

let house: House
let browser: Browser

beforeAll(async () => {
  house = await openHouse({ demo: true })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await house?.leave()
})

test('each demo role signs in with one press and sees the estate, and nothing is asked of another host', async () => {
  const { demoUsers } = await house.admin.get('/about')
  expect(new Set(demoUsers.map((user: any) => user.role))).toEqual(
    new Set(['viewer', 'guard', 'technician', 'operator', 'supervisor', 'admin']),
  )
  const oneOfEach = new Map<string, { name: string }>(demoUsers.map((user: any) => [user.role, user]))
  for (const user of oneOfEach.values()) {
    const { page, strangers, close } = await visit(browser, house.url)
    await signInAsDemo(page, user.name)
    await page.getByText('滨江花园').first().waitFor()
    expect(strangers).toEqual([])
    await close()
  }
})

test('a fire appears on the wall, is taken by keyboard, and a second console sees who took it', async () => {
  const panel = await register(house.admin, {
    id: 'fp-test',
    site: 'binjiang',
    kind: 'fire_panel',
    name: { 'zh-CN': '试验主机', en: 'Test panel' },
  })
  const [first, second] = [
    await visit(browser, house.url, { width: 1920, height: 1080 }),
    await visit(browser, house.url, { width: 1920, height: 1080 }),
  ]
  await signInAsDemo(first.page, '王磊')
  await signInAsDemo(second.page, '李倩')
  for (const { page } of [first, second]) await page.goto('/wall')
  const fire = (page: typeof first.page) =>
    page.getByRole('listitem').filter({ hasText: '试验主机' }).filter({ hasText: '火警' })
  const device = await connectDevice(house, panel)
  await device.publish('event', { ts: Date.now(), id: 'browser-1', type: 'alarm', point: 'l1-001' })
  await fire(first.page).getByText('未接警').waitFor()
  await fire(second.page).getByText('未接警').waitFor()
  // The wall asks what the list asks; 2 is the second of the answers that are offered.
  await first.page.keyboard.press('a')
  await first.page.getByRole('dialog').getByText('接警：看到了什么？').waitFor()
  await first.page.keyboard.press('2')
  await fire(second.page).getByText('王磊').waitFor()
  await fire(first.page).getByText('王磊').waitFor()
  const [incident] = (await house.admin.get('/incidents?device=fp-test')).items
  expect(incident).toMatchObject({ acknowledged: true, acknowledgedBy: 'wanglei', active: true })
  const { timeline } = await house.admin.get(`/incidents/${incident.id}`)
  expect(timeline.find((entry: any) => entry.type === 'acknowledged').data.note).toBe('看不清，先派人去看')
  await device.end()
  await first.close()
  await second.close()
})

test('the wall fits one screen without scrolling, and never scrolls sideways', async () => {
  for (const [width, height] of [
    [1920, 1080],
    [1440, 900],
  ] as const) {
    const { page, close } = await visit(browser, house.url, { width, height })
    await signInAsDemo(page, '王磊')
    await page.goto('/wall')
    await page.getByText('滨江花园').first().waitFor()
    const size = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.scrollHeight,
    ])
    expect(size[0]).toBeLessThanOrEqual(width)
    if (width === 1920) expect(size[1]).toBeLessThanOrEqual(height)
    await close()
  }
})
