// The queue of the phone where nobody looks: a tag's page whose network goes away under the thumb, two tabs that send at
// once, a page that was closed, a phone without room. In a real Chromium against the whole house.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Page, Request } from 'playwright-core'
import { holdTag, waitFor, type Handset } from './handset.ts'
import { atHome, codeOf, openPatrolSite, uidOf, type PatrolSite } from './patrol-site.ts'

// Two cores carry the house and a browser: slow, not stuck.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

let site: PatrolSite
beforeAll(async () => void (site = await openPatrolSite()))
afterAll(async () => site?.leave())

const press = (page: Page) => page.getByRole('button', { name: '打卡', exact: true }).click()
const readTags = (page: Page) => page.getByRole('button', { name: '点这里，再贴标签' }).click()

/** Runs a test on a phone of its own. */
async function withPhone(work: (phone: Handset) => Promise<void>): Promise<void> {
  site.cable.mode = 'plugged'
  const phone = await site.phone()
  await work(phone)
  expect(phone.errors).toEqual([])
  await phone.leave()
}

test('a press on a tag’s page whose network is gone is kept, told, and sent once at the time of the press', () =>
  withPhone(async (phone) => {
    const { page } = phone
    await page.goto(site.nextRead())
    await page.getByRole('heading', { name: 'B1 配电房' }).waitFor()
    await site.cut(phone, true)
    const began = Date.now()
    await press(page)
    await page.getByText('已记在这台手机上').first().waitFor()
    const ended = Date.now()
    await page.reload()
    await page.getByText(/打卡，已记在这台手机上/).waitFor()

    // A network that says neither yes nor no: the tap is as old as the press, not as the end of the waiting.
    await site.cut(phone, false)
    await page.goto(`/t?code=${codeOf(1)}`)
    await page.getByRole('heading', { name: '点 1' }).waitFor()
    site.cable.mode = 'silent'
    const pressed = Date.now()
    await press(page)
    await page.getByText(/打卡，已记在这台手机上/).waitFor()
    expect(Date.now() - pressed).toBeGreaterThan(5000)
    await page.getByRole('heading', { name: '点 1' }).waitFor()

    site.cable.mode = 'plugged'
    site.cable.hangUp()
    await page.getByRole('link', { name: '打开巡更' }).click()
    await waitFor(page, 0)
    const taps = await site.taps()
    expect(taps.map(({ checkpoint, by, status }) => [checkpoint, by, status])).toEqual([
      ['cp-1', 'chenhao', 'accepted'],
      ['cp-sun', 'chenhao', 'accepted'],
    ])
    expect(Date.parse(taps[1].at)).toBeGreaterThanOrEqual(began - 1000)
    expect(Date.parse(taps[1].at)).toBeLessThanOrEqual(ended + 1000)
    expect(Date.parse(taps[0].at) - pressed).toBeLessThan(4000)
    expect(Date.parse(taps[0].receivedAt) - pressed).toBeGreaterThan(5000)
  }))

test('a press that the server heard, whose answer was lost, is one tap', () =>
  withPhone(async (phone) => {
    const { page } = phone
    const before = (await site.taps()).length
    await page.goto(`/t?code=${codeOf(2)}`)
    await page.getByRole('heading', { name: '点 2' }).waitFor()
    site.cable.mode = 'unheard'
    await press(page)
    await page.getByText(/打卡，已记在这台手机上/).waitFor()
    const [heard, ...others] = await site.taps()
    expect([heard.checkpoint, others.length]).toEqual(['cp-2', before])
    site.cable.mode = 'plugged'
    await page.getByRole('link', { name: '打开巡更' }).click()
    await waitFor(page, 0)
    expect((await site.taps()).filter(({ checkpoint }) => checkpoint === 'cp-2')).toEqual([heard])
  }))

test('who it was is asked by the server, also where the app is installed', () =>
  withPhone(async ({ page, context }) => {
    await context.clearCookies()
    await page.goto(site.nextRead())
    await press(page)
    await page.waitForURL('**/t/who')
    await page.locator('#username').waitFor()
  }))

test('two tabs with a queue send each deed once, in the order in which it was done', () =>
  withPhone(async (phone) => {
    const { page: first, context } = phone
    const second = await context.newPage()
    await second.goto('/m')
    await atHome(second)
    await site.cut(phone, true)
    for (const tab of [first, second]) await readTags(tab)
    for (const [i, tab] of [first, second, first, second].entries()) {
      await holdTag(tab, uidOf(i))
      await waitFor(tab, i + 1)
    }
    await report(second, '漏水')
    await waitFor(first, 5)

    const sent: string[] = []
    context.on('request', (request) => sent.push(...deedsIn(request)))
    await site.cut(phone, false)
    for (const tab of [first, second]) await waitFor(tab, 0)
    const taps = (await site.taps()).toSorted((a, b) => a.at.localeCompare(b.at)).slice(-4)
    expect(taps.map(({ uid }) => uid)).toEqual([0, 1, 2, 3].map(uidOf))
    const finding = (await site.house.admin.get('/findings?limit=1')).items[0]
    expect(sent).toEqual([...taps.map(({ id }) => id), finding.id])
  }))

async function report(page: Page, words: string): Promise<void> {
  await page.getByRole('link', { name: '上报异常' }).click()
  await page.getByRole('button', { name: words }).click()
  await page.getByRole('button', { name: '提交' }).click()
  await atHome(page)
}

/** The ids of what a request carries. */
function deedsIn(request: Request): string[] {
  if (request.method() !== 'POST' || !/\/(taps|findings)$/.test(request.url())) return []
  const body = request.postDataJSON() as { id: string } | { id: string }[]
  return [body].flat().map(({ id }) => id)
}

test('what waits is sent by the worker when the network is back and no page is open', () =>
  withPhone(async (phone) => {
    const { page, context } = phone
    const other = await context.newPage()
    const devtools = await context.newCDPSession(other)
    const registrationId = await registrationOf(devtools)
    site.cable.mode = 'cut'
    await readTags(page)
    await holdTag(page, uidOf(4))
    await waitFor(page, 1)
    // The browser was asked to do so.
    await vi.waitFor(async () => expect(await syncsOf(page)).toContain('wk-phone-sync'), { timeout: 20_000 })
    const origin = new URL(page.url()).origin
    await page.close()
    site.cable.mode = 'plugged'
    await devtools.send('ServiceWorker.dispatchSyncEvent', {
      ...{ origin, registrationId, tag: 'wk-phone-sync', lastChance: false },
    })
    await vi.waitFor(async () => expect((await site.taps())[0]).toMatchObject({ uid: uidOf(4), by: 'chenhao' }), {
      timeout: 30_000,
    })
    await other.goto('/m')
    await waitFor(other, 0)
  }))

type Devtools = Awaited<ReturnType<Handset['context']['newCDPSession']>>

async function registrationOf(devtools: Devtools): Promise<string> {
  const known = Promise.withResolvers<string>()
  devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    for (const { isDeleted, registrationId } of registrations) if (!isDeleted) known.resolve(registrationId)
  })
  await devtools.send('ServiceWorker.enable')
  return known.promise
}

const syncsOf = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    return (registration as unknown as { sync: { getTags(): Promise<string[]> } }).sync.getTags()
  })

test('a full phone says so and keeps what is on the screen; with room again it is sent', async () => {
  site.cable.mode = 'plugged'
  const { origin } = new URL(site.cable.url)
  // A browser that is just started has not yet asked how much room there is.
  const phone = await (await site.phone()).restart()
  const { page, context } = phone
  const devtools = await context.newCDPSession(page)
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1000 })
  await page.goto('/m')
  await atHome(page)
  const buffer = await page.screenshot({ type: 'jpeg' })
  await page.getByRole('link', { name: '上报异常' }).click()
  await page.locator('input[type=file]').setInputFiles({ name: 'p.jpg', mimeType: 'image/jpeg', buffer })
  await page.getByRole('img').waitFor()
  await page.getByRole('button', { name: '提交' }).click()
  await page.getByText('手机存储满了，这条没有存下').waitFor()
  expect(new URL(page.url()).pathname).toBe('/m/report')
  await page.getByRole('img').waitFor()
  const before = (await site.house.admin.get('/findings?limit=100')).items.length
  await devtools.send('Storage.overrideQuotaForOrigin', { origin })
  await page.getByRole('button', { name: '提交' }).click()
  await atHome(page)
  await waitFor(page, 0)
  expect((await site.house.admin.get('/findings?limit=100')).items).toHaveLength(before + 1)
  await phone.leave()
})

test('a phone that does not promise to keep records says what to do', () =>
  withPhone(async ({ page }) => {
    await page.goto('/m/phone')
    await page.getByRole('button', { name: '请系统保留记录' }).click()
    await page.getByRole('alert').filter({ hasText: '手机没有答应' }).waitFor()
  }))

test('a phone whose store is shut says that nothing is kept, still cries for help, and goes on once it opens', () =>
  withPhone(async ({ page, context }) => {
    await context.addInitScript(() => {
      const open = indexedDB.open.bind(indexedDB)
      indexedDB.open = (...asked) => {
        if (localStorage.getItem('shut') !== null) throw new DOMException('shut', 'InvalidStateError')
        return open(...asked)
      }
    })
    await page.evaluate(() => localStorage.setItem('shut', ''))
    await page.goto('/m')
    await page.getByRole('alert').getByText('这台手机存不了记录').waitFor()
    const sos = page.getByRole('button', { name: /SOS/ })
    const { x, y, width, height } = (await sos.boundingBox())!
    await page.mouse.move(x + width / 2, y + height / 2)
    await page.mouse.down()
    await page.getByRole('heading', { name: /监控室已收到/ }).waitFor()
    await page.mouse.up()
    const cries = (await site.house.admin.get('/incidents?state=open&limit=100')).items
    expect(cries.filter(({ priority }: any) => priority === 1)).toHaveLength(1)
    await page.getByRole('alertdialog').getByRole('button', { name: '关闭' }).click()

    await page.evaluate(() => localStorage.removeItem('shut'))
    await page.getByRole('button', { name: '再试一次' }).click()
    await page.getByRole('link', { name: '上报异常' }).waitFor()
  }))
