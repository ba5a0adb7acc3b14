// A new version of the phone app in a real Chromium: taken by itself while nobody looks and nothing is in hand, and never
// under somebody who is in the middle of a report.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Page } from 'playwright-core'
import { atHome, openPatrolSite, type PatrolSite } from './patrol-site.ts'

// Two cores carry the house and a browser: slow, not stuck.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

let site: PatrolSite
beforeAll(async () => void (site = await openPatrolSite()))
afterAll(async () => site?.leave())

/** The page can be put out of sight, and notes what it says to workers. Runs inside the page. */
function sight(): void {
  let hidden = false
  const said: unknown[] = []
  Object.defineProperty(document, 'visibilityState', { get: () => (hidden ? 'hidden' : 'visible') })
  const hide = (next: boolean) => {
    hidden = next
    document.dispatchEvent(new Event('visibilitychange'))
  }
  // Of the method as it is found: what takes its place is called with the worker as `this`.
  const post = Object.getOwnPropertyDescriptor(ServiceWorker.prototype, 'postMessage')!.value as (
    message: unknown,
  ) => void
  ServiceWorker.prototype.postMessage = function (this: ServiceWorker, message: unknown) {
    said.push(message)
    return post.call(this, message)
  }
  Object.assign(window, { hide, said })
}
type Sight = { hide(hidden: boolean): void; said: unknown[] }

const hide = (page: Page, hidden: boolean) =>
  page.evaluate((hidden) => (window as unknown as Sight).hide(hidden), hidden)
const said = (page: Page) => page.evaluate(() => (window as unknown as Sight).said)
const editionOf = (page: Page) => page.locator('meta[name=edition]').getAttribute('content', { timeout: 30_000 })

/** The product is upgraded, and the browser has found out. */
async function upgrade(page: Page, edition: number): Promise<void> {
  site.cable.edition = edition
  await page.evaluate(() => navigator.serviceWorker.ready.then((registration) => void registration.update()))
}

test('a new version waits for the end of a report, and is then taken while the phone is put away', async () => {
  const phone = await site.phone()
  const { page } = phone
  await phone.context.addInitScript(sight)
  await page.reload()
  await upgrade(page, 2)
  await page.getByRole('button', { name: /有新版本/ }).waitFor()
  await page.getByRole('link', { name: '上报异常' }).click()
  await page.getByRole('button', { name: '漏水' }).click()
  await hide(page, true)
  await hide(page, false)
  expect(await said(page)).toEqual([])
  expect(await page.getByRole('textbox').inputValue()).toBe('漏水')

  await page.getByRole('button', { name: '提交' }).click()
  await page.getByRole('button', { name: /有新版本/ }).waitFor()
  await page.locator('a[data-waiting="0"]').waitFor()
  await Promise.all([page.waitForEvent('load'), hide(page, true)])
  expect(await editionOf(page)).toBe('2')
  await atHome(page)

  // Found while the phone is in the pocket.
  await hide(page, true)
  await Promise.all([page.waitForEvent('load'), upgrade(page, 3)])
  expect(await editionOf(page)).toBe('3')
  expect((await site.house.admin.get('/findings?limit=100')).items).toMatchObject([{ text: '漏水', by: 'chenhao' }])
  expect(phone.errors).toEqual([])
  await phone.leave()
})
