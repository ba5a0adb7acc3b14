// Tickets at the desk in a real Chromium: the list with what is overdue first, the board beside it, every step by hand, by
// menu and by keyboard; the checklist written down for who phones in; photos; a repair watched live.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { adminPassword, openHouse, type House } from '../support/house.ts'
import { Caller } from '../support/caller.ts'
import { connectDevice } from '../support/wires.ts'
import { openBrowser, seriousViolations, signIn, visit, type Visit } from './browser.ts'

// Two cores carry the house and a browser: slow, not stuck.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const shots = process.env['WK_TEST_SHOTS']
let house: House
let browser: Browser
let visited: Visit
let pump: Awaited<ReturnType<typeof connectDevice>>
const callers = new Map<string, Caller>()
const as = (user: string): Caller => callers.get(user)!
const page = (): Page => visited.page

beforeAll(async () => {
  house = await openHouse()
  browser = await openBrowser()
  const { admin } = house
  await admin.create('/sites', { id: 'hq', name: '总部', timezone: 'Asia/Shanghai' })
  const { secret } = await admin.create('/devices', { site: 'hq', kind: 'pump', id: 'p-101', name: '生活泵 1#' })
  await admin.create('/rules', {
    ...{ id: 'pump-overload', name: '过载', scope: { kind: 'pump' }, priority: 2 },
    when: { metric: 'current_a', above: 18, clear: 16 },
    raise: { title: { 'zh-CN': '过载停机', en: 'Overload stop' }, ticket: { type: 'fault' } },
  })
  const step = (id: string, label: string, more: object = {}) => ({ id, label: { 'zh-CN': label, en: label }, ...more })
  await admin.call('PUT', '/policies', {
    ...{ type: 'fault', response: '30m', resolution: '2h', stopsAt: 'finish', warnShare: 0.8, hold: '10m' },
    ...{ pauses: ['parts'] },
    checks: [step('ohm', '测绝缘', { kind: 'number', unit: 'MΩ', min: 1 }), step('lock', '挂牌照片', { photo: true })],
  })
  // One that is late as soon as it is opened.
  await admin.call('PUT', '/policies', {
    ...{ type: 'other', response: '1s', resolution: '2s', stopsAt: 'finish', warnShare: 0.8, hold: '10m' },
    ...{ pauses: ['parts'], checks: [] },
  })
  for (const [username, name, role] of [
    ['wangjian', '王建', 'technician'],
    ['zhou', '周敏', 'operator'],
    ['zhangyu', '张宇', 'supervisor'],
  ] as const) {
    await admin.create('/users', { username, name, role, password: adminPassword })
    const caller = new Caller(house.url)
    await caller.signIn(username, adminPassword)
    callers.set(username, caller)
  }
  pump = await connectDevice(house, { site: 'hq', kind: 'pump', id: 'p-101', secret })
  visited = await visit(browser, house.url)
  await signIn(page(), 'zhangyu', adminPassword)
  // Before that nobody is signed in, which the browser notes.
  visited.errors.length = 0
})
afterAll(async () => {
  await pump?.end()
  await visited?.close()
  await browser?.close()
  await house?.leave()
})

const current = (amperes: number) =>
  pump.publish('telemetry', { ts: Date.now(), metrics: { running: true, current_a: amperes } })
const open = async (title: string, type = 'inspection'): Promise<any> =>
  as('zhou').create('/tickets', { site: 'hq', type, title })
const stateOf = async (id: string): Promise<string> => (await house.admin.get(`/tickets/${id}`)).state
const becomes = (id: string, state: string) => vi.waitFor(async () => expect(await stateOf(id)).toBe(state))
const lane = (name: string) => page().getByRole('region', { name, exact: true })
const card = (title: string) => page().getByRole('article').filter({ hasText: title })
const drag = async (title: string, to: string) => card(title).dragTo(lane(to))
const dialog = () => page().getByRole('dialog')
async function shoot(name: string): Promise<void> {
  if (shots) await page().screenshot({ path: `${shots}/${name}.png`, fullPage: true })
  expect({ name, serious: await seriousViolations(page()) }).toEqual({ name, serious: [] })
}

test('the list stands first, what is overdue in front; the board is beside it', async () => {
  await open('明天再看')
  const late = await open('早该办了', 'other')
  const isLate = async () => (await house.admin.get(`/tickets/${late.id}`)).clocks.resolution.breached as boolean
  await vi.waitFor(async () => expect(await isLate()).toBe(true), { timeout: 30_000, interval: 200 })
  await page().goto('/tickets')
  const rows = page().getByRole('main').getByRole('listitem').getByRole('link')
  await vi.waitFor(async () => expect(await rows.first().textContent()).toContain('早该办了'))
  await shoot('desk-list')
  await page()
    .getByRole('radio', { name: '看板' })
    .or(page().getByText('看板', { exact: true }))
    .first()
    .click()
  await lane('待派单').getByText('早该办了').waitFor()
  const order = await lane('待派单').getByRole('article').allTextContents()
  expect(order[0]).toContain('早该办了')
  await shoot('desk-board')
})

describe('on the board', () => {
  test('each step by dragging: forms ask, what changes at once is confirmed, a wrong column is refused in words', async () => {
    const { id } = await open('拖一拖')
    await page().goto('/tickets?view=board')
    await card('拖一拖').waitFor()
    await drag('拖一拖', '待验收')
    await page()
      .getByText('不能从“待派单”移到“待验收”')
      .or(page().getByText(/待派单.*待验收/))
      .first()
      .waitFor()
    expect(await stateOf(id)).toBe('new')

    await drag('拖一拖', '待接单')
    await dialog().getByRole('combobox').selectOption({ label: '张宇' })
    await dialog().getByRole('button', { name: '派单' }).click()
    await becomes(id, 'dispatched')

    await lane('待接单').getByText('拖一拖').waitFor()
    await drag('拖一拖', '处理中')
    await dialog().getByText('“拖一拖”将移到“处理中”。').waitFor()
    await shoot('desk-meant')
    await dialog().getByRole('button', { name: '取消' }).click()
    expect(await stateOf(id)).toBe('dispatched')
    await drag('拖一拖', '处理中')
    await dialog().getByRole('button', { name: '接单' }).click()
    await becomes(id, 'accepted')

    await as('zhangyu').act(`/tickets/${id}/start`)
    await drag('拖一拖', '暂停等待')
    await dialog().getByRole('textbox').fill('等配件到货')
    await dialog().getByRole('button', { name: '暂停等待' }).click()
    await becomes(id, 'waiting')
    await lane('暂停等待').getByText('拖一拖').waitFor()
    await drag('拖一拖', '处理中')
    await dialog().getByRole('button', { name: '继续处理' }).click()
    await becomes(id, 'working')
    await lane('处理中').getByText('拖一拖').waitFor()
    await drag('拖一拖', '待验收')
    await dialog().getByRole('button', { name: '完工' }).click()
    await becomes(id, 'done')
  })

  test('the same steps by the menu, with the keyboard alone', async () => {
    const { id } = await open('按一按')
    const menu = () => card('按一按').getByRole('button', { name: /的操作/ })
    const choose = async (name: string) => {
      await menu().focus()
      await page().keyboard.press('Enter')
      const item = page().getByRole('menuitem', { name, exact: true })
      await item.waitFor()
      for (let n = 0; n < 12 && !(await item.evaluate((one) => one === document.activeElement)); n++)
        await page().keyboard.press('ArrowDown')
      await page().keyboard.press('Enter')
    }
    await page().goto('/tickets?view=board')
    await card('按一按').waitFor()
    await choose('派单')
    await dialog().getByRole('combobox').selectOption({ label: '张宇' })
    await dialog().getByRole('button', { name: '派单' }).focus()
    await page().keyboard.press('Enter')
    await becomes(id, 'dispatched')
    await choose('接单')
    await becomes(id, 'accepted')
    await choose('开始处理')
    await becomes(id, 'working')
    await choose('取消工单')
    await dialog().getByLabel('原因').fill('重复')
    await page().keyboard.press('Escape')
    const away = page().getByRole('button', { name: /不保存|放弃/ })
    if (await away.isVisible()) await away.click()
    expect(await stateOf(id)).toBe('working')
    await choose('打开工单')
    await page().waitForURL(`**/tickets/${id}`)
  })
})

test('the checklist is written down for who phones in, under the name of the desk', async () => {
  const { id } = await as('zhou').create('/tickets', { site: 'hq', type: 'fault', title: '电话报来', device: 'p-101' })
  await as('zhou').act(`/tickets/${id}/dispatch`, { user: 'wangjian' })
  for (const action of ['accept', 'lease', 'start']) await as('wangjian').act(`/tickets/${id}/${action}`)
  await page().goto(`/tickets/${id}`)
  await page().getByRole('button', { name: '填写：测绝缘' }).click()
  const good = dialog().getByRole('button', { name: '记为合格', exact: true })
  expect(await good.isDisabled()).toBe(true)
  await dialog().getByLabel(/读数/).fill('0.4')
  await dialog().getByText('只能记为不合格').waitFor()
  expect(await good.isDisabled()).toBe(true)
  await shoot('desk-check')
  await dialog().getByLabel(/读数/).fill('2.4')
  await good.click()
  await page().getByText('监控室代记').waitFor()
  await page().getByText('王建 电话报来').first().waitFor()
  await page().getByRole('button', { name: '填写：挂牌照片' }).click()
  expect(await good.isDisabled()).toBe(true)
  const photo = await page().screenshot({ type: 'jpeg' })
  await dialog()
    .locator('input[type=file]')
    .setInputFiles({ name: 'x.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no') })
  await page().getByText('这个文件不是照片').waitFor()
  await dialog().locator('input[type=file]').setInputFiles({ name: 'p.jpg', mimeType: 'image/jpeg', buffer: photo })
  await good.click()
  await page().getByRole('heading', { name: '照片和录音' }).waitFor()
  const { checks } = await house.admin.get(`/tickets/${id}`)
  expect(checks.map(({ ok, by, answer }: any) => [ok, by, answer.value ?? null, answer.photos?.length ?? 0])).toEqual([
    [true, 'zhangyu', 2.4, 0],
    [true, 'zhangyu', null, 1],
  ])
  await page()
    .getByRole('button', { name: /放大：挂牌照片/ })
    .click()
  await dialog().getByText('第 1 张，共 1 张').waitFor()
  await shoot('desk-photo')
  await page().keyboard.press('Escape')
  await as('wangjian').act('/devices/p-101/lockout')
  await page()
    .getByText(/挂牌作业 · 王建/)
    .waitFor()
  await shoot('desk-ticket')
})

test('a finished repair is watched live: the value against its limit, the time that is left', async () => {
  await current(21)
  const ticket = await vi.waitFor(async () => {
    const [found] = (await house.admin.get('/tickets?state=open&device=p-101')).items.filter((one: any) => one.incident)
    expect(found).toBeDefined()
    return found
  })
  await as('zhou').act(`/tickets/${ticket.id}/dispatch`, { user: 'wangjian' })
  for (const action of ['accept', 'start']) await as('wangjian').act(`/tickets/${ticket.id}/${action}`)
  const photo = await page().screenshot({ type: 'jpeg' })
  await fetch(`${house.url}/api/v1/files/photo-lock-1`, {
    ...{
      method: 'PUT',
      body: new Uint8Array(photo),
      headers: { 'content-type': 'image/jpeg', cookie: as('wangjian').cookie! },
    },
  })
  const items = [
    { id: 'ohm', ok: true, value: 3 },
    { id: 'lock', ok: true, photos: ['photo-lock-1'] },
  ]
  await as('wangjian').act(`/tickets/${ticket.id}/check`, { items })
  await as('wangjian').act(`/tickets/${ticket.id}/finish`, { code: 'p-101' })
  await page().goto(`/tickets/${ticket.id}`)
  const watched = page().locator('[data-watched=current_a]')
  await watched.getByText('上限 18.0 A · 超限').waitFor()
  await page().getByText('现在还不正常').waitFor()
  await current(12.4)
  await watched.getByText('12.4 A').waitFor()
  await watched.getByText('上限 18.0 A · 在限内').waitFor()
  await page()
    .getByText(/还要观察 \d/)
    .waitFor()
  await shoot('desk-watching')
  expect(visited.errors).toEqual([])
})
