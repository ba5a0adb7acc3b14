// From the fault to the repair that the machine agrees with, over real wires: a simulated pump trips, people are told by
// robot and push, a technician works on a real phone, the machine says no and then yes, a second person verifies, and
// whoever waited for it says how it was. The clock alone is turned by hand, for the house and for the phone.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Incident } from '../../core/contracts/incident.ts'
import { demoEstate } from '../../simulators/estate.ts'
import { startOf } from '../../simulators/play.ts'
import { pumpTrip } from '../../simulators/scenarios/pump-trip.ts'
import { signTap, type SunTag } from '../../simulators/sun.ts'
import { signInAsDemo } from '../browser/browser.ts'
import { forgetProfile, holdTag, newProfile, startHandset, waitFor, type Handset } from '../browser/handset.ts'
import { Caller } from '../support/caller.ts'
import { root } from '../support/house.ts'
import { dingtalkStandIn, type StandIn } from '../support/providers.ts'
import { startPushService, type PushService } from '../support/push-service.ts'
import { openTimedHouse, type TimedHouse } from '../support/timed-house.ts'

// Two cores carry the house and a browser: slow, not stuck.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 })

const [second, minute] = [1000, 60_000]
const device = 'pump-b1-1'
const tag = demoEstate.checkpoints.find(({ id }) => id === 'cp-a-2')!.tag as SunTag
const secret = 'SEC-of-the-group'
const labelled = (id: string, label: string, more: object = {}) => ({
  id,
  label: { 'zh-CN': label, en: label },
  ...more,
})
const policy = {
  ...{ type: 'fault', response: '30m', resolution: '2h', stopsAt: 'finish', warnShare: 0.8, hold: '2m' },
  pauses: ['parts', 'access'],
  checks: [
    labelled('lock', '断电挂牌（拍照）', { photo: true }),
    labelled('ohm', '测绝缘', { kind: 'number', unit: 'MΩ', min: 1, max: 500 }),
  ],
}

let house: TimedHouse
let robot: StandIn
let phone: Handset | null = null
const pushes = new Map<string, PushService>()
const people = new Map<string, Caller>()
const undo: (() => Promise<unknown>)[] = []
const as = (name: string): Caller => people.get(name)!
const pushedTo = (name: string): any[] => pushes.get(name)!.taken.map(({ message }) => message)

beforeAll(async () => {
  // On the coming day: the browser keeps its session by a clock of its own, which nobody turns.
  const startsAt = startOf(pumpTrip, demoEstate, Date.now())
  const settings = { dashboard: `${root}dashboard/build`, webhookAllow: '127.0.0.0/8' }
  house = await openTimedHouse(startsAt - minute, pumpTrip.seed, settings)
  undo.push(() => house.leave())
  robot = await dingtalkStandIn({ now: () => house.now(), secret })
  undo.push(() => robot.stop())
  const { admin } = house
  const group = { id: 'group', name: '工程群', config: { type: 'dingtalk' }, secrets: { url: robot.url, secret } }
  await admin.create('/channels', group)
  expect((await admin.call('PUT', '/policies', policy)).status).toBe(200)
  for (const name of ['wangqiang', 'liqian', 'zhangyu']) await bringIn(name)
})
afterAll(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

/** Signs a person in and gives him a phone that takes messages. */
async function bringIn(name: string): Promise<void> {
  const caller = new Caller(house.url)
  await caller.signInAsDemo(name)
  const service = await startPushService()
  undo.push(() => service.stop())
  await caller.create('/push/subscriptions', { ...service.subscription, label: name })
  people.set(name, caller)
  pushes.set(name, service)
}

/** Lets time pass for the house, and shows the phone the same time. */
async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 10 * second) {
    await house.pass(Math.min(left, 10 * second))
    await house.settled()
    await phone?.context.clock.setFixedTime(house.now())
  }
}

const ticketOf = async (): Promise<any> => {
  const { items } = await house.admin.get(`/tickets?device=${device}`)
  expect(items).toHaveLength(1)
  return house.admin.get(`/tickets/${items[0].id}`)
}
const climbOf = async (id: string): Promise<any> => (await house.admin.get(`/climbs?of=ticket:${id}`)).items[0]
const noticesTo = async (id: string, to: string | null): Promise<any[]> =>
  (await house.admin.get(`/notices?about=ticket:${id}&limit=500`)).items.filter((one: any) => one.to === to)
/** What reached a person's phone of a ticket. */
const toldOf = (id: string, name: string): any[] =>
  pushedTo(name).filter(({ link }) => String(link).endsWith(`/tickets/${id}`))
const eventually = <T>(look: () => T | Promise<T>): Promise<T> => vi.waitFor(look, { timeout: 20_000, interval: 50 })

/** The next read of the tag at the pump, by the phone. */
async function tapPump(page: Handset['page'], read: number): Promise<void> {
  const said = new URLSearchParams(signTap(tag, 8_000_000 + read, '0102030405'))
  await holdTag(page, tag.uid, `${house.url}/t?${said.toString()}`)
}
const button = ({ page }: Handset, name: string | RegExp) => page.getByRole('button', { name })

async function answerChecks(on: Handset): Promise<void> {
  const photo = await on.page.screenshot({ type: 'jpeg' })
  const lock = on.page.getByRole('group', { name: '断电挂牌（拍照）' })
  await lock.locator('input[type=file]').setInputFiles({ name: 'p.jpg', mimeType: 'image/jpeg', buffer: photo })
  await lock.getByRole('img').waitFor()
  await lock.getByRole('button', { name: '合格', exact: true }).click()
  const ohm = on.page.getByRole('group', { name: '测绝缘' })
  await ohm.getByRole('textbox').fill('2.4')
  await ohm.getByRole('button', { name: '合格', exact: true }).click()
  await ohm.waitFor({ state: 'detached' })
}

/** Starts a technician's phone and opens what a message on it leads to. */
async function pickUp(link: string): Promise<Handset> {
  const profile = await newProfile()
  undo.push(() => forgetProfile(profile))
  const handset = await startHandset(profile, house.url)
  undo.push(() => handset.close())
  phone = handset
  await handset.context.clock.setFixedTime(house.now())
  await signInAsDemo(handset.page, '王强')
  await handset.page.goto(`/m${new URL(link, house.url).pathname}`)
  return handset
}

test('a pump trips; told, climbed, accepted, worked, doubted, repaired, verified and rated', async () => {
  const { admin } = house
  await pass(minute)
  const began = house.now()
  await admin.act(`/simulator/scenarios/${pumpTrip.id}/start`)
  await pass(15 * second)

  // One incident, one ticket, linked both ways.
  const incidents: Incident[] = (await admin.get(`/incidents?device=${device}&rule=pump-trip`)).items
  expect(incidents).toHaveLength(1)
  const incident = incidents[0]!
  const fresh = await ticketOf()
  const { id, number } = fresh
  expect(fresh).toMatchObject({ state: 'new', type: 'fault', incident: incident.id, assignee: null, source: 'rule' })
  expect(await admin.get(`/incidents/${incident.id}`)).toMatchObject({ active: true, ticket: id })
  await as('liqian').act(`/incidents/${incident.id}/acknowledge`)

  // The electrician on duty is told at once, by the group's robot and on his phone.
  await eventually(() => expect(toldOf(id, 'wangqiang')).toHaveLength(1))
  expect(toldOf(id, 'wangqiang')[0]).toMatchObject({ purpose: 'notice', priority: fresh.priority })
  expect(toldOf(id, 'wangqiang')[0].text).toContain('B1 生活泵 1#')
  expect(toldOf(id, 'wangqiang')[0].text).toContain(`#${number}`)
  await eventually(() => expect(robot.taken.filter(({ text }) => text.includes(`#${number}`))).toHaveLength(1))
  expect(robot.faults).toEqual([])

  // He does not answer: he is told once more, and after ten minutes his supervisor is.
  const rung = Date.parse((await climbOf(id)).startedAt)
  await pass(rung + 10 * minute - 5 * second - house.now())
  expect(toldOf(id, 'wangqiang')).toHaveLength(2)
  expect(toldOf(id, 'zhangyu')).toEqual([])
  await pass(10 * second)
  await eventually(() => expect(toldOf(id, 'zhangyu')).toHaveLength(1))
  const [toSupervisor] = await noticesTo(id, 'zhangyu')
  expect(Date.parse(toSupervisor.createdAt) - rung).toBeGreaterThanOrEqual(10 * minute)
  expect(Date.parse(toSupervisor.createdAt) - rung).toBeLessThan(10 * minute + 2 * second)

  // The supervisor gives it to whom the system proposes, and he takes it on his phone.
  const proposal = await as('zhangyu').get(`/tickets/${id}/proposal`)
  expect(JSON.stringify(proposal)).toContain('wangqiang')
  await as('zhangyu').act(`/tickets/${id}/dispatch`, { user: 'wangqiang' })
  await pass(second)
  await eventually(() => expect(toldOf(id, 'wangqiang')).toHaveLength(3))
  const his = await pickUp(toldOf(id, 'wangqiang')[2].link)
  await his.page.getByRole('heading', { name: `工单 #${number}` }).waitFor()
  await his.page.getByText('B1 生活泵 2# 已顶上').waitFor()
  await button(his, /^接单/).click()
  await his.page.getByText('由您领走到').waitFor()
  const accepted = await ticketOf()
  expect(accepted).toMatchObject({ state: 'accepted', assignee: 'wangqiang', lease: { by: 'wangqiang' } })
  expect(accepted.clocks.response).toMatchObject({ state: 'stopped', breached: false })
  expect(await climbOf(id)).toMatchObject({ state: 'stopped', stopped: 'accepted', nextAt: null })

  // There by a tap of the tag in the pump room; checklist with a photo and a number.
  await pass(5 * minute)
  await button(his, '点这里，再贴标签').click()
  await tapPump(his.page, 1)
  await his.page.getByText('已到场').waitFor()
  await answerChecks(his)
  await his.page.getByLabel('做了什么').fill('更换热继电器')
  await button(his, /完成并请求验收/).click()
  await his.page.locator('[data-verdict=watching]').waitFor()
  await waitFor(his.page, 0)
  const finished = await ticketOf()
  expect(finished).toMatchObject({ state: 'done', finishedBy: 'wangqiang', verdict: { state: 'watching' } })
  expect(finished.arrival).toMatchObject({ by: 'wangqiang', how: 'tap' })
  expect(finished.proof).toMatchObject({ by: 'wangqiang', how: 'tap' })
  expect(finished.checks.map(({ answer }: any) => [answer.ok, answer.value ?? null])).toEqual([
    [true, null],
    [true, 2.4],
  ])
  const [photo] = finished.checks[0].answer.photos
  expect((await admin.call('GET', `/files/${photo}`)).headers.get('content-type')).toBe('image/jpeg')

  // But nothing was repaired: the machine says no, and the ticket is his again.
  await pass(2 * minute + 30 * second)
  await his.page.locator('[data-verdict=not_healthy]').waitFor({ timeout: 60_000 })
  await his.page.getByText('被退回，请继续处理').waitFor()
  const back = await ticketOf()
  expect(back).toMatchObject({ state: 'working', assignee: 'wangqiang', verdict: { state: 'not_healthy' } })
  expect(back.clocks.resolution.state).toBe('running')
  expect((await as('zhangyu').call('POST', `/tickets/${id}/verify`, {})).status).toBe(409)

  // Now it is. A new tap, and the machine is watched until it has been well for the hold time.
  await admin.act(`/simulator/scenarios/${pumpTrip.id}/stop`)
  await pass(10 * second)
  expect(await admin.get(`/incidents/${incident.id}`)).toMatchObject({ active: false })
  await button(his, '点这里，再贴标签').click()
  await tapPump(his.page, 2)
  await his.page
    .getByText(/\d 设备旁打卡/)
    .first()
    .waitFor()
  await button(his, /完成并请求验收/).click()
  await his.page.locator('[data-verdict=watching]').waitFor()
  const early = await as('zhangyu').call('POST', `/tickets/${id}/verify`, {})
  expect([early.status, early.body.code]).toEqual([409, 'verdict_needed'])
  await pass(2 * minute + 30 * second)
  await his.page.locator('[data-verdict=proposed_good]').waitFor({ timeout: 60_000 })

  // Another person verifies, never the one who did it.
  expect((await as('wangqiang').call('POST', `/tickets/${id}/verify`, {})).status).toBe(403)
  expect(await as('zhangyu').act(`/tickets/${id}/verify`)).toMatchObject({ state: 'verified' })

  // Whoever waited for it says how it was, on a page that needs no sign-in.
  const { url } = await as('liqian').act(`/tickets/${id}/link`)
  const page = await (await fetch(url)).text()
  expect(page).toContain('name="score"')
  const rated = await fetch(url, { method: 'POST', body: new URLSearchParams({ score: '5', text: '很快' }) })
  expect([rated.status, (await rated.text()).includes('name="score"')]).toEqual([200, false])
  expect(await as('zhangyu').act(`/tickets/${id}/close`)).toMatchObject({ state: 'closed', rating: { score: 5 } })

  // Clocks, times and the 90 % line.
  const closed = await ticketOf()
  const own = closed.timeline.filter(({ by }: any) => by === 'wangqiang').map(({ type }: any) => type)
  expect(own).toEqual(['accepted', 'leased', 'arrived', 'checked', 'checked', 'finished', 'finished'])
  expect(closed.clocks.resolution).toMatchObject({ state: 'stopped', breached: false })
  expect(closed.clocks.resolution.intervals).toHaveLength(2)
  const span = new URLSearchParams({ from: new Date(began).toISOString(), to: new Date(house.now()).toISOString() })
  const stats = await as('zhangyu').get(`/tickets/stats?${span.toString()}`)
  const row = { tickets: 1, response: { count: 1, kept: 1 }, resolution: { count: 1, kept: 1 } }
  const [machine, person] = [
    stats.devices.find((one: any) => one.id === device),
    stats.people.find((one: any) => one.id === 'wangqiang'),
  ]
  expect([machine, person]).toMatchObject([row, row])
  expect(machine.response.median).toBeGreaterThan(10 * minute)
  expect(machine.response.median).toBeLessThan(11 * minute)
  expect(machine.waited.median).toBeGreaterThan(machine.resolution.median)
  expect(stats.rating).toEqual({ rate: 1, answers: 1, kept: true, target: 0.9 })

  // Nobody was told after it had been taken, nothing twice under two keys, and no robot was provoked.
  const notices = (await admin.get(`/notices?about=ticket:${id}&limit=500`)).items
  expect(new Set(notices.map(({ key }: any) => key)).size).toBe(notices.length)
  expect(notices.filter(({ createdAt }: any) => createdAt > accepted.clocks.response.stoppedAt)).toEqual([])
  expect(toldOf(id, 'wangqiang')).toHaveLength(3)
  expect(toldOf(id, 'zhangyu')).toHaveLength(1)
  expect(robot.faults).toEqual([])
  expect(his.errors).toEqual([])
})
