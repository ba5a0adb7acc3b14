// The page of a tag in a real Chromium: without a script, from small phones up, in both themes and languages, for thumbs.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { signTap, type SunTag } from '../../simulators/sun.ts'
import { adminPassword, openHouse, type House } from '../support/house.ts'
import { openBrowser, visit } from './browser.ts'
import { seriousInEitherTheme } from './judge.ts'

vi.setConfig({ testTimeout: 120_000 })

const tag: SunTag = { uid: '04A1B2C3D4E501', metaKey: '5a'.repeat(16), fileKey: 'c3'.repeat(16) }
let house: House
let browser: Browser
let counter = 0

beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  await house.admin.create('/sites', { id: 'hq', name: '总部', timezone: 'Asia/Shanghai' })
  await house.admin.create('/users', { username: 'chen', name: '陈浩', role: 'guard', password: adminPassword })
  const name = { 'zh-CN': 'B1 配电房', en: 'B1 switch room' }
  await house.admin.create('/checkpoints', { id: 'cp-1', site: 'hq', name, tag: { type: 'ntag424', ...tag } })
})
afterAll(async () => {
  await browser?.close()
  await house?.leave()
})

const nextUrl = (): string => {
  const said = Object.entries(signTap(tag, ++counter, '0102030405'))
  return `/t?${new URLSearchParams(said).toString()}`
}

/** Nothing stands beside the screen, what is pressed is large enough for a glove, and axe has no serious complaint. */
async function fits(page: Page): Promise<void> {
  const width = page.viewportSize()!.width
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
  for (const target of await page.locator('button, input:not([type="hidden"])').all())
    expect((await target.boundingBox())!.height).toBeGreaterThanOrEqual(64)
  expect(await page.locator('script').count()).toBe(0)
  expect(await seriousInEitherTheme(page)).toEqual([])
}

test.each([
  [390, 844, 'zh-CN', '打卡', '登录并提交', 'B1 配电房'],
  [360, 640, 'en', 'Record my visit', 'Sign in and record', 'B1 switch room'],
  [1440, 900, 'en', 'Record my visit', 'Sign in and record', 'B1 switch room'],
] as const)('%i×%i, %s', async (width, height, locale, press, signIn, place) => {
  const { page, errors, close } = await visit(browser, house.url, { width, height, locale })
  await page.goto('/t?code=ZZZ999')
  await page.getByRole('alert').waitFor()
  await fits(page)
  const url = nextUrl()
  await page.goto(url)
  await page.getByRole('heading', { level: 1, name: place }).waitFor()
  await fits(page)
  await page.getByRole('button', { name: press }).click()
  await page.waitForURL('**/t/who')
  await fits(page)
  await page.locator('#username').fill('chen')
  await page.locator('#password').fill(adminPassword)
  await page.getByRole('button', { name: signIn }).click()
  await page.getByRole('status').waitFor()
  await fits(page)
  // The phone knows him: the next tag needs one press.
  await page.goto(nextUrl())
  await page.locator('button.main').click()
  await page.getByText('陈浩').waitFor()
  await page.goto(url)
  await page.getByRole('status').waitFor()
  await fits(page)
  expect(errors).toEqual([])
  await close()
  const { items } = await house.admin.get('/taps?limit=10')
  expect(items.map((one: any) => [one.by, one.grade]).slice(0, 2)).toEqual([
    ['chen', 'A'],
    ['chen', 'A'],
  ])
})
