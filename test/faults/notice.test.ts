// Notices over real wires: a burst of incidents to a robot that checks and blocks, and a kill while the provider has the
// message and nobody knows whether it arrived.
import { afterEach, expect, test } from 'vitest'
import type { Notice } from '../../core/contracts/notice.ts'
import { openHouse, type House } from '../support/house.ts'
import { dingtalkStandIn, plainStandIn, type StandIn } from '../support/providers.ts'
import { connectDevice, register, watchScreen, type Credentials } from '../support/wires.ts'

const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

const env = { WK_WEBHOOK_ALLOW: '127.0.0.0/8' }
const event = (priority: number) => ({
  ...{ id: `trip-${priority}`, name: `Trip ${priority}`, scope: { kind: 'pump' }, priority },
  ...{ when: { event: `trip_${priority}`, by: 'point' }, raise: { title: `T${priority}` } },
})

/** A house in which every incident of priority 1 and 2 is told through one channel at once. */
async function prepare(channel: object): Promise<{ house: House; pump: Credentials }> {
  const house = await openHouse({ env })
  undo.push(() => house.leave())
  const { admin } = house
  await admin.create('/sites', { id: 'hq', name: 'HQ', timezone: 'Asia/Shanghai' })
  const pump = await register(admin, { id: 'p-1', site: 'hq', kind: 'pump' })
  for (const priority of [1, 2]) await admin.create('/rules', event(priority))
  await admin.create('/channels', { id: 'robot', name: 'Robot', ...channel })
  const steps = [
    { who: { channel: 'robot' }, channels: ['robot'] },
    { after: '1h', who: { role: 'supervisor' }, does: 'phone' },
  ]
  await admin.create('/ladders', { id: 'robots', site: 'hq', name: 'Robots', priorities: [1, 2], steps })
  return { house, pump }
}

async function trip(house: House, pump: Credentials, priorities: readonly number[]): Promise<void> {
  const { client, publish } = await connectDevice(house, pump)
  await Promise.all(priorities.map((p, n) => publish('event', { id: `e-${n}`, type: `trip_${p}`, point: `pt-${n}` })))
  await client.endAsync()
}

const noticesOf = async ({ admin }: House): Promise<Notice[]> =>
  ((await admin.get('/notices?limit=500&channel=robot')) as { items: Notice[] }).items

/** Looks again whenever something happened, until nothing waits any more. */
async function allLeft(house: House, count: number): Promise<Notice[]> {
  const screen = await watchScreen(house, house.admin)
  for (;;) {
    const heard = screen.events.length
    const notices = await noticesOf(house)
    const told = notices.filter(({ about }) => about?.type === 'incident')
    if (told.length >= count && notices.every(({ state }) => state === 'sent' || state === 'folded')) {
      screen.close()
      return notices
    }
    await screen.event(() => screen.events.length > heard)
  }
}

test('a burst of 200 incidents trips no robot, and what is urgent has left at once', async () => {
  const secret = 'SEC-acceptance'
  const robot: StandIn = await dingtalkStandIn({ now: () => Date.now(), secret })
  undo.push(() => robot.stop())
  const { house, pump } = await prepare({ config: { type: 'dingtalk' }, secrets: { url: robot.url, secret } })
  await trip(
    house,
    pump,
    Array.from({ length: 200 }, (_, n) => (n % 10 === 0 ? 1 : 2)),
  )
  const notices = await allLeft(house, 200)
  expect(robot.faults).toEqual([])
  const byId = new Map(notices.map((notice) => [notice.id, notice]))
  const delays = notices
    .filter(({ priority, about }) => priority === 1 && about)
    .map((notice) => Date.parse(byId.get(notice.digest ?? notice.id)!.sentAt!) - Date.parse(notice.createdAt))
  expect(delays).toHaveLength(20)
  // Two seconds are promised and held by a clock of its own elsewhere; a machine that is busy with other tests gets five.
  expect(Math.max(...delays)).toBeLessThan(5000)
  console.log(`priority 1 left within ${Math.max(...delays)} ms in ${robot.taken.length} messages for 200 incidents`)
}, 120_000)

test('killed while the provider has it: told once more with the same key, and none is lost', async () => {
  const hook: StandIn = await plainStandIn({ now: () => Date.now() })
  undo.push(() => hook.stop())
  const { house, pump } = await prepare({ config: { type: 'webhook', url: hook.url }, secrets: { key: 'k' } })
  hook.mood = 'mute'
  await trip(house, pump, [1, 1, 1, 2])
  await hook.asked(4)
  await house.kill()
  hook.mood = 'well'
  const again = await openHouse({ env, dataDir: house.dataDir })
  undo.push(() => again.stop())
  const notices = await allLeft(again, 4)
  const news = hook.taken.filter(({ body }) => (body as { purpose: string }).purpose === 'notice')
  const keys = news.map(({ headers }) => String(headers['idempotency-key']))
  expect(new Set(keys)).toEqual(new Set(notices.map(({ key }) => key)))
  for (const key of keys) expect(keys.filter((other) => other === key).length).toBeLessThanOrEqual(2)
  expect(notices.filter(({ about }) => about)).toHaveLength(4)
}, 120_000)
