// The technician's phone in a real Chromium: told, accepted, worked without a network, killed and started again, proven by
// a tap, judged by the machine; and what comes back when somebody else has the ticket meanwhile.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { adminPassword, openHouse, type House } from '../support/house.ts'
import { Caller } from '../support/caller.ts'
import { startPushService, type PushService } from '../support/push-service.ts'
import { connectDevice } from '../support/wires.ts'
import { signIn, signInHere } from './browser.ts'
import { layCable, type Cable } from './cable.ts'
import { forgetProfile, holdTag, installed, newProfile, startHandset, waitFor, type Handset } from './handset.ts'
import { flaws } from './judge.ts'
import { workerOf, type PushedMessage } from './worker.ts'

// Two cores carry the house and a browser: slow, not stuck.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 })

const shots = process.env['WK_TEST_SHOTS']
const uid = '04AA00000000B1'
const elsewhere = '04AA00000000B2'

let house: House
let cable: Cable
let pushes: PushService
let desk: Caller
let pump: Awaited<ReturnType<typeof connectDevice>>
const step = (id: string, label: string, more: object = {}) => ({ id, label: { 'zh-CN': label, en: label }, ...more })

/** A pump room with two pumps, a tag, a rule, a checklist, and people. */
beforeAll(async () => {
  pushes = await startPushService()
  house = await openHouse({ env: { WK_WEBHOOK_ALLOW: '127.0.0.0/8' } })
  cable = await layCable(house.url)
  const { admin } = house
  await admin.create('/sites', { id: 'hq', name: '总部', timezone: 'Asia/Shanghai', phone: '0571 8700 0110' })
  await admin.create('/zones', { id: 'b1-pumproom', site: 'hq', name: 'B1 生活泵房' })
  const tags = [`cp-pump,hq,1# 泵标签,PUMP22,uid,${uid}`, `cp-hall,hq,大堂,HALL22,uid,${elsewhere}`]
  await admin.act('/checkpoints/import', { csv: ['id,site,name_zh,code,tag,uid', ...tags].join('\n'), dryRun: false })
  const device = { site: 'hq', kind: 'pump', zone: 'b1-pumproom', group: 'pumps', interval: '10m' }
  const { secret } = await admin.create('/devices', { ...device, id: 'p-101', name: '生活泵 1#', tag: 'cp-pump' })
  const other = await admin.create('/devices', { ...device, id: 'p-102', name: '生活泵 2#' })
  await admin.create('/rules', {
    ...{ id: 'pump-overload', name: '过载', scope: { kind: 'pump' }, priority: 2 },
    when: { metric: 'current_a', above: 18, clear: 16 },
    raise: { title: { 'zh-CN': '过载停机', en: 'Overload stop' }, ticket: { type: 'fault' } },
  })
  await admin.call('PUT', '/policies', {
    ...{ type: 'fault', response: '30m', resolution: '2h', stopsAt: 'finish', warnShare: 0.8, hold: '6s' },
    pauses: ['parts', 'access'],
    checks: [
      step('lock', '断电挂牌（拍照）', { photo: true }),
      step('turn', '盘车是否卡滞'),
      step('ohm', '测绝缘', { kind: 'number', unit: 'MΩ', min: 1, max: 500 }),
    ],
  })
  const people = [
    ['wangjian', '王建', 'technician'],
    ['lina', '李娜', 'technician'],
    ['zhou', '周敏', 'operator'],
  ]
  for (const [username, name, role] of people)
    await admin.create('/users', { username, name, role, password: adminPassword })
  desk = new Caller(house.url)
  await desk.signIn('zhou', adminPassword)
  const wire = { site: 'hq', kind: 'pump' }
  pump = await connectDevice(house, { ...wire, id: 'p-101', secret })
  const standIn = await connectDevice(house, { ...wire, id: 'p-102', secret: other.secret })
  await standIn.publish('telemetry', { ts: Date.now(), metrics: { running: true, current_a: 12.1 } })
  await standIn.end()
  const began = Date.now() - 25 * 60_000
  const calm = Array.from({ length: 96 }, (_, i) => ({
    ...{ ts: began + i * 15_000, metrics: { running: true, current_a: 12 + (i % 5) / 10 } },
  }))
  await pump.publish('telemetry', calm)
})
afterAll(async () => {
  await pump?.end()
  await cable?.close()
  await house?.leave()
  await pushes?.stop()
})

const current = (amperes: number) =>
  pump.publish('telemetry', { ts: Date.now(), metrics: { running: true, current_a: amperes } })

/** The open ticket of the pump. */
async function ticketOfPump(): Promise<any> {
  return vi.waitFor(
    async () => {
      const [ticket] = (await house.admin.get('/tickets?state=open&device=p-101')).items
      expect(ticket).toBeDefined()
      return ticket
    },
    { timeout: 20_000, interval: 200 },
  )
}
async function cut(phone: Handset, offline: boolean): Promise<void> {
  cable.mode = offline ? 'cut' : 'plugged'
  await phone.context.setOffline(offline)
}
async function judge({ page }: Handset, name: string): Promise<void> {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
  expect({ name, flaws: await flaws(page) }).toEqual({ name, flaws: [] })
}
const button = ({ page }: Handset, name: string | RegExp) => page.getByRole('button', { name })
const group = ({ page }: Handset, name: string) => page.getByRole('group', { name })

async function answerAll(phone: Handset): Promise<void> {
  const photo = await phone.page.screenshot({ type: 'jpeg' })
  const lock = group(phone, '断电挂牌（拍照）')
  expect(await lock.getByRole('button', { name: '合格', exact: true }).isDisabled()).toBe(true)
  await lock.locator('input[type=file]').setInputFiles({ name: 'p.jpg', mimeType: 'image/jpeg', buffer: photo })
  await lock.getByRole('img').waitFor()
  await lock.getByRole('button', { name: '合格', exact: true }).click()
  await group(phone, '盘车是否卡滞').getByRole('button', { name: '合格', exact: true }).click()
  const ohm = group(phone, '测绝缘')
  await ohm.getByRole('textbox').fill('0,4')
  await ohm.getByText('读数不在范围内').waitFor()
  expect(await ohm.getByRole('button', { name: '合格', exact: true }).isDisabled()).toBe(true)
  await judge(phone, 'checklist')
  await ohm.getByRole('textbox').fill('2.4')
  await ohm.getByRole('button', { name: '合格', exact: true }).click()
  await ohm.waitFor({ state: 'detached' })
}

test('a fault from the told to the verified, with the work done where there is no network', async () => {
  await current(21.6)
  const { id, number } = await ticketOfPump()
  await desk.act(`/tickets/${id}/dispatch`, { user: 'wangjian' })

  const profile = await newProfile()
  let phone = await startHandset(profile, cable.url)
  await signIn(phone.page, 'wangjian', adminPassword)
  await phone.page.waitForURL('**/m/tickets')
  const card = phone.page.getByRole('link', { name: /过载停机/ })
  await card.waitFor()
  await judge(phone, 'tickets')
  await card.click()
  await phone.page.getByRole('heading', { name: `工单 #${number}` }).waitFor()
  await phone.page.getByText('生活泵 2# 已顶上').waitFor()
  await phone.page.getByRole('img', { name: /电流.*限 18/ }).waitFor()
  await judge(phone, 'offer')
  await button(phone, /^接单/).click()
  await phone.page.getByText('由您领走到').waitFor()
  const other = new Caller(house.url)
  await other.signIn('lina', adminPassword)
  const taken = await other.call('POST', `/tickets/${id}/accept`, {})
  expect([taken.status, taken.body.code]).toEqual([409, 'ticket_leased'])

  // Down to the basement.
  await installed(phone.page)
  await cut(phone, true)
  await button(phone, '点这里，再贴标签').click()
  await holdTag(phone.page, elsewhere)
  await phone.page.getByText('这是“大堂”的标签').waitFor()
  await judge(phone, 'arrive')
  await holdTag(phone.page, uid)
  await phone.page.getByText('已到场').waitFor()
  await answerAll(phone)
  await phone.page.getByLabel('做了什么').fill('更换热继电器')
  await button(phone, '+ 备件').click()
  await phone.page.getByLabel('备件名称').fill('热继电器 LRD-22')
  await judge(phone, 'working')
  // The battery falls out: what was written and what was done is still there.
  await waitFor(phone.page, 6)
  await phone.kill()
  phone = await startHandset(profile, cable.url)
  await phone.context.setOffline(true)
  await phone.page.goto(`/m/tickets/${id}`)
  await waitFor(phone.page, 6)
  await vi.waitFor(async () => expect(await phone.page.getByLabel('做了什么').inputValue()).toBe('更换热继电器'))
  await button(phone, /完成并请求验收/).click()
  await phone.page.locator('[data-verdict=unsent]').waitFor()
  await judge(phone, 'finished-offline')

  // Up again, and signed out meanwhile: after signing in everything arrives once, in order; the pump is still ill.
  await phone.context.clearCookies()
  await cut(phone, false)
  await phone.page.getByRole('link', { name: '登录已过期，7 待上传' }).click()
  await signInHere(phone.page, 'wangjian', adminPassword)
  await waitFor(phone.page, 0)
  await phone.page.goto(`/m/tickets/${id}`)
  const { proof, checks, timeline } = await house.admin.get(`/tickets/${id}`)
  expect(proof).toMatchObject({ how: 'tap', by: 'wangjian' })
  expect(checks.map(({ ok, answer }: any) => [ok, answer.value ?? null])).toEqual([
    [true, null],
    [true, null],
    [true, 2.4],
  ])
  const [photo] = checks[0].answer.photos
  expect((await house.admin.call('GET', `/files/${photo}`)).headers.get('content-type')).toBe('image/jpeg')
  const own = timeline.filter(({ by }: any) => by === 'wangjian')
  expect(own.map(({ type }: any) => type)).toEqual([
    ...['accepted', 'leased', 'arrived', 'checked', 'checked', 'checked', 'finished'],
  ])
  expect(own.at(-1).data).toMatchObject({
    ...{ note: '更换热继电器', parts: [{ name: '热继电器 LRD-22', quantity: 1 }] },
  })

  // Not repaired: the machine says so, and the ticket is his again.
  await phone.page.locator('[data-verdict=not_healthy]').waitFor({ timeout: 60_000 })
  await phone.page.getByText('被退回，请继续处理').waitFor()
  await judge(phone, 'sent-back')

  // Repaired: a new tap, and values that move for the hold time.
  await current(12)
  await button(phone, '点这里，再贴标签').click()
  await holdTag(phone.page, uid)
  await button(phone, /完成并请求验收/).click()
  await phone.page.locator('[data-verdict=watching]').waitFor()
  await phone.page.locator('[data-watched=current_a]').getByText('上限 18.0 A · 在限内').waitFor()
  await phone.page.getByText(/观察中，还要/).waitFor()
  for (let i = 0; (await phone.page.locator('[data-verdict=proposed_good]').count()) === 0; i++) {
    await current(12 + (i % 4) / 10)
    await phone.page
      .locator('[data-verdict=proposed_good]')
      .waitFor({ timeout: 1000 })
      .catch(() => undefined)
    expect(i).toBeLessThan(60)
  }
  await judge(phone, 'proposed')
  expect((await other.call('POST', `/tickets/${id}/verify`, {})).status).toBe(403)
  expect(await desk.act(`/tickets/${id}/verify`)).toMatchObject({ state: 'verified', finishedBy: 'wangjian' })
  expect(phone.errors).toEqual([])
  await desk.act(`/tickets/${id}/close`)
  await phone.close()
  await forgetProfile(profile)
})

describe('on a small phone in the dark', () => {
  let profile: string
  let phone: Handset
  beforeAll(async () => {
    cable.mode = 'plugged'
    profile = await newProfile()
    phone = await startHandset(profile, cable.url, { width: 360, height: 640, theme: 'dark' })
    await phone.context.grantPermissions(['notifications'])
    await signIn(phone.page, 'wangjian', adminPassword)
    await phone.page.waitForURL('**/m/tickets')
  })
  afterAll(async () => {
    await phone?.close()
    await forgetProfile(profile)
  })

  const givenTo = async (user: string, title: string): Promise<string> => {
    const { id } = await desk.create('/tickets', { site: 'hq', type: 'inspection', title, device: 'p-102' })
    await desk.act(`/tickets/${id}/dispatch`, { user })
    return id as string
  }

  test('work on a ticket that somebody else has meanwhile comes back with its sentence; nothing is lost', async () => {
    const id = await givenTo('wangjian', '查看控制柜')
    await phone.page.reload()
    await phone.page.getByRole('link', { name: /查看控制柜/ }).click()
    await button(phone, /^接单/).click()
    await phone.page.getByText('由您领走到').waitFor()
    await cut(phone, true)
    await button(phone, '我已到场').click()
    await phone.page.getByText('已到场').waitFor()
    await waitFor(phone.page, 1)
    await judge(phone, 'small-working')

    await desk.act(`/tickets/${id}/release`)
    await desk.act(`/tickets/${id}/dispatch`, { user: 'lina' })
    const lina = new Caller(house.url)
    await lina.signIn('lina', adminPassword)
    await lina.act(`/tickets/${id}/accept`)
    await lina.act(`/tickets/${id}/lease`)

    await cut(phone, false)
    await phone.page.getByRole('alert').filter({ hasText: '李娜' }).waitFor()
    await phone.page.getByText('这张工单不在您名下').waitFor()
    await judge(phone, 'somebody-else')
    await button(phone, '知道了').click()
    await phone.page.getByRole('alert').waitFor({ state: 'detached' })
  })

  test('a ticket is declined with a reason, and goes back to the desk', async () => {
    const id = await givenTo('wangjian', '换灯管')
    await phone.page.goto('/m/tickets')
    await phone.page.getByRole('link', { name: /换灯管/ }).click()
    await button(phone, '拒单').click()
    expect(await button(phone, '确认拒单').isDisabled()).toBe(true)
    await phone.page.getByLabel('为什么不能接').fill('正在困人现场')
    await judge(phone, 'decline')
    await button(phone, '确认拒单').click()
    // It waits for whoever takes it, himself included; it is nobody's to decline any more.
    await phone.page.getByText('还没派人，谁接谁去').waitFor()
    expect(await button(phone, '拒单').count()).toBe(0)
    expect(await desk.get(`/tickets/${id}`)).toMatchObject({ state: 'new', assignee: null })
  })

  test('messages: explained, asked for, switched on, and one that must arrive; a press opens the ticket', async () => {
    // The push service of the browser's maker is out of reach here: another one stands in, with the same encryption.
    await phone.context.addInitScript((subscription) => {
      let made: object | null = null
      const subscribe = () =>
        Promise.resolve((made = { toJSON: () => subscription, unsubscribe: () => Promise.resolve(true) }))
      Object.assign(PushManager.prototype, { subscribe, getSubscription: () => Promise.resolve(made) })
    }, pushes.subscription)
    await phone.page.goto('/m/phone')
    await phone.page.locator('[data-push=off]').waitFor()
    await judge(phone, 'phone-status')
    const worker = await workerOf(phone)
    await button(phone, '开通推送').click()
    const [sent] = await vi.waitFor(() => {
      expect(pushes.taken.length).toBeGreaterThan(0)
      return pushes.taken
    })
    await worker.deliver(sent!.message as PushedMessage)
    await phone.page.locator('[data-push=arrived]').waitFor()
    await phone.page.getByRole('listitem').filter({ hasText: '收推送' }).getByText('可以').waitFor()
    await judge(phone, 'phone-push')

    // The daily check is shown without a sound, and the phone itself says that it has arrived.
    await worker.subscribed(pushes.subscription.endpoint)
    await worker.deliver({ key: 'daily', title: '守望：每日自检', text: '不用处理', priority: 4, purpose: 'heartbeat' })
    const heard = () =>
      phone.page.evaluate(async () => {
        const { items } = (await (await fetch('/api/v1/push/subscriptions')).json()) as { items: { heardAt: string }[] }
        return items.map(({ heardAt }) => heardAt !== null)
      })
    await expect.poll(heard).toEqual([true])

    const id = await givenTo('wangjian', '查看阀门')
    const link = `${cable.url}/tickets/${id}`
    await worker.deliver({ key: 'n-1', title: '查看阀门', text: 'B1', link, priority: 2, purpose: 'notice' })
    await worker.press('n-1')
    await phone.page.waitForURL(`**/m/tickets/${id}`)
    await button(phone, /^接单/).waitFor()
    expect(phone.errors).toEqual([])
  })
})
