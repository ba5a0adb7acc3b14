// Every page in a real Chromium, in both themes, both languages and on a phone: accessible, no sideways scroll, nothing
// asked of another host, no error in the console. The estate has something wrong, so that no page is empty.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Browser } from 'playwright-core'
import { openHouse, type House } from '../support/house.ts'
import { watchScreen } from '../support/wires.ts'
import { openBrowser, seriousViolations, signInAsDemo, visit, type VisitOptions } from './browser.ts'
import { seriousInEveryDress } from './judge.ts'

// Two cores carry the house, its simulators and a browser: slow, not stuck.
vi.setConfig({ testTimeout: 480_000 })

let house: House
let browser: Browser
let pages: string[]
const findingId = 'finding-of-the-walk'

beforeAll(async () => {
  house = await openHouse({ demo: true })
  browser = await openBrowser()
  const screen = await watchScreen(house, house.admin)
  for (const scenario of ['pump-trip', 'fire-12f']) await house.admin.act(`/simulator/scenarios/${scenario}/start`)
  const trip = await screen.event((event) => event.type === 'incident.opened' && event.data.rule === 'pump-trip')
  const fire = await screen.event((event) => event.type === 'incident.opened' && event.data.rule === 'fire-alarm')
  const ticket = await screen.event((event) => event.type === 'ticket.created')
  screen.close()
  const checkpoint = 'cp-a-1'
  await house.admin.create('/findings', { id: findingId, checkpoint, text: '灭火器压力低' })
  const rounds: { items: { id: string }[] } = await house.admin.get('/rounds')
  pages = [
    '/wall',
    '/incidents',
    `/incidents/${trip.id}`,
    `/incidents/${fire.id}`,
    '/devices',
    `/devices/${trip.data.device}`,
    `/devices/${fire.data.device}`,
    '/devices/b3-lift-2',
    '/tickets',
    `/tickets/${ticket.id}`,
    '/tickets?view=board',
    '/tickets/limits',
    '/tickets/limits?tab=vendors',
    '/tickets/stats',
    '/places',
    '/places?tab=zones',
    '/roster',
    '/channels',
    '/channels?tab=ladders',
    '/channels?tab=notices',
    '/patrol',
    '/patrol?view=table',
    '/patrol?tab=taps',
    '/patrol?tab=rounds',
    '/patrol?tab=routes',
    '/patrol?tab=checkpoints',
    '/patrol/exceptions?span=today',
    '/patrol/coverage',
    '/patrol/daily',
    '/patrol/codes',
    '/findings',
    `/findings/${findingId}`,
    `/patrol/rounds/${rounds.items[0]!.id}`,
    '/rules',
    '/rules/pump-low-pressure',
    '/rules/new',
    '/simulator',
    '/users',
    '/users?tab=tokens',
    '/users?tab=accounts',
    '/health',
    '/account',
  ]
})
afterAll(async () => {
  await browser?.close()
  await house?.leave()
})

test('every page is accessible in both themes, both languages, on a desk and on a phone, and none scrolls sideways', async () => {
  const { page, strangers, errors, close } = await visit(browser, house.url)
  await signInAsDemo(page, '何静')
  // What a page logs before anybody is signed in is the answer 401 to "who am I".
  errors.length = 0
  const faults: Record<string, string[]> = {}
  for (const path of pages) {
    await page.goto(path)
    const shown = await page
      .getByRole('heading', { level: 1 })
      .first()
      .waitFor()
      .then(
        () => [],
        () => ['no heading appeared'],
      )
    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
    const found = [...shown, ...(await seriousInEveryDress(page)), ...strangers.splice(0), ...errors.splice(0)]
    if (found.length > 0) faults[path] = found
  }
  await close()
  expect(faults).toEqual({})
})

/** What is wrong with a page that stands open to everybody; the answer 401 to "who am I" is not. */
async function judgeOpen(url: string, path: string, options: VisitOptions): Promise<string[]> {
  const { page, strangers, close } = await visit(browser, url, options)
  await page.goto(path)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.locator('form').first().waitFor()
  const faults = [...(await seriousViolations(page)), ...strangers]
  expect(await page.locator('html').getAttribute('lang')).toBe(options.locale)
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  if (width > (options.width ?? width)) faults.push(`scrolls sideways: ${width} px`)
  await close()
  return faults
}

const manners: VisitOptions[] = [
  { theme: 'dark', locale: 'zh-CN' },
  { theme: 'light', locale: 'en' },
  { theme: 'light', locale: 'zh-CN', width: 390, height: 844 },
]
test('signing in and setting up are open to everybody in either theme, either language and on a phone', async () => {
  const unclaimed = await openHouse({ unclaimed: true })
  const link = /"setup":"([^"]+)"/.exec(unclaimed.log.find((line) => line.includes('"setup":"')) ?? '')?.[1]
  const { pathname, search } = new URL(link!)
  for (const options of manners) {
    expect(await judgeOpen(house.url, '/sign-in', options)).toEqual([])
    expect(await judgeOpen(unclaimed.url, pathname + search, options)).toEqual([])
  }
  await unclaimed.leave()
})
