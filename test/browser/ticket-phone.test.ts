// What the phone of somebody of a firm does beyond the work itself, in a real Chromium: his firm's tickets, buttons on a
// message, the lock-out that only the server can confirm, and what others photographed and said.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { adminPassword, openHouse, type House } from '../support/house.ts'
import { Caller } from '../support/caller.ts'
import { signIn } from './browser.ts'
import { layCable, type Cable } from './cable.ts'
import { forgetProfile, newProfile, startHandset, type Handset } from './handset.ts'
import { flaws } from './judge.ts'
import { workerOf, type PhoneWorker } from './worker.ts'

// Two cores carry the house and a browser: slow, not stuck.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

const shots = process.env['WK_TEST_SHOTS']
let house: House
let cable: Cable
let desk: Caller
let profile: string
let phone: Handset
let worker: PhoneWorker

beforeAll(async () => {
  house = await openHouse()
  cable = await layCable(house.url)
  const { admin } = house
  await admin.create('/sites', { id: 'hq', name: '总部', timezone: 'Asia/Shanghai', phone: '0571 8700 0110' })
  await admin.create('/zones', { id: 'b1-pumproom', site: 'hq', name: 'B1 生活泵房' })
  const pump = { site: 'hq', kind: 'pump', zone: 'b1-pumproom' }
  await admin.create('/devices', { ...pump, id: 'p-101', name: '生活泵 1#' })
  for (const [id, name] of [
    ['swift', '迅达维保'],
    ['lofty', '高远维保'],
  ])
    await admin.create('/vendors', { id, name })
  for (const [username, name, role, vendor] of [
    ['lintao', '林涛', 'technician', 'swift'],
    ['wangjian', '王建', 'technician', null],
    ['zhou', '周敏', 'operator', null],
  ])
    await admin.create('/users', { username, name, role, vendor, password: adminPassword })
  desk = await callerOf('zhou')
  profile = await newProfile()
  phone = await startHandset(profile, cable.url)
  await phone.context.grantPermissions(['notifications'])
  await signIn(phone.page, 'lintao', adminPassword)
  await phone.page.waitForURL('**/m/tickets')
  worker = await workerOf(phone)
})
afterAll(async () => {
  await phone?.close()
  await forgetProfile(profile)
  await cable?.close()
  await house?.leave()
})

async function callerOf(user: string): Promise<Caller> {
  const caller = new Caller(house.url)
  await caller.signIn(user, adminPassword)
  return caller
}
async function given(title: string, to: object): Promise<string> {
  const { id } = await desk.create('/tickets', { site: 'hq', type: 'inspection', title, device: 'p-101' })
  await desk.act(`/tickets/${id}/dispatch`, to)
  return id as string
}
const page = () => phone.page
const button = (name: string | RegExp) => page().getByRole('button', { name })
const lock = (state: 'none' | 'own' | 'other') => page().locator(`[data-lock=${state}]`)
async function judge(name: string): Promise<void> {
  if (shots) await page().screenshot({ path: `${shots}/${name}.png`, fullPage: true })
  expect({ name, flaws: await flaws(page()) }).toEqual({ name, flaws: [] })
}
const pushed = (key: string, id: string) =>
  worker.deliver({
    ...{ key, title: '查看阀门', text: 'B1 生活泵房 生活泵 1#', link: `${cable.url}/tickets/${id}`, priority: 2 },
    ...{ purpose: 'notice', about: { type: 'ticket', id } },
  })
/** The message once it offers to answer. */
const offered = (key: string) =>
  vi.waitFor(async () => expect((await worker.shown(key))?.actions).toEqual(['accept', 'decline']), { timeout: 20_000 })
const answered = (id: string) =>
  vi.waitFor(
    async () => {
      const said = await worker.shown(`answer/${id}`)
      expect(said).not.toBeNull()
      return said!
    },
    { timeout: 20_000 },
  )

test('what his firm was given shows, and is accepted by him for himself', async () => {
  const id = await given('检查泵体', { vendor: 'swift' })
  const others = await given('高远的活', { vendor: 'lofty' })
  await page().reload()
  const card = page().getByRole('link', { name: /检查泵体/ })
  await card.waitFor()
  await page().getByText('派给本单位，谁接谁去').waitFor()
  expect(await page().getByText('高远的活').count()).toBe(0)
  await judge('firm-tickets')
  await card.click()
  await button(/^接单/).click()
  await page().getByText('由您领走到').waitFor()
  expect(await desk.get(`/tickets/${id}`)).toMatchObject({ assignee: 'lintao', vendor: 'swift', state: 'accepted' })
  await page().goto(`/m/tickets/${others}`)
  await page().getByText('这张工单不在您名下').waitFor()
})

test('his lock-out hangs only once the server has said so, and comes off the same way', async () => {
  await page().goto('/m/tickets')
  await page()
    .getByRole('link', { name: /检查泵体/ })
    .click()
  await lock('none').getByText('没有挂牌').waitFor()
  await judge('lock-none')
  // The answer is on its way: nothing may be said to hang.
  const { promise: mayGo, resolve: letGo } = Promise.withResolvers<undefined>()
  await phone.context.route('**/api/v1/devices/p-101/lockout', async (route) => {
    await mayGo
    await route.continue()
  })
  await button('挂牌').click()
  await lock('none').getByText('正在挂牌：服务器还没确认').waitFor()
  expect(
    await page()
      .getByText(/已挂牌/)
      .count(),
  ).toBe(0)
  letGo(undefined)
  await lock('own')
    .getByText(/已挂牌，\d\d:\d\d 起，由您挂的/)
    .waitFor()
  await phone.context.unroute('**/api/v1/devices/p-101/lockout')
  expect((await desk.get('/devices/p-101')).lockout).toMatchObject({ by: 'lintao' })
  await judge('lock-own')
  await page().goto('/m/tickets')
  await page().getByText('挂牌作业').waitFor()
  await page().goBack()

  // Without a network it stays where it is, and the screen says so.
  await button('摘牌').click()
  cable.mode = 'cut'
  await button('都离开了，摘牌').click()
  await page().getByRole('alert').filter({ hasText: '当作牌还挂着' }).waitFor()
  expect(await lock('own').count()).toBe(1)
  expect((await desk.get('/devices/p-101')).lockout).toMatchObject({ by: 'lintao' })
  cable.mode = 'plugged'
  await button('摘牌').click()
  await button('都离开了，摘牌').click()
  await lock('none').waitFor()
  expect((await desk.get('/devices/p-101')).lockout).toBeNull()
})

test('somebody else’s lock-out is named and cannot be taken off', async () => {
  const wang = await callerOf('wangjian')
  await wang.act('/devices/p-101/lockout')
  await page().reload()
  await lock('other').getByText('王建 挂的牌').waitFor()
  expect(await button('摘牌').count()).toBe(0)
  expect(await button('挂牌').count()).toBe(0)
  await judge('lock-other')
  await wang.call('DELETE', '/devices/p-101/lockout', {})
})

test('a ticket is accepted on the message itself, with no page open', async () => {
  const id = await given('查看阀门', { vendor: 'swift' })
  await page().goto('/healthz')
  await pushed('n-1', id)
  await offered('n-1')
  await worker.press('n-1', 'accept')
  const { number } = await desk.get(`/tickets/${id}`)
  const said = await answered(id)
  expect(said.title).toBe(`已接单 #${number}`)
  expect(said.body).toContain('由您领走')
  expect(await desk.get(`/tickets/${id}`)).toMatchObject({ assignee: 'lintao', lease: { by: 'lintao' } })
  await page().goto('/m/tickets')
})

test('one that went to somebody else meanwhile is left alone, and a second message says so', async () => {
  const id = await given('换压力表', { user: 'lintao' })
  await pushed('n-2', id)
  await offered('n-2')
  await desk.act(`/tickets/${id}/dispatch`, { user: 'wangjian' })
  await worker.press('n-2', 'accept')
  expect(await answered(id)).toMatchObject({ title: '没有接成', body: '这张工单已经不在您名下。' })
  expect(await desk.get(`/tickets/${id}`)).toMatchObject({ state: 'dispatched', assignee: 'wangjian' })
})

test('one of his firm that a colleague took says who has it', async () => {
  await house.admin.create('/users', {
    ...{ username: 'motian', name: '莫天', role: 'technician', vendor: 'swift', password: adminPassword },
  })
  const id = await given('紧固螺栓', { vendor: 'swift' })
  await pushed('n-3', id)
  await offered('n-3')
  await (await callerOf('motian')).act(`/tickets/${id}/accept`)
  await worker.press('n-3', 'accept')
  const said = await answered(id)
  expect(said.title).toBe('没有接成')
  expect(said.body).toContain('莫天')
})

test('without a network nothing is accepted, and that is said', async () => {
  const id = await given('清理滤网', { user: 'lintao' })
  await pushed('n-4', id)
  await offered('n-4')
  cable.mode = 'cut'
  await worker.press('n-4', 'accept')
  expect((await answered(id)).body).toContain('没有信号')
  cable.mode = 'plugged'
  expect(await desk.get(`/tickets/${id}`)).toMatchObject({ state: 'dispatched' })
})

test('declining opens the reason', async () => {
  const id = await given('更换密封', { user: 'lintao' })
  await pushed('n-5', id)
  await offered('n-5')
  await worker.press('n-5', 'decline')
  await page().waitForURL(`**/m/tickets/${id}?decline`)
  await page().getByLabel('为什么不能接').fill('没带密封件')
  await button('确认拒单').click()
  await page().getByText('这张工单不在您名下').waitFor()
  expect(await desk.get(`/tickets/${id}`)).toMatchObject({ state: 'new', assignee: null })
})

test('a message about a ticket that waits for no word has no buttons', async () => {
  const id = await given('抄表', { user: 'wangjian' })
  await pushed('n-6', id)
  await pushed('n-7', await given('抄电表', { user: 'lintao' }))
  await offered('n-7')
  expect((await worker.shown('n-6'))?.actions).toEqual([])
})

test('photos and the voice note of who found it are on the ticket; a photo is large when pressed', async () => {
  const photo = await page().screenshot({ type: 'jpeg' })
  const sound = Buffer.concat([Buffer.from('OggS'), Buffer.alloc(200)])
  for (const [id, bytes, type] of [
    ['found-photo-1', photo, 'image/jpeg'],
    ['found-photo-2', photo, 'image/jpeg'],
    ['found-voice-1', sound, 'audio/ogg'],
  ] as const)
    await fetch(`${house.url}/api/v1/files/${id}`, {
      ...{ method: 'PUT', body: new Uint8Array(bytes), headers: { 'content-type': type, cookie: desk.cookie! } },
    }).then(({ status }) => expect(status).toBe(200))
  await desk.create('/findings', {
    ...{ id: 'finding-0001', site: 'hq', device: 'p-101', text: '泵体渗水', ts: Date.now() },
    ...{ photos: ['found-photo-1', 'found-photo-2'], voice: 'found-voice-1' },
  })
  const { ticket } = await desk.act('/findings/finding-0001/ticket')
  await desk.act(`/tickets/${ticket}/dispatch`, { vendor: 'swift' })
  await page().goto('/m/tickets')
  await page()
    .getByRole('link', { name: /泵体渗水/ })
    .click()
  await page().getByRole('heading', { name: '照片和录音' }).waitFor()
  expect(await page().locator('audio').count()).toBe(1)
  await judge('media')
  await button(/放大：周敏 发现并上报/)
    .first()
    .click()
  const large = page().getByRole('dialog')
  await large.getByText('第 1 张，共 2 张').waitFor()
  await vi.waitFor(async () =>
    expect(await large.getByRole('img').evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(100),
  )
  await judge('media-large')
  await page().keyboard.press('ArrowRight')
  await large.getByText('第 2 张，共 2 张').waitFor()
  await page().keyboard.press('Escape')
  await large.waitFor({ state: 'detached' })
  expect(phone.errors).toEqual([])
})
