// Registering tags on the spot in a real Chromium: with the phone's own reader in the app, by the page that the tag opens
// where the browser cannot read tags, and then tapped by a guard. No read is used twice, and the keys stay where they are.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { signTap, type SunTag } from '../../simulators/sun.ts'
import { diversified } from '../../server/sun.ts'
import { adminPassword, openHouse, type House } from '../support/house.ts'
import { signIn } from './browser.ts'
import { layCable, type Cable } from './cable.ts'
import { forgetProfile, holdTag, newProfile, startHandset, type Handset, type HandsetOptions } from './handset.ts'
import { flaws } from './judge.ts'

// Two cores carry the house and a browser: slow, not stuck.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

const shots = process.env['WK_TEST_SHOTS']
const keys = { metaKey: '5a'.repeat(16), fileKey: 'c3'.repeat(16) }
/** A tag of the batch, as its maker wrote it. */
const tagOf = (uid: string): SunTag => ({
  ...{ uid, metaKey: keys.metaKey },
  fileKey: diversified(Buffer.from(keys.fileKey, 'hex'), uid, Buffer.alloc(0)).toString('hex'),
})
const [tag, second] = [tagOf('04A1B2C3D4E5F6'), tagOf('04A1B2C3D4E5F7')]
const plain = '04000000000002'

let house: House
let cable: Cable
const profiles: string[] = []

beforeAll(async () => {
  house = await openHouse()
  cable = await layCable(house.url)
  const { admin } = house
  await admin.create('/sites', { id: 'hq', name: { 'zh-CN': '总部', en: 'Head office' }, timezone: 'Asia/Shanghai' })
  await admin.create('/zones', { id: 'b2', site: 'hq', name: { 'zh-CN': 'B2 层', en: 'Level B2' } })
  await admin.create('/tag-batches', { id: 'b-2026', site: 'hq', name: { 'zh-CN': '秋季一批', en: 'Autumn' }, ...keys })
  const rows = [
    'cp-1,B2 配电房,B2 switch room,b2,,',
    `cp-2,大堂东门,East door,,uid,${plain}`,
    'cp-3,水泵房,Pump room,b2,,',
  ]
  const csv = ['id,site,name_zh,name_en,zone,tag,uid', ...rows.map((row) => row.replace(',', ',hq,'))].join('\n')
  await admin.act('/checkpoints/import', { csv, dryRun: false })
  for (const [username, name, role] of [
    ['sunli', '孙莉', 'supervisor'],
    ['chenhao', '陈浩', 'guard'],
  ])
    await admin.create('/users', { username, name, role, password: adminPassword })
})
afterAll(async () => {
  await cable?.close()
  await house?.leave()
  for (const profile of profiles) await forgetProfile(profile)
})

async function phoneOf(username: string, options: HandsetOptions = {}): Promise<Handset> {
  const profile = await newProfile()
  profiles.push(profile)
  const phone = await startHandset(profile, cable.url, options)
  await signIn(phone.page, username, adminPassword)
  return phone
}
const urlOf = (of: SunTag, counter: number): string =>
  `${cable.url}/t?${new URLSearchParams(signTap(of, counter, '0102030405')).toString()}`
const button = ({ page }: Handset, name: string | RegExp) => page.getByRole('button', { name })
async function judge({ page }: Handset, name: string): Promise<void> {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
  expect({ name, flaws: await flaws(page) }).toEqual({ name, flaws: [] })
}
const tagAt = async (id: string) => (await house.admin.get(`/checkpoints/${id}`)).tag

test('a signed tag is verified, registered, tried, moved with a yes, and tapped by a guard', async () => {
  const lead = await phoneOf('sunli')
  await lead.page.goto('/m')
  await lead.page.getByRole('link', { name: '登记标签' }).click()
  await button(lead, /B2 配电房/).waitFor()
  await judge(lead, 'enrol-choose')
  await lead.page.getByRole('searchbox').fill('配电')
  await button(lead, /大堂东门/).waitFor({ state: 'detached' })
  await button(lead, /B2 配电房/).click()
  await judge(lead, 'enrol-read')
  await button(lead, '点这里，再贴标签').click()
  await holdTag(lead.page, tag.uid, urlOf({ ...tag, fileKey: '99'.repeat(16) }, 4))
  await lead.page.getByText('没有一批密钥对得上').waitFor()
  await judge(lead, 'enrol-refused')
  await holdTag(lead.page, tag.uid, urlOf(tag, 5))
  await lead.page.getByText('签名已核实，批次“秋季一批”').waitFor()
  await judge(lead, 'enrol-signed')
  expect(await tagAt('cp-1')).toBeNull()
  await button(lead, '登记到“B2 配电房”').click()
  await lead.page.getByText('再碰一次，看能不能用').waitFor()
  await judge(lead, 'enrol-try')
  expect(await tagAt('cp-1')).toEqual({ type: 'ntag424', uid: tag.uid, batch: 'b-2026' })
  await holdTag(lead.page, tag.uid, urlOf(tag, 5))
  await lead.page.getByText('还是刚才那一次').waitFor()
  await holdTag(lead.page, tag.uid, urlOf(tag, 6))
  await lead.page.getByText('第 6 次读取').waitFor()
  await judge(lead, 'enrol-works')

  await button(lead, '下一个巡更点').click()
  await button(lead, /大堂东门/).click()
  await holdTag(lead.page, tag.uid, urlOf(tag, 7))
  await lead.page.getByText('现在登记在“B2 配电房”').waitFor()
  await button(lead, '登记到“大堂东门”').click()
  await lead.page.getByText(`这个巡更点已有标签 ${plain}，这张标签登记在“B2 配电房”`).waitFor()
  await judge(lead, 'enrol-replace')
  expect(await tagAt('cp-2')).toMatchObject({ uid: plain })
  await button(lead, '确认换掉').click()
  await lead.page.getByText('已登记到“大堂东门”').waitFor()
  expect([await tagAt('cp-1'), (await tagAt('cp-2')).uid]).toEqual([null, tag.uid])
  expect((await house.admin.get('/taps')).items).toEqual([])
  expect(lead.errors).toEqual([])
  await lead.close()

  const guard = await phoneOf('chenhao')
  await button(guard, '点这里，再贴标签').click()
  await holdTag(guard.page, tag.uid, urlOf(tag, 8))
  await guard.page.getByText('A 级：加密标签，实时').waitFor()
  const { items } = await house.admin.get('/taps')
  expect(items).toMatchObject([{ by: 'chenhao', checkpoint: 'cp-2', grade: 'A', counter: 8, status: 'accepted' }])
  // What the supervisor's phone read for the registration is nobody's tap any more.
  await guard.page.goto(urlOf(tag, 7))
  await guard.page.getByText('请在现场重新贴标签').waitFor()
  await guard.page.goto('/m/enrol')
  await guard.page.getByText('登记标签由主管或管理员来做').waitFor()
  await guard.close()
})

test('without Web NFC the page that the tag opens leads into it; a new checkpoint is made on the way', async () => {
  const lead = await phoneOf('sunli', { nfc: false, theme: 'dark' })
  await lead.page.goto('/m/enrol')
  await button(lead, '新建巡更点').click()
  await lead.page.getByLabel('名称（中文）').fill('天台风机房')
  await lead.page.getByLabel('名称（英文）').fill('Roof fans')
  await lead.page.getByLabel('区域').selectOption('b2')
  await button(lead, '重点部位').click()
  await judge(lead, 'enrol-new')
  await button(lead, '建好，去贴标签').click()
  await lead.page.getByText('点弹出的通知').waitFor()
  await judge(lead, 'enrol-read-url')
  await lead.page.goto(urlOf(second, 1))
  await lead.page.getByRole('heading', { name: '标签还没登记' }).waitFor()
  await judge(lead, 'enrol-landing')
  await lead.page.getByRole('link', { name: '登记到巡更点' }).click()
  await button(lead, '用刚才贴的标签').click()
  await lead.page.getByText('签名已核实').waitFor()
  await button(lead, '登记到“天台风机房”').click()
  await lead.page.getByText('就能用。不用按打卡').waitFor()
  await judge(lead, 'enrol-try-url')
  const points = (await house.admin.get('/checkpoints')).items
  expect(points.find((point: any) => point.tag?.uid === second.uid)).toMatchObject({
    ...{ name: { 'zh-CN': '天台风机房', en: 'Roof fans' }, zone: 'b2', key: true },
  })
  await lead.page.goto(urlOf(second, 2))
  await lead.page.getByRole('heading', { name: '天台风机房' }).waitFor()
  await lead.close()
})

test('a plain tag is registered by the number printed on it; in English; and not without a network', async () => {
  const lead = await phoneOf('sunli', { nfc: false })
  await lead.page.goto('/m/me')
  // The language is the person's own: it must have been heard before the next page asks for it.
  const heard = lead.page.waitForResponse((answer) => answer.request().method() === 'PATCH')
  await button(lead, 'English').click()
  await heard
  await lead.page.goto('/m/enrol')
  await button(lead, /Pump room/).waitFor()
  await judge(lead, 'enrol-choose-en')
  await button(lead, /Pump room/).click()
  await button(lead, 'Not readable? Type the number printed on it').click()
  await lead.page.getByLabel(/^UID/).fill('04 00 00')
  await button(lead, 'Use this UID').click()
  await lead.page.getByText('A UID has 14 digits').waitFor()
  await judge(lead, 'enrol-uid-en')
  await lead.page.getByLabel(/^UID/).fill('04:00:00:00:00:00:03')
  await button(lead, 'Use this UID').click()
  await lead.page.getByText('taps here are grade D').waitFor()
  await judge(lead, 'enrol-plain-en')
  cable.mode = 'cut'
  await lead.context.setOffline(true)
  await button(lead, 'Register at Pump room').click()
  await lead.page.getByText('Registering needs a network').first().waitFor()
  await judge(lead, 'enrol-offline-en')
  expect(await tagAt('cp-3')).toBeNull()
  cable.mode = 'plugged'
  await lead.context.setOffline(false)
  await button(lead, 'Register at Pump room').click()
  await lead.page.getByText('This phone cannot read tags without an address').waitFor()
  expect(await tagAt('cp-3')).toEqual({ type: 'uid', uid: '04000000000003' })
  await lead.close()
})
