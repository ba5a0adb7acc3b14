// The wall must open over a poor line: what its scripts weigh, in either language, and that no word is missing for it.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Browser } from 'playwright-core'
import { openHouse, type House } from '../support/house.ts'
import { openBrowser, signInAsDemo, visit } from './browser.ts'
import { weighScripts } from './weight.ts'

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

test.each(['zh-CN', 'en'] as const)(
  'the wall’s scripts in %s weigh 180 kB at most, headers included',
  async (locale) => {
    const { page, errors, close } = await visit(browser, house.url, { width: 1920, height: 1080, locale })
    await signInAsDemo(page, '王磊')
    const answered = await page.request.patch('/api/v1/session', { data: { locale }, headers: { Origin: house.url } })
    expect(answered.status()).toBe(200)
    await page.goto('/wall')
    await page.locator(`html[lang="${locale}"]`).waitFor()
    const weigh = await weighScripts(page)
    await page.reload({ waitUntil: 'networkidle' })
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(weigh()).toBeGreaterThan(50_000)
    expect(weigh()).toBeLessThanOrEqual(180_000)
    expect(errors.filter((error) => error.includes('no words'))).toEqual([])
    await close()
  },
)
