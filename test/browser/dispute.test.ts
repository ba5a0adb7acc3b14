// A dispute pack as somebody gets it: a file on a disk, opened without a server; and what it says when it was changed.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type House } from '../support/house.ts'
import { openBrowser } from './browser.ts'

const photo = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
let house: House
let browser: Browser
let page: Page
let dir: string
let html: string
/** Requests to anything that is no file of the disk. */
const strangers: string[] = []
const errors: string[] = []

beforeAll(async () => {
  house = await openHouse()
  const { admin } = house
  await admin.create('/sites', { id: 'hq', name: { 'zh-CN': '总部', en: 'HQ' }, timezone: 'Asia/Shanghai' })
  const checks = [{ id: 'valve', name: { 'zh-CN': '阀门', en: 'Valve' } }]
  const name = { 'zh-CN': 'B2 配电房', en: 'B2 switch room' }
  await admin.create('/checkpoints', { id: 'cp-1', site: 'hq', name, code: 'AAAAAA', checks })
  await admin.create('/routes', {
    id: 'night',
    site: 'hq',
    name: '夜巡',
    stops: [{ checkpoint: 'cp-1', from: 0, until: 10 }],
  })
  const round = (await admin.create('/rounds', { route: 'night', guard: 'admin' })) as { id: string }
  const headers = { cookie: admin.cookie!, 'content-type': 'image/png' }
  await fetch(`${house.url}/api/v1/files/photo-0001`, { method: 'PUT', headers, body: photo })
  const answers = [{ id: 'valve', ok: false, note: 'stuck </script><b>', photos: ['photo-0001'] }]
  await admin.act('/taps', [{ id: 'tap-0001', code: 'AAAAAA', ts: Date.now(), checks: answers }])
  html = (await admin.get(`/reports/dispute?round=${round.id}&format=html`)) as string
  dir = await mkdtemp(path.join(tmpdir(), 'wk-dispute-'))
  browser = await openBrowser()
  page = await (await browser.newContext({ offline: true })).newPage()
  page.on('request', (request) => void (/^(file|data):/.test(request.url()) || strangers.push(request.url())))
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => void (message.type() === 'error' && errors.push(message.text())))
})
afterAll(async () => {
  await browser.close()
  await house.leave()
  await rm(dir, { recursive: true })
})

/** Opens a page from the disk and reads the verdict. */
async function open(text: string): Promise<{ whole: boolean; says: string }> {
  const file = path.join(dir, 'pack.html')
  await writeFile(file, text)
  await page.goto(pathToFileURL(file).href)
  const verdict = page.locator('#verdict')
  return { whole: (await verdict.getAttribute('data-ok')) === 'true', says: await verdict.innerText() }
}

test('opened from a disk without a network it is whole, and shows what happened', async () => {
  const { whole, says } = await open(html)
  expect(errors).toEqual([])
  expect([whole, says]).toEqual([true, expect.stringContaining('完整')])
  const text = await page.locator('#facts').innerText()
  for (const word of ['B2 配电房', 'tap-0001', '阀门', 'stuck </script><b>', '夜巡', 'E 级'])
    expect(text).toContain(word)
  expect(await page.locator('img').evaluate((img) => (img as unknown as { naturalWidth: number }).naturalWidth)).toBe(1)
  expect(strangers).toEqual([])
  if (process.env.WK_TEST_PICTURE) await page.screenshot({ path: process.env.WK_TEST_PICTURE, fullPage: true })
})

test.each([
  [
    'a tap, in the data of its entry',
    (text: string) => text.replace(/tap-0001(?=\\\\",\\\\"status)|tap-0001/, 'tap-0002'),
  ],
  [
    'the time of an entry',
    (text: string) =>
      text.replace(/"at":(\d{12})(\d)/, (_, all: string, last: string) => `"at":${all}${(Number(last) + 1) % 10}`),
  ],
  [
    'a link of the chain',
    (text: string) => text.replace(/"hash":"(.)/, (_, first: string) => `"hash":"${first === '0' ? '1' : '0'}`),
  ],
])('a change of %s is shown with the entry', async (_, change) => {
  const changed = change(html)
  expect(changed).not.toBe(html)
  const { whole, says } = await open(changed)
  expect(whole).toBe(false)
  expect(says).toContain('被改动')
  expect(says).toMatch(/第 \d+ 条记录与记录链不符/)
})

test('a change of a name or of a photo is shown, too', async () => {
  const renamed = await open(html.replace('B2 配电房', 'B3 配电房'))
  expect(renamed).toMatchObject({ whole: false })
  const base64 = photo.toString('base64')
  const { whole, says } = await open(html.replace(base64, `${base64.slice(0, 60)}AAAA${base64.slice(64)}`))
  expect([whole, says]).toEqual([false, expect.stringContaining('photo-0001')])
})

test('the script of the page is the one that its own policy allows', async () => {
  await open(html.replace('verdict.chain.ok && ', ''))
  expect(errors.join()).toMatch(/Content Security Policy/)
  expect(await readFile(path.join(dir, 'pack.html'), 'utf8')).not.toBe(html)
})
