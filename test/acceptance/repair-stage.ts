// The stage of the repair story: the demo's house on a clock turned by hand, a robot and phones that check what they are
// sent, the tag at the pump, and a technician's phone in a real Chromium that is shown the house's time.
import { expect, vi } from 'vitest'
import type { Climb } from '../../core/contracts/ladder.ts'
import type { Notice } from '../../core/contracts/notice.ts'
import type { Ticket } from '../../core/contracts/ticket.ts'
import { demoEstate } from '../../simulators/estate.ts'
import { startOf } from '../../simulators/play.ts'
import { pumpTrip } from '../../simulators/scenarios/pump-trip.ts'
import { signTap, type SunTag } from '../../simulators/sun.ts'
import { signInAsDemo } from '../browser/browser.ts'
import { forgetProfile, holdTag, newProfile, startHandset, type Handset } from '../browser/handset.ts'
import { Caller } from '../support/caller.ts'
import { root } from '../support/house.ts'
import { dingtalkStandIn, type StandIn } from '../support/providers.ts'
import { startPushService, type PushService } from '../support/push-service.ts'
import { openTimedHouse, type TimedHouse } from '../support/timed-house.ts'

export const [second, minute] = [1000, 60_000]
export const device = 'pump-b1-1'
const tag = demoEstate.checkpoints.find(({ id }) => id === 'cp-a-2')!.tag as SunTag
const secret = 'SEC-of-the-group'
/** Its counter has come so far: beyond whatever guards have read. */
const read = 8_000_000

export type Stage = {
  house: TimedHouse
  robot: StandIn
  /** Somebody of the demo, signed in. */
  as(name: string): Caller
  /** What reached a person's phone of a ticket. */
  toldOf(ticket: string, name: string): any[]
  /** Lets time pass for the house, and shows the phone the same time. */
  pass(ms: number): Promise<void>
  /** The one ticket of the pump. */
  ticket(): Promise<Ticket>
  climb(ticket: string): Promise<Climb>
  notices(ticket: string): Promise<Notice[]>
  /** Starts a technician's phone and opens what a message on it leads to. */
  pickUp(link: string): Promise<Handset>
  /** Holds the tag at the pump to a phone; each read has a number of its own. */
  tapPump(on: Handset, nth: number): Promise<void>
  leave(): Promise<void>
}

/** Opens the house a minute before the pump's day begins, with people on duty who can be reached. */
export async function openStage(policy: object): Promise<Stage> {
  // On the coming day: the browser keeps its session by a clock of its own, which nobody turns.
  const startsAt = startOf(pumpTrip, demoEstate, Date.now())
  const settings = { dashboard: `${root}dashboard/build`, webhookAllow: '127.0.0.0/8' }
  const house = await openTimedHouse(startsAt - minute, pumpTrip.seed, settings)
  const undo: (() => Promise<unknown>)[] = [() => house.leave()]
  const { admin } = house
  const robot = await dingtalkStandIn({ now: () => house.now(), secret })
  undo.push(() => robot.stop())
  const group = { id: 'group', name: '工程群', config: { type: 'dingtalk' }, secrets: { url: robot.url, secret } }
  await admin.create('/channels', group)
  expect((await admin.call('PUT', '/policies', policy)).status).toBe(200)
  const people = new Map<string, { caller: Caller; pushes: PushService }>()
  for (const name of ['wangqiang', 'liqian', 'zhangyu']) {
    const pushes = await startPushService()
    undo.push(() => pushes.stop())
    people.set(name, { pushes, caller: await broughtIn(house, name, pushes) })
  }
  let phone: Handset | null = null

  return {
    ...{ house, robot },
    as: (name) => people.get(name)!.caller,
    toldOf: (ticket, name) =>
      people
        .get(name)!
        .pushes.taken.map(({ message }) => message)
        .filter(({ link }) => String(link).endsWith(`/tickets/${ticket}`)),
    async pass(ms) {
      for (let left = ms; left > 0; left -= 10 * second) {
        await house.pass(Math.min(left, 10 * second))
        await house.settled()
        await phone?.context.clock.setFixedTime(house.now())
      }
    },
    async ticket() {
      const { items } = await admin.get(`/tickets?device=${device}`)
      expect(items).toHaveLength(1)
      return (await admin.get(`/tickets/${items[0].id}`)) as Ticket
    },
    climb: async (ticket) => (await admin.get(`/climbs?of=ticket:${ticket}`)).items[0] as Climb,
    notices: async (ticket) => (await admin.get(`/notices?about=ticket:${ticket}&limit=500`)).items as Notice[],
    async pickUp(link) {
      const profile = await newProfile()
      undo.push(() => forgetProfile(profile))
      phone = await startHandset(profile, house.url)
      undo.push(() => phone!.close())
      await phone.context.clock.setFixedTime(house.now())
      await signInAsDemo(phone.page, '王强')
      await phone.page.goto(`/m${new URL(link, house.url).pathname}`)
      return phone
    },
    tapPump({ page }, nth) {
      const said = new URLSearchParams(signTap(tag, read + nth, '0102030405'))
      return holdTag(page, tag.uid, `${house.url}/t?${said.toString()}`)
    },
    async leave() {
      for (const step of undo.splice(0).reverse()) await step()
    },
  }
}

/** Signs somebody in and gives him a phone that takes messages. */
async function broughtIn(house: TimedHouse, name: string, pushes: PushService): Promise<Caller> {
  const caller = new Caller(house.url)
  await caller.signInAsDemo(name)
  await caller.create('/push/subscriptions', { ...pushes.subscription, label: name })
  return caller
}

/** What comes over real wires comes when it comes. */
export const eventually = <T>(look: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(look, { timeout: 20_000, interval: 50 })
