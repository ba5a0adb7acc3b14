// The guard's phone in a real Chromium: a shift without a network, killed, restarted, updated, and then every deed on the
// server once, in order, at its time; and every page of the app by eye of axe and by ruler.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { adminPassword, openHouse, type House } from '../support/house.ts'
import { Caller } from '../support/caller.ts'
import { signIn } from './browser.ts'
import { layCable, type Cable } from './cable.ts'
import { forgetProfile, holdTag, installed, newProfile, startHandset, waitFor, type Handset } from './handset.ts'
import { flaws } from './judge.ts'

// Two cores carry the house and a browser: slow, not stuck.
vi.setConfig({ testTimeout: 300_000 })

let house: House
let cable: Cable
let guard: Caller

const count = 200
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const uidOf = (i: number) => `04AA000000${i.toString(16).padStart(4, '0').toUpperCase()}`
const codeOf = (i: number) => `AAA${[1024, 32, 1].map((place) => letters[Math.floor(i / place) % 32]).join('')}`

/** A site with 200 tagged checkpoints and two people who walk. */
beforeAll(async () => {
  house = await openHouse()
  cable = await layCable(house.url)
  const { admin } = house
  await admin.create('/sites', { id: 'hq', name: '总部', timezone: 'Asia/Shanghai', phone: '0571 8700 0110' })
  const rows = Array.from({ length: count }, (_, i) => `cp-${i},hq,点 ${i},${codeOf(i)},uid,${uidOf(i)}`)
  await admin.act('/checkpoints/import', { csv: ['id,site,name_zh,code,tag,uid', ...rows].join('\n'), dryRun: false })
  const checks = [
    { id: 'hose', name: '水带、水枪、阀门齐全' },
    { id: 'gauge', name: '压力', type: 'number', unit: 'MPa', min: 0.25, max: 0.4 },
  ]
  await admin.call('PATCH', '/checkpoints/cp-199', { checks })
  for (const [username, name] of [
    ['chenhao', '陈浩'],
    ['zhaomin', '赵敏'],
  ])
    await admin.create('/users', { username, name, role: 'guard', password: adminPassword })
  guard = new Caller(house.url)
  await guard.signIn('chenhao', adminPassword)
})
afterAll(async () => {
  await cable?.close()
  await house?.leave()
})

/** A round whose first stop must be tapped within seconds, so that it is missed while the phone is cut off. */
async function startRound(): Promise<string> {
  const stops = [
    { checkpoint: 'cp-0', from: 0, until: 0.75 },
    { checkpoint: 'cp-1', from: 0, until: 600 },
  ]
  await house.admin.create('/routes', { id: 'night', site: 'hq', name: '夜巡 A · 地库', stops, graceMinutes: 0 })
  const round = await house.admin.create('/rounds', { route: 'night', guard: 'chenhao' })
  return round.id as string
}

const startNfc = (page: Handset['page']) => page.getByRole('button', { name: '点这里，再贴标签' }).click()
const home = (page: Handset['page']) => page.getByRole('button', { name: /SOS/ }).waitFor()
/** Cuts or plugs both: the cable itself, and the network of the browser by the DevTools protocol. */
async function cut(phone: Handset, offline: boolean): Promise<void> {
  cable.mode = offline ? 'cut' : 'plugged'
  await phone.context.setOffline(offline)
}

async function reportFinding(page: Handset['page'], photo: Buffer, i: number): Promise<void> {
  await page.getByRole('link', { name: '上报异常' }).click()
  await page.locator('select').selectOption(`cp-${i}`)
  await page.locator('input[type=file]').setInputFiles({ name: 'p.jpg', mimeType: 'image/jpeg', buffer: photo })
  await page.getByRole('img').waitFor()
  await page.getByRole('button', { name: '漏水' }).click()
  await page.getByRole('button', { name: '提交' }).click()
  await home(page)
}

async function everyTap(): Promise<any[]> {
  const items: any[] = []
  let cursor = ''
  do {
    const page = await house.admin.get(`/taps?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
    items.push(...page.items)
    cursor = page.nextCursor ?? ''
  } while (cursor !== '')
  return items
}

test('a shift without a network: killed, restarted, updated, and then everything is there once, in order', async () => {
  const profile = await newProfile()
  let phone = await startHandset(profile, cable.url)
  await signIn(phone.page, 'chenhao', adminPassword)
  await phone.page.waitForURL('**/m')
  const round = await startRound()
  await phone.page.reload()
  await phone.page.getByRole('heading', { name: '点 0' }).waitFor()
  await installed(phone.page)
  const photo = await phone.page.screenshot({ type: 'jpeg', quality: 95 })

  await cut(phone, true)
  await phone.page.getByRole('button', { name: '到岗' }).click()
  await waitFor(phone.page, 1)
  await startNfc(phone.page)
  const began = Date.now()
  for (let i = 0; i < count; i++) {
    await holdTag(phone.page, uidOf(i).toLowerCase())
    await waitFor(phone.page, i + 2)
  }
  const ended = Date.now()
  // The same tag again within the minute is the same tap.
  await holdTag(phone.page, uidOf(count - 1))
  for (let i = 0; i < 10; i++) await reportFinding(phone.page, photo, i)
  await waitFor(phone.page, count + 11)

  // The server's own deadline passes while nobody hears the phone.
  await vi.waitFor(async () => expect((await house.admin.get(`/rounds/${round}`)).visits[0].state).toBe('missed'), {
    timeout: 90_000,
    interval: 500,
  })
  await phone.kill()

  const starts: number[] = []
  for (let i = 0; i < 3; i++) {
    phone = await startHandset(profile, cable.url)
    await phone.context.setOffline(true)
    const at = performance.now()
    await phone.page.goto('/m')
    await home(phone.page)
    await waitFor(phone.page, count + 11)
    starts.push(performance.now() - at)
    if (i < 2) await phone.close()
  }
  const median = starts.toSorted((a, b) => a - b)[1]!
  console.log(`cold start offline: ${starts.map((ms) => `${Math.round(ms)} ms`).join(', ')}`)
  expect(median).toBeLessThanOrEqual(2000)

  // The product is upgraded: the app's files come, the product itself is still out of reach.
  cable.edition = 2
  cable.mode = 'files'
  await phone.context.setOffline(false)
  await phone.page.evaluate(() =>
    navigator.serviceWorker.ready.then((registration) => registration.update()).then(() => undefined),
  )
  await Promise.all([phone.page.waitForEvent('load'), phone.page.getByRole('button', { name: /有新版本/ }).click()])
  expect(await phone.page.locator('meta[name=edition]').getAttribute('content')).toBe('2')
  await waitFor(phone.page, count + 11)

  await cut(phone, false)
  await waitFor(phone.page, 0)
  expect(phone.errors).toEqual([])
  await phone.close()
  await forgetProfile(profile)

  const taps = (await everyTap()).filter((tap) => tap.by === 'chenhao')
  expect(taps.map((tap) => tap.status)).toEqual(taps.map(() => 'accepted'))
  const inOrder = taps.toSorted((a, b) => a.at.localeCompare(b.at)).map((tap) => tap.uid)
  expect(inOrder).toEqual(Array.from({ length: count }, (_, i) => uidOf(i)))
  for (const tap of taps) {
    expect(Date.parse(tap.at)).toBeGreaterThan(began - 2000)
    expect(Date.parse(tap.at)).toBeLessThan(ended + 2000)
    expect(Date.parse(tap.receivedAt)).toBeGreaterThan(ended)
  }
  const findings = (await house.admin.get('/findings?limit=100')).items
  expect(findings.map((finding: any) => finding.checkpoint).sort()).toEqual(
    Array.from({ length: 10 }, (_, i) => `cp-${i}`),
  )
  for (const finding of findings) {
    expect(finding).toMatchObject({ by: 'chenhao', text: '漏水', photos: [expect.any(String)] })
    const file = await house.admin.call('GET', `/files/${finding.photos[0]}`)
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
    expect(Number(file.headers.get('content-length'))).toBeLessThanOrEqual(300_000)
  }
  expect((await house.admin.get('/duties')).items).toMatchObject([{ user: 'chenhao', endedAt: null }])

  const walked = await house.admin.get(`/rounds/${round}`)
  expect(walked.visits.map((visit: any) => visit.state)).toEqual(['late_synced', 'on_time'])
  const missed = (await house.admin.get('/incidents?limit=100')).items.filter(
    (i: any) => i.rule === 'checkpoint-missed',
  )
  expect(missed).toHaveLength(1)
  const { timeline } = await house.admin.get(`/incidents/${missed[0].id}`)
  expect(timeline.map((entry: any) => entry.type)).toContain('annotated')
})

describe.each([
  [390, 844, 'light'],
  [360, 640, 'dark'],
] as const)('at %i × %i, %s', (width, height, theme) => {
  let profile: string
  let phone: Handset
  beforeAll(async () => {
    cable.mode = 'plugged'
    profile = await newProfile()
    phone = await startHandset(profile, cable.url, { width, height, theme })
    await signIn(phone.page, 'zhaomin', adminPassword)
    await phone.page.waitForURL('**/m')
    await home(phone.page)
  })
  afterAll(async () => {
    await phone?.close()
    await forgetProfile(profile)
  })

  async function judge(name: string) {
    expect({ name, found: await flaws(phone.page) }).toEqual({ name, found: [] })
  }

  test('every page is readable, large enough and no wider than the phone', async () => {
    for (const path of ['/m', '/m/code', '/m/report', '/m/queue', '/m/me', '/m/phone']) {
      await phone.page.goto(path)
      await phone.page.getByRole('heading', { level: 1 }).waitFor()
      await judge(path)
    }
  })

  test('a tap, its checks and what came back', async () => {
    await phone.page.goto('/m')
    await startNfc(phone.page)
    await holdTag(phone.page, uidOf(199))
    await phone.page
      .getByRole('status')
      .getByRole('link', { name: /填检查/ })
      .waitFor()
    await judge('tap')
    await phone.page
      .getByRole('status')
      .getByRole('link', { name: /填检查/ })
      .click()
    await phone.page.getByRole('button', { name: '异常' }).click()
    await phone.page.getByLabel('压力').fill('0,5')
    await judge('checks')
    const done = phone.page.getByRole('button', { name: '完成检查' })
    expect(await done.isDisabled()).toBe(true)
    const buffer = await phone.page.screenshot({ type: 'jpeg' })
    for (let i = 0; i < 2; i++) {
      await phone.page
        .locator('input[type=file]')
        .nth(i)
        .setInputFiles({ name: 'p.jpg', mimeType: 'image/jpeg', buffer })
      await phone.page.getByRole('img').nth(i).waitFor()
    }
    await done.click()
    await waitFor(phone.page, 0)
    const tap = (await house.admin.get('/taps?limit=1')).items[0]
    expect(tap).toMatchObject({ by: 'zhaomin', checkpoint: 'cp-199', grade: 'D' })
    expect(tap.checks).toMatchObject([
      { id: 'hose', ok: false },
      { id: 'gauge', ok: false, value: 0.5 },
    ])
    const found = (await house.admin.get('/findings?limit=100')).items.filter((f: any) => f.checkpoint === 'cp-199')
    expect(found.map((finding: any) => finding.check)).toEqual(expect.arrayContaining(['hose', 'gauge']))
  })

  test('a code that nobody knows comes back with its reason, and is put away', async () => {
    await phone.page.goto('/m/code')
    await phone.page.getByRole('textbox').fill('zzz 999')
    await phone.page.getByRole('button', { name: '打卡' }).click()
    await phone.page.getByRole('link', { name: /被退回/ }).click()
    await phone.page.getByRole('listitem').getByText('没有这个点位码').waitFor()
    await judge('returned')
    await phone.page.getByRole('button', { name: '收起' }).click()
    await phone.page.getByRole('button', { name: '收起' }).waitFor({ state: 'detached' })
  })

  test('help: held two seconds; without a network it says so and gives the telephone', async () => {
    await phone.page.goto('/m')
    await home(phone.page)
    await cut(phone, true)
    const sos = phone.page.getByRole('button', { name: /SOS/ })
    const { x, y, width: w, height: h } = (await sos.boundingBox())!
    const press = async (until: () => Promise<void>) => {
      await phone.page.mouse.move(x + w / 2, y + h / 2)
      await phone.page.mouse.down()
      await until()
      await phone.page.mouse.up()
    }
    await press(() => phone.page.getByRole('button', { name: /按住别松手/ }).waitFor())
    expect(await phone.page.getByRole('alertdialog').count()).toBe(0)
    await press(() => phone.page.getByRole('alertdialog').waitFor())
    await phone.page.getByRole('heading', { name: '没有网络，监控室没有收到' }).waitFor()
    expect(await phone.page.getByRole('link', { name: /打监控室/ }).getAttribute('href')).toBe('tel:057187000110')
    await judge('help')
    await cut(phone, false)
    await phone.page.getByRole('heading', { name: /监控室已收到/ }).waitFor()
    const cries = (await house.admin.get('/incidents?state=open&limit=100')).items.filter((i: any) => i.priority === 1)
    expect(cries.length).toBeGreaterThan(0)
  })

  test('a safety call stands in front of everything and is answered with one press', async () => {
    await phone.page.goto('/m')
    await home(phone.page)
    const asked = await house.admin.create('/calls', { type: 'safety', user: 'zhaomin', within: '5m' })
    await phone.page.reload()
    const answer = phone.page.getByRole('button', { name: '我平安' })
    await answer.waitFor()
    await judge('call')
    await answer.click()
    await answer.waitFor({ state: 'detached' })
    await waitFor(phone.page, 0)
    const calls = (await house.admin.get('/calls?limit=100')).items
    expect(calls.find((call: any) => call.id === asked.id)).toMatchObject({ state: 'answered' })
  })

  test('a tag that was tapped without a network waits in this browser', async () => {
    await phone.page.goto('/m')
    await home(phone.page)
    await cut(phone, true)
    await phone.page.goto(`/t?code=${codeOf(3)}`)
    await phone.page.getByRole('button', { name: '打卡' }).waitFor()
    await judge('tag')
    await phone.page.getByRole('button', { name: '打卡' }).click()
    await phone.page.getByText('待上传').waitFor()
    await cut(phone, false)
    await phone.page.goto('/m')
    await waitFor(phone.page, 0)
    const { items } = await house.admin.get('/taps?limit=1')
    expect(items[0]).toMatchObject({ by: 'zhaomin', checkpoint: 'cp-3', grade: 'E' })
  })
})
