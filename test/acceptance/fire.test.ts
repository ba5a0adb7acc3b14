// Fire: every new point is a new incident that sounds again, whatever the clock says and whoever is working there.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type House } from '../support/house.ts'
import { connectDevice, register, watchScreen, type Credentials } from '../support/wires.ts'

let house: House

beforeAll(async () => {
  house = await openHouse()
  await house.admin.create('/sites', { id: 'hq', name: '总部', timezone: 'Asia/Shanghai' })
})
afterAll(() => house?.leave())

const panel = (id: string): Promise<Credentials> =>
  register(house.admin, {
    id,
    site: 'hq',
    kind: 'fire_panel',
    name: { 'zh-CN': `${id} 号报警主机`, en: `Panel ${id}` },
  })

/** Two smoke detectors of one panel, the second after the first was acknowledged; answers both incidents as opened. */
async function twoDetectors(id: string, clockErrorMs: number) {
  const credentials = await panel(id)
  const screen = await watchScreen(house, house.admin)
  const device = await connectDevice(house, credentials)
  const now = (): number => Date.now() + clockErrorMs
  await device.publish('telemetry', { ts: now(), metrics: { fire: 0, mains: true } })
  await device.publish('event', { ts: now(), id: `${id}-1`, type: 'alarm', point: 'l2-034' })
  const first = await screen.event(
    (event) => event.type === 'incident.opened' && event.data.subject.id === `${id}:l2-034`,
  )
  await house.admin.act(`/incidents/${first.id}/acknowledge`, { note: '已派人查看' })
  await device.publish('event', { ts: now(), id: `${id}-2`, type: 'alarm', point: 'l2-035' })
  const second = await screen.event(
    (event) => event.type === 'incident.opened' && event.data.subject.id === `${id}:l2-035`,
  )
  // A repeat of the same message changes nothing.
  await device.publish('event', { ts: now(), id: `${id}-2`, type: 'alarm', point: 'l2-035' })
  await device.publish('event', { ts: now(), id: `${id}-3`, type: 'fault', point: 'l2-001' })
  await screen.event((event) => event.type === 'incident.opened' && event.data.subject.id === `${id}:l2-001`)
  const open = (await house.admin.get(`/incidents?device=${id}&rule=fire-alarm`)).items
  await device.end()
  screen.close()
  return { first: first.data, second: second.data, open }
}

const sounding = {
  active: true,
  acknowledged: false,
  historic: false,
  lifeSafety: true,
  priority: 1,
  shelvedUntil: null,
}

test('two smoke detectors of one panel are two incidents, and the second sounds again', async () => {
  const { first, second, open } = await twoDetectors('fp-a', 0)
  expect(first).toMatchObject({ ...sounding, service: false })
  expect(second).toMatchObject({ ...sounding, service: false, trips: 1 })
  expect(first.id).not.toBe(second.id)
  expect(open).toHaveLength(2)
})

test('the same from a panel whose clock is an hour slow, and the wrong clock is an incident of its own', async () => {
  const { first, second, open } = await twoDetectors('fp-b', -3_600_000)
  expect(first).toMatchObject(sounding)
  expect(second).toMatchObject(sounding)
  expect(open).toHaveLength(2)
  await expect
    .poll(async () => (await house.admin.get('/incidents?device=fp-b&rule=clock-wrong')).items.length, {
      timeout: 10_000,
    })
    .toBe(1)
})

test('the same while the panel is in service work, with the badge', async () => {
  const credentials = await panel('fp-c0')
  expect(
    await house.admin.act(`/devices/${credentials.id}/service`, { mode: 'service', reason: '年检' }),
  ).toMatchObject({ service: { mode: 'service' } })
  const screen = await watchScreen(house, house.admin)
  const device = await connectDevice(house, credentials)
  await device.publish('event', { ts: Date.now(), id: 'a', type: 'fault', point: 'l1-001' })
  await device.publish('event', { ts: Date.now(), id: 'b', type: 'alarm', point: 'l1-002' })
  const first = await screen.event((event) => event.type === 'incident.opened' && event.data.device === 'fp-c0')
  await house.admin.act(`/incidents/${first.id}/acknowledge`, {})
  await device.publish('event', { ts: Date.now(), id: 'c', type: 'alarm', point: 'l1-003' })
  const second = await screen.event(
    (event) => event.type === 'incident.opened' && event.data.subject.id === 'fp-c0:l1-003',
  )
  expect(first.data).toMatchObject({ ...sounding, service: true, subject: { type: 'point', id: 'fp-c0:l1-002' } })
  expect(second.data).toMatchObject({ ...sounding, service: true })
  // The fault of the same panel stayed quiet: only life safety speaks during service work.
  expect((await house.admin.get('/incidents?device=fp-c0')).items.map((incident: any) => incident.rule)).toEqual([
    'fire-alarm',
    'fire-alarm',
  ])
  await device.end()
  screen.close()
})

test('a fire that arrives eight hours late still sounds, unless its restoration came with it', async () => {
  const credentials = await panel('fp-d')
  const screen = await watchScreen(house, house.admin)
  const device = await connectDevice(house, credentials)
  await device.publish('telemetry', { ts: Date.now(), metrics: { fire: 0 } })
  const late = Date.now() - 8 * 3_600_000
  await device.publish('event', { ts: late, id: 'late-1', type: 'alarm', point: 'l1-010' })
  const opened = await screen.event(
    (event) => event.type === 'incident.opened' && event.data.subject.id === 'fp-d:l1-010',
  )
  expect(opened.data).toMatchObject(sounding)
  // Its own time, set right by what its clock was seen to be off: here no more than the way of one message.
  expect(Date.parse(opened.data.openedAt)).toBeGreaterThanOrEqual(late)
  expect(Date.parse(opened.data.openedAt)).toBeLessThan(late + 5_000)
  await device.publish('event', { ts: late + 60_000, id: 'late-3', type: 'restored', point: 'l1-011' })
  await device.publish('event', { ts: late, id: 'late-2', type: 'alarm', point: 'l1-011' })
  const historic = await screen.event(
    (event) => event.type.startsWith('incident.') && event.data?.subject?.id === 'fp-d:l1-011',
  )
  expect(historic.data).toMatchObject({ historic: true, active: false })
  await device.end()
  screen.close()
})
