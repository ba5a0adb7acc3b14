// A machine of the demo is told something over HTTP: the order goes over real MQTT, the machine answers and does it, and
// its readings show it. One that hangs under a lock is sent nothing; one that is on manual refuses itself.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Caller } from '../support/caller.ts'
import { openTimedHouse, type TimedHouse } from '../support/timed-house.ts'

const morning = Date.parse('2026-11-23T01:00:00Z')
let house: TimedHouse
beforeAll(async () => {
  house = await openTimedHouse(morning, 7)
  await house.pass(20_000)
}, 60_000)
afterAll(() => house?.leave())

const pumps = ['pump-b1-1', 'pump-b1-2'] as const
const figure = async (device: string, metric: string): Promise<unknown> =>
  (await house.admin.get(`/devices/${device}/latest`)).metrics[metric]?.value
const send = (device: string, name: string, args = {}) =>
  house.admin.call('POST', `/devices/${device}/commands`, { name, args })
const newest = async (device: string) => (await house.admin.get(`/devices/${device}/commands`)).items[0]

/** Sends, and waits for the machine's own answer. */
async function tell(device: string, name: string) {
  const sent = await send(device, name)
  expect([sent.status, sent.body.state]).toEqual([201, 'accepted'])
  await expect.poll(async () => (await newest(device)).state).not.toBe('accepted')
  return newest(device)
}

test('a pump that is told to start takes over, and stopping both lets the pressure fall until one starts again', async () => {
  const running = await Promise.all(pumps.map((pump) => figure(pump, 'running')))
  expect(running.toSorted()).toEqual([false, true])
  const idle = pumps[running.indexOf(false)]!
  expect(await tell(idle, 'start')).toMatchObject({ state: 'ok', answer: { running: true }, late: false })
  await house.pass(20_000)
  await house.settled()
  expect(await Promise.all(pumps.map((pump) => figure(pump, 'running')))).toEqual(pumps.map((pump) => pump === idle))

  for (const pump of pumps) expect(await tell(pump, 'stop')).toMatchObject({ state: 'ok', answer: { running: false } })
  await house.pass(90_000)
  await house.settled()
  expect(Number(await figure(pumps[0], 'outlet_pressure_mpa'))).toBeLessThan(0.1)
  const open = (await house.admin.get('/incidents?state=open&limit=100')).items
  expect(open.map(({ device }: { device: string }) => device)).toContain(pumps[0])

  await tell(idle, 'start')
  await house.pass(60_000)
  await house.settled()
  expect(Number(await figure(pumps[0], 'outlet_pressure_mpa'))).toBeGreaterThan(0.35)
}, 120_000)

test('a machine under a lock is sent nothing, and is told again when the lock is off', async () => {
  const technician = new Caller(house.url)
  await technician.signInAsDemo('wangqiang')
  const before = await newest(pumps[0])
  await technician.act(`/devices/${pumps[0]}/lockout`, { note: '检修' })
  const refused = await send(pumps[0], 'stop')
  expect([refused.status, refused.body.code]).toEqual([409, 'device_locked'])
  await house.pass(10_000)
  expect(await newest(pumps[0])).toEqual(before)
  expect((await technician.call('DELETE', `/devices/${pumps[0]}/lockout`, {})).status).toBeLessThan(300)
  expect(await tell(pumps[0], 'start')).toMatchObject({ state: 'ok' })
}, 60_000)

test('a machine that does not do it says why', async () => {
  await house.admin.act('/simulator/scenarios/pump-trip/start')
  await house.pass(120_000)
  await house.settled()
  const tripped = (await house.admin.get('/incidents?state=open&limit=100')).items.find(({ rule }: { rule: string }) =>
    rule.includes('trip'),
  )
  expect(await tell(tripped.device, 'start')).toMatchObject({ state: 'failed', answer: { why: 'tripped' } })
}, 120_000)
