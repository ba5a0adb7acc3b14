// The camera as the last way to tap: a code is scanned and recorded; where the camera is refused or the browser reads no
// codes, the typed one is at hand. The camera is Chromium's own test picture; what the reader sees in it is given by hand.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { adminPassword, openHouse, type House } from '../support/house.ts'
import { signIn } from './browser.ts'
import { flaws } from './judge.ts'

// Two cores carry the house and a browser: slow, not stuck.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const shots = process.env['WK_TEST_SHOTS']
let house: House
let browser: Browser

beforeAll(async () => {
  house = await openHouse()
  await house.admin.create('/sites', { id: 'hq', name: '总部', timezone: 'Asia/Shanghai' })
  for (const [id, code] of [
    ['cp-1', 'ABC234'],
    ['cp-2', 'DEF567'],
  ])
    await house.admin.create('/checkpoints', { id, site: 'hq', name: id, code })
  const guard = { username: 'chenhao', name: '陈浩', role: 'guard', password: adminPassword }
  await house.admin.create('/users', guard)
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      ...['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
      ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
    ],
  })
})
afterAll(async () => {
  await browser?.close()
  await house?.leave()
})

/** A reader of codes that sees what `window.showCode(text)` holds before the camera. It runs inside the page. */
function fakeDetector(): void {
  let shown: string | null = null
  class BarcodeDetector {
    detect(video: HTMLVideoElement): Promise<{ rawValue: string }[]> {
      const stream = video.srcObject as MediaStream | null
      const isLive = stream?.active === true && !video.paused
      Object.assign(window, { isCameraOn: () => stream?.active === true })
      return Promise.resolve(isLive && shown !== null ? [{ rawValue: shown }] : [])
    }
  }
  Object.assign(window, { BarcodeDetector, showCode: (text: string | null) => (shown = text) })
}
const noDetector = () => void Reflect.deleteProperty(window, 'BarcodeDetector')
const noCamera = () => {
  const refuse = () => Promise.reject(new DOMException('refused', 'NotAllowedError'))
  Object.defineProperty(navigator.mediaDevices, 'getUserMedia', { value: refuse })
}

async function codePage(...scripts: (() => void)[]): Promise<{ context: BrowserContext; page: Page }> {
  const viewport = { width: 390, height: 844 }
  const context = await browser.newContext({ baseURL: house.url, viewport, locale: 'zh-CN', hasTouch: true })
  for (const script of scripts) await context.addInitScript(script)
  const page = await context.newPage()
  await signIn(page, 'chenhao', adminPassword)
  await page.goto('/m/code')
  await page.getByRole('textbox').waitFor()
  return { context, page }
}
const showCode = (page: Page, text: string) =>
  page.evaluate((code) => (window as unknown as { showCode(code: string): void }).showCode(code), text)
async function judge(page: Page, name: string): Promise<void> {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` })
  expect({ name, flaws: await flaws(page) }).toEqual({ name, flaws: [] })
}
const newest = async () => (await house.admin.get('/taps?limit=1')).items[0]

test('what the camera sees is recorded; what is no code of ours is said, and the camera looks on', async () => {
  const { context, page } = await codePage(fakeDetector)
  await page.getByRole('button', { name: '打开相机扫码' }).click()
  await page.getByRole('button', { name: '关闭相机' }).waitFor()
  await showCode(page, 'https://elsewhere.example/menu')
  await page.getByText('这个二维码不是巡更点的').waitFor()
  await judge(page, 'scan-other')
  await showCode(page, `${house.url}/t?code=ABC234`)
  await page.waitForURL('**/m')
  await page.locator('a[data-waiting="0"]').waitFor()
  expect(await newest()).toMatchObject({ by: 'chenhao', checkpoint: 'cp-1', grade: 'E', place: 'code' })
  expect(await page.evaluate(() => (window as unknown as { isCameraOn(): boolean }).isCameraOn())).toBe(false)
  await context.close()
})

test('a refused camera is said, and the code is typed', async () => {
  const { context, page } = await codePage(fakeDetector, noCamera)
  await page.getByRole('button', { name: '打开相机扫码' }).click()
  await page.getByText('相机打不开，请输入编号').waitFor()
  await judge(page, 'scan-refused')
  await page.getByRole('textbox').fill('def 567')
  await page.getByRole('button', { name: '打卡' }).click()
  await page.waitForURL('**/m')
  await page.locator('a[data-waiting="0"]').waitFor()
  expect(await newest()).toMatchObject({ checkpoint: 'cp-2', grade: 'E' })
  await context.close()
})

test('a browser that reads no codes offers the typed one at once, and no camera', async () => {
  const { context, page } = await codePage(noDetector)
  expect(await page.getByRole('button', { name: '打卡' }).isVisible()).toBe(true)
  expect(await page.getByRole('button', { name: '打开相机扫码' }).count()).toBe(0)
  await judge(page, 'scan-none')
  await context.close()
})
