// The page of a device's label and of one report in a real Chromium: without a script, in both themes and languages, on a
// phone and on a desk. `WK_TEST_SHOTS` names a folder for pictures of it.
import { DatabaseSync } from 'node:sqlite'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { text, type TextKey } from '../../core/texts/texts.ts'
import { Caller } from '../support/caller.ts'
import { adminPassword, openHouse, type House } from '../support/house.ts'
import { openBrowser, visit } from './browser.ts'
import { seriousInEitherTheme } from './judge.ts'

// Two cores carry the house and a browser: slow, not stuck.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

const shots = process.env['WK_TEST_SHOTS']
let house: House
let browser: Browser
let label: string
let technician: Caller

beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  const { admin } = house
  await admin.create('/sites', { id: 'hq', name: '总部', timezone: 'Asia/Shanghai', phone: '0571-8800' })
  const name = { 'zh-CN': '生活泵 1#', en: 'Domestic pump 1' }
  await admin.create('/devices', { id: 'p-1', site: 'hq', kind: 'pump', name })
  await admin.create('/users', { username: 'wangjian', name: '王建', role: 'technician', password: adminPassword })
  technician = new Caller(house.url)
  await technician.signIn('wangjian', adminPassword)
  expect((await admin.call('GET', '/devices/labels?device=p-1')).status).toBe(200)
  label = `/r/${printedToken()}`
})
afterAll(async () => {
  await browser?.close()
  await house?.leave()
})

/** What the printed label carries as a code; nothing else gives it away. */
function printedToken(): string {
  const records = new DatabaseSync(path.join(house.dataDir, 'records.db'), { readOnly: true })
  const row = records.prepare(`select token from report_link where device = 'p-1'`).get()
  records.close()
  return row!['token'] as string
}

async function fits(page: Page, name: string): Promise<void> {
  if (shots) await page.screenshot({ path: `${shots}/reporter-${name}.png`, fullPage: true })
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  const scripts = await page.locator('script').count()
  const flaws = await seriousInEitherTheme(page)
  expect({ name, wide, scripts, flaws }).toEqual({ name, wide: 0, scripts: 0, flaws: [] })
}

/** Repaired and verified. */
async function repair(id: string): Promise<void> {
  const { admin } = house
  await admin.act(`/tickets/${id}/dispatch`, { user: 'wangjian' })
  for (const step of ['accept', 'start']) await technician.act(`/tickets/${id}/${step}`)
  await technician.act(`/tickets/${id}/finish`, { code: 'p-1' })
  await admin.act(`/tickets/${id}/verify`, { override: '已到现场看过' })
}

test.each([
  { locale: 'zh-CN', width: 390, height: 844 },
  { locale: 'en', width: 1440, height: 900 },
] as const)('reported, followed and rated, in $locale at $width px', async ({ locale, ...size }) => {
  const { page, strangers, errors, close } = await visit(browser, house.url, { locale, ...size })
  const w = (key: TextKey) => text(locale, key)
  const shown = (name: string) => fits(page, `${name}-${locale}`)
  await page.goto(label)
  await page.getByLabel(w('reporter.what')).waitFor()
  await shown('form')
  await page.getByLabel(w('reporter.what')).fill(`没有水 ${locale}`)
  await page.getByRole('button', { name: w('reporter.send') }).click()
  await page.waitForURL((at) => at.pathname.startsWith('/r/') && at.pathname !== label)
  await shown('sent')
  const report = page.url()
  await page.goto(label)
  await shown('known')

  const { items } = await house.admin.get('/tickets?state=open')
  await repair(items.find((one: { title: { en: string } }) => one.title.en.endsWith(locale)).id)
  await page.goto(report)
  await page.getByRole('radio').first().waitFor()
  await shown('asked')
  await page.getByRole('radio').nth(4).check()
  await page.getByRole('button', { name: w('reporter.rate.send') }).click()
  await page.getByRole('radio').first().waitFor({ state: 'detached' })
  await shown('rated')
  expect({ strangers, errors }).toEqual({ strangers: [], errors: [] })
  await page.goto('/r/AAAAAAAAAAAAAAAA')
  await shown('unknown')
  await close()
})
