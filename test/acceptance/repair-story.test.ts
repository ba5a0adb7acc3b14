// From the fault to the repair that the machine agrees with, over real wires: a simulated pump trips, people are told by
// robot and push, a technician works on a real phone, the machine says no and then yes, a second person verifies, and
// whoever waited for it says how it was.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Incident } from '../../core/contracts/incident.ts'
import type { Ticket } from '../../core/contracts/ticket.ts'
import { pumpTrip } from '../../simulators/scenarios/pump-trip.ts'
import { openBrowser, visit } from '../browser/browser.ts'
import type { Handset } from '../browser/handset.ts'
import { device, eventually, minute, openStage, second, type Stage } from './repair-stage.ts'

// Two cores carry the house and a browser: slow, not stuck.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 })

const labelled = (id: string, label: string, more: object) => ({ id, label: { 'zh-CN': label, en: label }, ...more })
const policy = {
  ...{ type: 'fault', response: '30m', resolution: '2h', stopsAt: 'finish', warnShare: 0.8, hold: '2m' },
  pauses: ['parts', 'access'],
  checks: [
    labelled('lock', '断电挂牌（拍照）', { photo: true }),
    labelled('ohm', '测绝缘', { kind: 'number', unit: 'MΩ', min: 1, max: 500 }),
  ],
}
const scenario = `/simulator/scenarios/${pumpTrip.id}`

let stage: Stage
beforeAll(async () => {
  stage = await openStage(policy)
})
afterAll(() => stage?.leave())

const button = ({ page }: Handset, name: string | RegExp) => page.getByRole('button', { name })
const verdictOn = ({ page }: Handset, state: string) =>
  page.locator(`[data-verdict=${state}]`).waitFor({ timeout: 60_000 })
const verify = (name: string, ticket: string) => stage.as(name).call('POST', `/tickets/${ticket}/verify`, {})

/** One incident and one ticket, linked both ways; the desk has seen the incident. */
async function trips(): Promise<{ incident: string; fresh: Ticket }> {
  const { admin } = stage.house
  await admin.act(`${scenario}/start`)
  await stage.pass(15 * second)
  const incidents: Incident[] = (await admin.get(`/incidents?device=${device}&rule=pump-trip`)).items
  expect(incidents).toHaveLength(1)
  const incident = incidents[0]!.id
  const fresh = await stage.ticket()
  expect(fresh).toMatchObject({ state: 'new', type: 'fault', incident, assignee: null, source: 'rule' })
  expect(await admin.get(`/incidents/${incident}`)).toMatchObject({ active: true, ticket: fresh.id })
  await stage.as('liqian').act(`/incidents/${incident}/acknowledge`)
  return { incident, fresh }
}

/** The electrician on duty hears of it at once, from the group's robot and on his phone. */
async function tellsWhoIsOnDuty({ id, number, priority }: Ticket): Promise<void> {
  await eventually(() => expect(stage.toldOf(id, 'wangqiang')).toHaveLength(1))
  const [message] = stage.toldOf(id, 'wangqiang')
  expect(message).toMatchObject({ purpose: 'notice', priority })
  expect(message.text).toContain('B1 生活泵 1#')
  expect(message.text).toContain(`#${number}`)
  const ofGroup = () => stage.robot.taken.filter(({ text }) => text.includes(`#${number}`))
  await eventually(() => expect(ofGroup()).toHaveLength(1))
  expect(ofGroup()[0]!.text).toContain('B1 生活泵 1#')
}

/** He does not answer: he is told once more, and ten minutes after the first time his supervisor is. */
async function climbs({ id }: Ticket): Promise<void> {
  const rung = Date.parse((await stage.climb(id)).startedAt)
  await stage.pass(rung + 10 * minute - 5 * second - stage.house.now())
  await eventually(() => expect(stage.toldOf(id, 'wangqiang')).toHaveLength(2))
  expect((await stage.notices(id)).filter(({ to }) => to === 'zhangyu')).toEqual([])
  await stage.pass(10 * second)
  await eventually(() => expect(stage.toldOf(id, 'zhangyu')).toHaveLength(1))
  const notice = (await stage.notices(id)).find(({ to }) => to === 'zhangyu')!
  const waited = Date.parse(notice.createdAt) - rung
  expect(waited).toBeGreaterThanOrEqual(10 * minute)
  expect(waited).toBeLessThan(10 * minute + 2 * second)
}

/** The supervisor gives it to whom the system proposes first. */
async function dispatches({ id }: Ticket): Promise<string> {
  const chief = stage.as('zhangyu')
  expect(JSON.stringify(await chief.get(`/tickets/${id}/proposal`))).toContain('"wangqiang"')
  await chief.act(`/tickets/${id}/dispatch`, { user: 'wangqiang' })
  await stage.pass(second)
  await eventually(() => expect(stage.toldOf(id, 'wangqiang')).toHaveLength(3))
  return stage.toldOf(id, 'wangqiang')[2].link as string
}

async function accepts(his: Handset, { id, number }: Ticket): Promise<void> {
  await his.page.getByRole('heading', { name: `工单 #${number}` }).waitFor()
  await his.page.getByText('B1 生活泵 2# 已顶上').waitFor()
  await button(his, /^接单/).click()
  await his.page.getByText('由您领走到').waitFor()
  const accepted = await stage.ticket()
  expect(accepted).toMatchObject({ state: 'accepted', assignee: 'wangqiang', lease: { by: 'wangqiang' } })
  expect(accepted.clocks.response).toMatchObject({ state: 'stopped', breached: false })
  expect(await stage.climb(id)).toMatchObject({ state: 'stopped', stopped: 'accepted', nextAt: null })
}

async function arrives(his: Handset): Promise<void> {
  await button(his, '点这里，再贴标签').click()
  await stage.tapPump(his, 1)
  await his.page.getByText('已到场').waitFor()
  const there = { by: 'wangqiang', how: 'tap' }
  await eventually(async () => expect((await stage.ticket()).arrival).toMatchObject(there))
}

async function answersChecks(his: Handset): Promise<void> {
  const photo = await his.page.screenshot({ type: 'jpeg' })
  const lock = his.page.getByRole('group', { name: '断电挂牌（拍照）' })
  await lock.locator('input[type=file]').setInputFiles({ name: 'p.jpg', mimeType: 'image/jpeg', buffer: photo })
  await lock.getByRole('img').waitFor()
  await lock.getByRole('button', { name: '合格', exact: true }).click()
  const ohm = his.page.getByRole('group', { name: '测绝缘' })
  await ohm.getByRole('textbox').fill('2.4')
  await ohm.getByRole('button', { name: '合格', exact: true }).click()
  await ohm.waitFor({ state: 'detached' })
}

async function finishes(his: Handset): Promise<void> {
  await his.page.getByLabel('做了什么').fill('更换热继电器')
  await button(his, /完成并请求验收/).click()
  await verdictOn(his, 'watching')
  const { state, finishedBy, verdict, proof, checks } = await stage.ticket()
  expect({ state, finishedBy }).toEqual({ state: 'done', finishedBy: 'wangqiang' })
  expect([verdict!.state, proof!.how, proof!.by]).toEqual(['watching', 'tap', 'wangqiang'])
  expect(checks.map(({ answer }) => [answer!.ok, answer!.value ?? null])).toEqual([
    [true, null],
    [true, 2.4],
  ])
  const photo = await stage.house.admin.call('GET', `/files/${checks[0]!.answer!.photos![0]}`)
  expect(photo.headers.get('content-type')).toBe('image/jpeg')
}

/** Nothing was repaired: the machine says no, and the ticket is his again. */
async function isDoubted(his: Handset, { id }: Ticket): Promise<void> {
  await stage.pass(2 * minute + 30 * second)
  await verdictOn(his, 'not_healthy')
  await his.page.getByText('被退回，请继续处理').waitFor()
  const back = await stage.ticket()
  expect(back).toMatchObject({ state: 'working', assignee: 'wangqiang', verdict: { state: 'not_healthy' } })
  expect(back.clocks.resolution.state).toBe('running')
  expect((await verify('zhangyu', id)).status).toBe(409)
}

/** A new tap, and the machine is watched until it has been well for the hold time; nobody may say so before. */
async function isRepaired(his: Handset, incident: string, { id }: Ticket): Promise<void> {
  await stage.house.admin.act(`${scenario}/stop`)
  await stage.pass(10 * second)
  expect(await stage.house.admin.get(`/incidents/${incident}`)).toMatchObject({ active: false })
  await button(his, '点这里，再贴标签').click()
  await stage.tapPump(his, 2)
  await button(his, /完成并请求验收/).click()
  await verdictOn(his, 'watching')
  const early = await verify('zhangyu', id)
  expect([early.status, early.body.code]).toEqual([409, 'verdict_needed'])
  await stage.pass(2 * minute + 30 * second)
  await verdictOn(his, 'proposed_good')
}

async function isVerified({ id }: Ticket): Promise<void> {
  expect((await verify('wangqiang', id)).status).toBe(403)
  const answer = await verify('zhangyu', id)
  expect([answer.status, answer.body.state, answer.body.finishedBy]).toEqual([200, 'verified', 'wangqiang'])
}

/** Whoever waited for it opens the page on a phone of his own, where nobody is signed in. */
async function isRated({ id }: Ticket): Promise<void> {
  const { url } = await stage.as('liqian').act(`/tickets/${id}/link`)
  const browser = await openBrowser()
  const { page, errors, strangers } = await visit(browser, stage.house.url, { width: 390, height: 844 })
  await page.goto(url)
  await page.locator('input[name=score][value="5"]').check()
  await page.locator('form button').click()
  await page.locator('.done').waitFor()
  expect(await page.locator('input[name=score]').count()).toBe(0)
  expect({ errors, strangers }).toEqual({ errors: [], strangers: [] })
  await browser.close()
  const closed = await stage.as('zhangyu').act(`/tickets/${id}/close`)
  expect(closed).toMatchObject({ state: 'closed', rating: { score: 5 } })
}

async function figuresShowIt(began: number): Promise<void> {
  const { timeline, clocks } = await stage.ticket()
  const own = timeline.filter(({ by }) => by === 'wangqiang').map(({ type }) => type)
  expect(own).toEqual(['accepted', 'leased', 'arrived', 'checked', 'checked', 'finished', 'finished'])
  expect(clocks.resolution).toMatchObject({ state: 'stopped', breached: false })
  expect(clocks.resolution.intervals).toHaveLength(2)
  const span = { from: new Date(began).toISOString(), to: new Date(stage.house.now()).toISOString() }
  const stats = await stage.as('zhangyu').get(`/tickets/stats?${new URLSearchParams(span).toString()}`)
  const [machine] = stats.devices.filter(({ id }: { id: string }) => id === device)
  const [person] = stats.people.filter(({ id }: { id: string }) => id === 'wangqiang')
  const row = { tickets: 1, response: { count: 1, kept: 1 }, resolution: { count: 1, kept: 1 } }
  expect([machine, person]).toMatchObject([row, row])
  expect(machine.response.median).toBeGreaterThan(10 * minute)
  expect(machine.response.median).toBeLessThan(11 * minute)
  expect(machine.waited.median).toBeGreaterThan(machine.resolution.median)
  expect(stats.rating).toEqual({ rate: 1, answers: 1, kept: true, target: 0.9 })
}

/** After it was taken only the worker heard what came back, nothing went under two keys, and no robot was provoked. */
async function nobodyWasBothered({ id }: Ticket): Promise<void> {
  const notices = await stage.notices(id)
  expect(new Set(notices.map(({ key }) => key)).size).toBe(notices.length)
  const { stoppedAt } = (await stage.ticket()).clocks.response
  // Once it was taken, only that the machine had said no, to whoever did the work.
  const later = notices.filter(({ createdAt }) => createdAt > stoppedAt!)
  expect(later.map(({ to }) => to)).toEqual(['wangqiang'])
  expect(later[0]!.text).toContain('没有通过')
  expect(['wangqiang', 'zhangyu'].map((name) => stage.toldOf(id, name).length)).toEqual([4, 1])
  expect(stage.robot.faults).toEqual([])
}

test('a pump trips; told, climbed, accepted, worked, doubted, repaired, verified and rated', async () => {
  await stage.pass(minute)
  const began = stage.house.now()
  const { incident, fresh } = await trips()
  await tellsWhoIsOnDuty(fresh)
  await climbs(fresh)
  const his = await stage.pickUp(await dispatches(fresh))
  await accepts(his, fresh)
  await stage.pass(5 * minute)
  await arrives(his)
  await answersChecks(his)
  await finishes(his)
  await isDoubted(his, fresh)
  await isRepaired(his, incident, fresh)
  await isVerified(fresh)
  await isRated(fresh)
  await figuresShowIt(began)
  await nobodyWasBothered(fresh)
  expect(his.errors).toEqual([])
})
