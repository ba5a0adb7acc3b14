// The first hour of a stranger: a device through the API, a value with mosquitto_pub, a rule, one incident, one ticket.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openHouse, type House } from '../support/house.ts'
import { startInflux, type Influx } from '../support/influx.ts'
import { connectDevice, mosquittoPub, register, watchScreen, type Credentials } from '../support/wires.ts'

const overcurrent = {
  id: 'pump-overcurrent',
  name: { 'zh-CN': '水泵过流', en: 'Pump over-current' },
  scope: { kind: 'pump' },
  priority: 2,
  when: { metric: 'current_a', above: 18, clear: 16 },
  for: '1s',
  keepFor: '1s',
  raise: { title: { 'zh-CN': '电流高', en: 'Current high' }, ticket: { type: 'fault' } },
}

describe.each(['embedded', 'influx'] as const)('with the %s readings store', (driver) => {
  let house: House
  let influx: Influx | null = null
  let pump: Credentials

  beforeAll(async () => {
    influx = driver === 'influx' ? await startInflux() : null
    house = await openHouse({ env: influx ? { WK_INFLUX_URL: influx.url } : {} })
    await house.admin.create('/sites', { id: 'hq', name: '总部', timezone: 'Asia/Shanghai' })
    pump = await register(house.admin, {
      id: 'p-101',
      site: 'hq',
      kind: 'pump',
      name: { 'zh-CN': 'B1 生活泵 1#', en: 'Domestic pump 1' },
    })
    await house.admin.create('/rules', overcurrent)
  })
  afterAll(async () => {
    await house?.leave()
    await influx?.stop()
  })

  test('a value published with mosquitto_pub shows in /latest within a second', async () => {
    const screen = await watchScreen(house, house.admin)
    expect(await mosquittoPub(house, pump, 'telemetry', { ts: Date.now(), seq: 1, metrics: { current_a: 12.4 } })).toBe(
      0,
    )
    const acknowledged = performance.now()
    await screen.reading((reading) => reading.device === 'p-101' && reading.metrics.current_a === 12.4)
    const latest = await house.admin.get('/devices/p-101/latest')
    expect(performance.now() - acknowledged).toBeLessThan(1000)
    expect(latest.metrics.current_a).toMatchObject({ value: 12.4, unit: 'A' })
    screen.close()
  })

  test('mosquitto_pub takes its leave and is not missed; a connection that breaks is offline at once', async () => {
    const screen = await watchScreen(house, house.admin)
    const broken = await register(house.admin, { id: 'p-102', site: 'hq', kind: 'pump' })
    const device = await connectDevice(house, broken)
    // The answer proves that the connection is known before it breaks.
    await device.publish('state', { online: true })
    device.client.stream.destroy()
    // The tick that judges the broken one judges the other as well, whose goodbye stands before it in the journal.
    await screen.event((event) => event.type === 'presence.changed' && event.data.presence === 'offline')
    expect((await house.admin.get('/devices/p-102/latest')).presence).toBe('offline')
    expect((await house.admin.get('/devices/p-101/latest')).presence).toBe('online')
    screen.close()
  })

  test('a value over the limit, however often, becomes one incident and one ticket; recovery clears it', async () => {
    const screen = await watchScreen(house, house.admin)
    const device = await connectDevice(house, pump)
    for (let n = 0; n < 20; n++)
      await device.publish('telemetry', { ts: Date.now(), seq: 100 + n, metrics: { current_a: 21 + n / 10 } })
    const opened = await screen.event(
      (event) => event.type === 'incident.opened' && event.data.rule === 'pump-overcurrent',
    )
    for (let n = 0; n < 20; n++)
      await device.publish('telemetry', { ts: Date.now(), seq: 200 + n, metrics: { current_a: 22 } })
    await device.publish('telemetry', { ts: Date.now(), seq: 300, metrics: { current_a: 12 } })
    await screen.event((event) => event.type === 'incident.cleared' && event.id === opened.id)
    const incidents = (await house.admin.get('/incidents?device=p-101&rule=pump-overcurrent')).items
    const tickets = (await house.admin.get('/tickets?device=p-101')).items.filter(
      (ticket: any) => ticket.incident === opened.id,
    )
    expect(incidents).toHaveLength(1)
    expect(incidents[0]).toMatchObject({
      rule: 'pump-overcurrent',
      priority: 2,
      subject: { type: 'device', id: 'p-101' },
      ticket: tickets[0].id,
    })
    expect(tickets).toHaveLength(1)
    const acknowledged = await house.admin.act(`/incidents/${opened.id}/acknowledge`, { note: '已派人' })
    expect(acknowledged).toMatchObject({ active: false, acknowledged: true })
    expect(acknowledged.closedAt).not.toBeNull()
    await device.end()
    screen.close()
  })

  test('every reading is found again, raw and in buckets', async () => {
    const stored = async (): Promise<any[]> => (await house.admin.get('/devices/p-101/readings?limit=1000')).items
    await expect.poll(async () => (await stored()).length, { timeout: 10_000 }).toBe(42)
    expect((await stored())[0]).toMatchObject({ seq: 1, metrics: { current_a: 12.4 } })
    const to = Date.now() + 1000
    const span = `from=${new Date(to - 3_600_000).toISOString()}&to=${new Date(to).toISOString()}`
    const history = await house.admin.get(`/devices/p-101/history?metric=current_a&points=60&${span}`)
    expect(history).toMatchObject({ metric: 'current_a', unit: 'A', bucketMs: 60_000 })
    expect(history.buckets).toHaveLength(60)
    const filled = history.buckets.filter((bucket: any) => bucket.count > 0)
    expect(filled.reduce((sum: number, bucket: any) => sum + bucket.count, 0)).toBe(42)
    expect(Math.max(...filled.map((bucket: any) => bucket.max))).toBe(22.9)
  })

  if (driver === 'influx')
    test('an independent InfluxQL query finds the same points', async () => {
      expect(await influx!.count('pump', 'current_a')).toBe(42)
    })
})
