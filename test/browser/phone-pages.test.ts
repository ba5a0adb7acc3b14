// Every page of the phone app, a guard's and a technician's, as they look in the middle of a shift: in both languages, both
// themes and two sizes by eye of axe and by ruler. `WK_TEST_SHOTS` names a folder for pictures of them.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Page } from 'playwright-core'
import { adminPassword } from '../support/house.ts'
import { Caller } from '../support/caller.ts'
import { signIn } from './browser.ts'
import { holdTag, waitFor, type Handset } from './handset.ts'
import { flawsInEveryDress } from './judge.ts'
import { codeOf, openPatrolSite, uidOf, type PatrolSite } from './patrol-site.ts'

// Two cores carry the house and a browser: slow, not stuck.
vi.setConfig({ testTimeout: 400_000, hookTimeout: 60_000 })

const shots = process.env['WK_TEST_SHOTS']
let site: PatrolSite
const faults: Record<string, string[]> = {}

beforeAll(async () => {
  site = await openPatrolSite()
  const { admin } = site.house
  const hose = { id: 'hose', name: { 'zh-CN': '水带、水枪、阀门齐全', en: 'Hose, nozzle and valve are there' } }
  const gauge = {
    id: 'gauge',
    name: { 'zh-CN': '压力', en: 'Pressure' },
    type: 'number',
    unit: 'MPa',
    min: 0.25,
    max: 0.4,
  }
  const names = [
    { 'zh-CN': 'B1 车道入口', en: 'B1 ramp' },
    { 'zh-CN': 'B2 消防水泵房', en: 'B2 fire pump room' },
    { 'zh-CN': 'B2 配电房门口', en: 'B2 switch room door' },
    { 'zh-CN': '3 号楼 2 单元屋面水箱间', en: 'Building 3, entrance 2, roof tank room' },
  ]
  for (const [i, name] of names.entries())
    await admin.call('PATCH', `/checkpoints/cp-${i}`, { name, ...(i === 1 && { checks: [hose, gauge] }) })
  const stops = names.map((_, i) => ({ checkpoint: `cp-${i}`, from: 0, until: 20 * (i + 1) }))
  const name = { 'zh-CN': '夜巡 A · 地库', en: 'Night round A · basement' }
  await admin.create('/routes', { id: 'night', site: 'hq', name, stops })
  await admin.create('/rounds', { route: 'night', guard: 'chenhao' })
  await admin.create('/users', { username: 'wangjian', name: '王建', role: 'technician', password: adminPassword })
})
afterAll(async () => site?.leave())

/** Judges a page as it stands; what is wrong is told at the end, for all pages at once. */
async function judge(page: Page, name: string): Promise<void> {
  const found = await flawsInEveryDress(page, shots && `${shots}/${name}`)
  if (found.length > 0) faults[name] = found
}
async function open(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.getByRole('heading', { level: 1 }).waitFor()
}
function finished(phone: Handset): void {
  expect(faults).toEqual({})
  expect(phone.errors).toEqual([])
}

/** Until the page is shown in Chinese, as it is after every load. */
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })

async function cryOn(page: Page): Promise<void> {
  const { x, y, width, height } = (await button(page, /SOS/).boundingBox())!
  await page.mouse.move(x + width / 2, y + height / 2)
  await page.mouse.down()
  await page.getByRole('alertdialog').waitFor()
  await page.mouse.up()
}

test('a guard’s pages', async () => {
  const phone = await site.phone()
  const { page } = phone
  const { admin } = site.house
  await page.reload()
  await button(page, '到岗').waitFor()
  await judge(page, 'clock-in')
  await button(page, '到岗').click()
  await button(page, '点这里，再贴标签').click()
  await button(page, '到岗').waitFor({ state: 'detached' })
  await judge(page, 'round')
  await holdTag(page, uidOf(0))
  await page.getByRole('status').getByText('B1 车道入口').waitFor()
  await button(page, '知道了').click()
  await holdTag(page, uidOf(1))
  await page
    .getByRole('status')
    .getByRole('link', { name: /填检查/ })
    .waitFor()
  await judge(page, 'tap')
  await page
    .getByRole('status')
    .getByRole('link', { name: /填检查/ })
    .click()
  await button(page, '异常').click()
  await page.getByLabel('压力').fill('0,5')
  await judge(page, 'checks')

  await open(page, '/m/report')
  const buffer = await page.screenshot({ type: 'jpeg' })
  await page.locator('input[type=file]').setInputFiles({ name: 'p.jpg', mimeType: 'image/jpeg', buffer })
  await page.getByRole('img').waitFor()
  await button(page, '漏水').click()
  await judge(page, 'report')
  await open(page, '/m/code')
  await page.getByRole('textbox').fill('zzz 999')
  await judge(page, 'code')
  await button(page, '打卡').click()
  await page.getByRole('link', { name: /被退回/ }).waitFor()
  await judge(page, 'returned-banner')
  await button(page, '知道了').click()
  await button(page, '暂停巡更').click()
  await button(page, '继续巡更').waitFor()
  await judge(page, 'paused')
  await button(page, '继续巡更').click()

  const technician = new Caller(site.house.url)
  await technician.signIn('wangjian', adminPassword)
  await technician.call('POST', '/sos', { id: 'cry-of-wangjian', ts: Date.now(), checkpoint: 'cp-3' })
  const incident = (await admin.get('/incidents?state=open&priority=1')).items[0]
  await admin.act(`/incidents/${incident.id}/send`, { user: 'chenhao' })
  await open(page, '/m')
  await button(page, '我已到场').waitFor()
  await judge(page, 'errand')
  await button(page, '我已到场').click()
  await admin.create('/calls', { type: 'challenge', user: 'chenhao', checkpoint: 'cp-2', within: '10m' })
  await open(page, '/m')
  await button(page, '收起，去打卡').waitFor()
  await judge(page, 'challenge')
  await button(page, '收起，去打卡').click()
  await judge(page, 'challenge-aside')
  await admin.create('/calls', { type: 'safety', user: 'chenhao', within: '5m' })
  await open(page, '/m')
  await button(page, '我平安').waitFor()
  await judge(page, 'call')
  await button(page, '我平安').click()
  await waitFor(page, 0)
  await open(page, '/m/me')
  await judge(page, 'me')
  await open(page, '/m/phone')
  await judge(page, 'phone')

  await open(page, '/m')
  await site.cut(phone, true)
  await open(page, `/t?code=${codeOf(2)}`)
  await judge(page, 't')
  await button(page, '打卡').click()
  await page.getByText(/打卡，已记在/).waitFor()
  await judge(page, 't-kept')
  await open(page, '/t')
  await judge(page, 't-broken')
  await open(page, '/m')
  await waitFor(page, 1)
  await judge(page, 'offline')
  await open(page, '/m/queue')
  await judge(page, 'queue')
  await open(page, '/m')
  await cryOn(page)
  await page.getByRole('heading', { name: /没有网络/ }).waitFor()
  await judge(page, 'sos-unheard')
  await site.cut(phone, false)
  await page.getByRole('heading', { name: /监控室已收到/ }).waitFor()
  await judge(page, 'sos-heard')
  await phone.context.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('shut', 'InvalidStateError')
    }
  })
  await page.goto('/m')
  await page.getByText('这台手机存不了记录').waitFor()
  await judge(page, 'store')
  finished(phone)
  await phone.leave()
})

test('a technician’s pages', async () => {
  const { admin } = site.house
  const item = (id: string, label: object, more: object = {}) => ({ id, label, ...more })
  await admin.call('PUT', '/policies', {
    ...{ type: 'inspection', response: '30m', resolution: '2h', stopsAt: 'finish', warnShare: 0.8, hold: '6s' },
    pauses: ['parts', 'access'],
    checks: [
      item('lock', { 'zh-CN': '断电挂牌（拍照）', en: 'Lock out and tag (photo)' }, { photo: true }),
      item('ohm', { 'zh-CN': '测绝缘', en: 'Measure insulation' }, { kind: 'number', unit: 'MΩ', min: 1, max: 500 }),
    ],
  })
  await admin.create('/devices', {
    ...{ id: 'p-101', site: 'hq', kind: 'pump', tag: 'cp-1' },
    name: { 'zh-CN': '生活泵 1#', en: 'Domestic pump 1' },
  })
  const technician = new Caller(site.house.url)
  await technician.signIn('wangjian', adminPassword)
  const given = async (zh: string, en: string, more: object = { device: 'p-101' }): Promise<string> => {
    const title = { 'zh-CN': zh, en }
    const { id } = await admin.create('/tickets', { site: 'hq', type: 'inspection', title, ...more })
    await admin.act(`/tickets/${id}/dispatch`, { user: 'wangjian' })
    return id as string
  }
  const taken = async (...words: Parameters<typeof given>): Promise<string> => {
    const id = await given(...words)
    await technician.act(`/tickets/${id}/accept`)
    await technician.act(`/tickets/${id}/lease`)
    return id
  }
  const offered = await given('水泵异响', 'Pump makes a noise')
  const accepted = await taken('控制柜检查', 'Look at the control cabinet')
  const working = await taken('更换热继电器', 'Replace the thermal relay')
  await technician.act(`/tickets/${working}/arrive`)
  const waiting = await taken('更换机械密封', 'Replace the shaft seal')
  await technician.act(`/tickets/${waiting}/arrive`)
  await technician.act(`/tickets/${waiting}/wait`, { why: 'parts', reason: '密封圈到货' })

  const phone = await site.phone()
  const { page } = phone
  await page.goto('/m/me')
  await button(page, '退出登录').click()
  await page.waitForURL('**/sign-in')
  await signIn(page, 'wangjian', adminPassword)
  await page.waitForURL('**/m/tickets')
  await page.getByRole('link', { name: /水泵异响/ }).waitFor()
  await judge(page, 'tickets')
  for (const [name, id] of Object.entries({ offered, accepted, working, waiting })) {
    await open(page, `/m/tickets/${id}`)
    await button(page, '求援').waitFor()
    await judge(page, `ticket-${name}`)
  }
  await open(page, `/m/tickets/${offered}`)
  await button(page, '拒单').click()
  await judge(page, 'ticket-decline')

  await open(page, `/m/tickets/${working}`)
  const buffer = await page.screenshot({ type: 'jpeg' })
  const step = (name: string) => page.getByRole('group', { name })
  await step('断电挂牌（拍照）')
    .locator('input[type=file]')
    .setInputFiles({ name: 'p.jpg', mimeType: 'image/jpeg', buffer })
  await step('断电挂牌（拍照）').getByRole('img').waitFor()
  await step('断电挂牌（拍照）').getByRole('button', { name: '合格', exact: true }).click()
  await step('测绝缘').getByRole('textbox').fill('2.4')
  await step('测绝缘').getByRole('button', { name: '合格', exact: true }).click()
  await page.getByLabel('做了什么').fill('更换热继电器')
  await button(page, '点这里，再贴标签').click()
  await holdTag(page, uidOf(1))
  await button(page, /完成并请求验收/).waitFor()
  await judge(page, 'ticket-finish')
  await button(page, /完成并请求验收/).click()
  await page.locator('[data-verdict]').waitFor()
  await waitFor(page, 0)
  await judge(page, 'ticket-verdict')
  finished(phone)
  await phone.leave()
})
