// SIGKILL at every step of a repair: what was answered stands as it was answered, one fault stays one incident and one
// ticket, and a message is repeated once at most, under its own key.
import { afterEach, expect, test, vi } from 'vitest'
import type { Notice } from '../../core/contracts/notice.ts'
import type { Ticket } from '../../core/contracts/ticket.ts'
import { Caller } from '../support/caller.ts'
import { adminPassword, openHouse, type House } from '../support/house.ts'
import { dingtalkStandIn, type StandIn } from '../support/providers.ts'
import { startPushService, type PushService } from '../support/push-service.ts'
import { connectDevice, register, type Credentials } from '../support/wires.ts'

const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

const env = { WK_WEBHOOK_ALLOW: '127.0.0.0/8' }
const secret = 'SEC-of-the-group'
const policy = {
  ...{ type: 'fault', response: '30m', resolution: '2h', stopsAt: 'finish', warnShare: 0.8, hold: '12s', pauses: [] },
  checks: [{ id: 'ohm', label: { 'zh-CN': '测绝缘', en: 'Insulation' }, kind: 'number', min: 1, max: 500 }],
}
/** Of priority 3: nobody is told of the incident in the first minutes, only of its ticket. */
const rule = {
  ...{ id: 'jam', name: '卡滞', scope: { kind: 'pump' }, priority: 3, when: { event: 'jam', until: 'freed' } },
  raise: { title: '卡滞', ticket: { type: 'fault' } },
}
const ladder = {
  ...{ id: 'repairs', site: 'hq', name: '维修', tickets: ['fault'] },
  steps: [{ who: { user: 'wang' } }, { after: '1h', who: { role: 'supervisor' }, does: 'phone' }],
}

type Stage = { house: House; wang: Caller; pump: Credentials; robot: StandIn; pushes: PushService }

/** A pump, a group with a robot, and a technician with a phone. */
async function prepare(): Promise<Stage> {
  const robot = await dingtalkStandIn({ now: () => Date.now(), secret })
  undo.push(() => robot.stop())
  const pushes = await startPushService()
  undo.push(() => pushes.stop())
  const house = await openHouse({ env })
  undo.push(() => house.leave())
  const { admin } = house
  await admin.create('/sites', { id: 'hq', name: '总部', timezone: 'Asia/Shanghai' })
  const pump = await register(admin, { id: 'p-1', site: 'hq', kind: 'pump' })
  await admin.create('/rules', rule)
  await admin.create('/ladders', ladder)
  expect((await admin.call('PUT', '/policies', policy)).status).toBe(200)
  await admin.create('/users', { username: 'wang', name: '王强', role: 'technician', password: adminPassword })
  const group = { id: 'group', name: '工程群', config: { type: 'dingtalk' }, secrets: { url: robot.url, secret } }
  await admin.create('/channels', group)
  const wang = await signedIn(house)
  await wang.create('/push/subscriptions', { ...pushes.subscription, label: 'phone' })
  return { house, wang, pump, robot, pushes }
}

async function signedIn(house: House): Promise<Caller> {
  const caller = new Caller(house.url)
  await caller.signIn('wang', adminPassword)
  return caller
}

/** SIGKILL, and another start on the same disk, to a robot that answers. */
async function killed(stage: Stage): Promise<Stage> {
  await stage.house.kill()
  stage.robot.mood = 'well'
  const house = await openHouse({ env, dataDir: stage.house.dataDir })
  undo.push(() => house.stop())
  return { ...stage, house, wang: await signedIn(house) }
}

/** A machine that is seen too late for its hold time is looked at again a minute later. */
const eventually = <T>(look: () => T | Promise<T>): Promise<T> => vi.waitFor(look, { timeout: 100_000, interval: 100 })

/** The one ticket; its pages and counts say that there is no other. */
async function ticketOf({ admin }: House): Promise<Ticket> {
  const { items } = (await admin.get('/tickets')) as { items: Ticket[] }
  expect(items.map(({ number }) => number)).toEqual([1])
  return (await admin.get(`/tickets/${items[0]!.id}`)) as Ticket
}

/** All notices of the ticket, once so many have left and none waits. */
const allLeft = ({ admin }: House, count: number): Promise<Notice[]> =>
  eventually(async () => {
    const { items } = (await admin.get('/notices?limit=500')) as { items: Notice[] }
    const own = items.filter(({ about }) => about?.type === 'ticket')
    expect(own.map(({ state }) => state)).toEqual(Array<string>(count).fill('sent'))
    expect(new Set(own.map(({ key }) => key)).size).toBe(count)
    return own
  })

/** How often each message reached the group and the phone. */
function heard({ robot, pushes }: Stage, notices: readonly Notice[]): number[] {
  const atPhone = pushes.taken.map(({ message }) => message.key)
  return notices.map(({ channel, key, text }) =>
    channel === 'group'
      ? robot.taken.filter((taken) => taken.text.includes(text)).length
      : atPhone.filter((other) => other === key).length,
  )
}

async function say({ house, pump }: Stage, type: string): Promise<void> {
  const { client, publish } = await connectDevice(house, pump)
  await publish('event', { id: `e-${type}`, type })
  await client.endAsync()
}

/** The pump runs, and its values move, until the system has seen enough. */
async function runUntilProposed({ house, pump }: Stage): Promise<void> {
  const { client, publish } = await connectDevice(house, pump)
  let n = 0
  await eventually(async () => {
    await publish('telemetry', { ts: Date.now(), metrics: { running: true, current_a: 12 + (n++ % 5) / 10 } })
    expect((await ticketOf(house)).verdict).toMatchObject({ state: 'proposed_good' })
  })
  await client.endAsync()
}

test('killed after the fault, the message, the acceptance, the finish and the verification: one ticket, and nothing told under two keys', async () => {
  let stage = await prepare()

  // The broker has the fault in its journal, and that is all that is certain.
  await say(stage, 'jam')
  stage = await killed(stage)
  const first = await eventually(() => ticketOf(stage.house))
  expect(first).toMatchObject({ state: 'new', device: 'p-1', source: 'rule' })
  for (const times of heard(stage, await allLeft(stage.house, 2))) expect([1, 2]).toContain(times)

  // The provider has the message, and nobody knows that it has.
  stage.robot.mood = 'mute'
  const asked = stage.robot.taken.length
  const given: Ticket = await stage.house.admin.act(`/tickets/${first.id}/dispatch`, { user: 'wang' })
  await eventually(() => expect(stage.robot.taken.length).toBeGreaterThan(asked))
  stage = await killed(stage)
  expect(await ticketOf(stage.house)).toEqual(given)
  const notices = await allLeft(stage.house, 4)
  for (const times of heard(stage, notices)) expect([1, 2]).toContain(times)
  const last = notices.filter(({ channel }) => channel === 'group').sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
  expect(heard(stage, last.slice(0, 1))).toEqual([2])

  // He has accepted, and his phone has the answer.
  const accepted: Ticket = await stage.wang.act(`/tickets/${first.id}/accept`)
  stage = await killed(stage)
  expect(await ticketOf(stage.house)).toEqual(accepted)
  const [climb] = (await stage.house.admin.get(`/climbs?of=ticket:${first.id}`)).items
  expect(climb).toMatchObject({ state: 'stopped', stopped: 'accepted', run: 2 })

  // The work is said to be done; the watch over the machine has begun.
  await say(stage, 'freed')
  await stage.wang.act(`/tickets/${first.id}/arrive`)
  await stage.wang.act(`/tickets/${first.id}/check`, { items: [{ id: 'ohm', ok: true, value: 2.4 }] })
  const finished: Ticket = await stage.wang.act(`/tickets/${first.id}/finish`, { code: 'p-1', note: '清除异物' })
  stage = await killed(stage)
  const { clocks, timeline, proof, terms } = await ticketOf(stage.house)
  expect({ clocks, timeline, proof, terms }).toEqual({
    ...{ clocks: finished.clocks, timeline: finished.timeline, proof: finished.proof, terms: finished.terms },
  })

  // The system still gives its verdict, and another person verifies.
  await runUntilProposed(stage)
  const verified: Ticket = await stage.house.admin.act(`/tickets/${first.id}/verify`)
  stage = await killed(stage)
  expect(await ticketOf(stage.house)).toEqual(verified)
  expect(verified).toMatchObject({ state: 'verified', finishedBy: 'wang', bounces: 0 })
  const incidents = (await stage.house.admin.get('/incidents?rule=jam')).items
  expect(incidents.map(({ trips, ticket }: any) => [trips, ticket])).toEqual([[1, first.id]])
  const after = await allLeft(stage.house, 4)
  expect(after.map(({ key }) => key)).toEqual(notices.map(({ key }) => key))
  expect(heard(stage, after)).toEqual(heard(stage, notices))
  expect(stage.robot.faults).toEqual([])
}, 240_000)
