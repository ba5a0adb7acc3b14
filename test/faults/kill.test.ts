// SIGKILL under load at random instants: nothing acknowledged is missing, nothing is raised twice.
import { once } from 'node:events'
import net from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHouse, type House } from '../support/house.ts'
import { seeded } from '../support/seeded.ts'
import { connectDevice, register, type Credentials } from '../support/wires.ts'

/** How often the house is killed, at random instants; `WK_TEST_KILLS` asks for more. */
const kills = Number(process.env.WK_TEST_KILLS ?? 20)
const perSecond = 2000
const devices = 20

let house: House
const fleet: Credentials[] = []

beforeAll(async () => {
  house = await openHouse()
  await house.admin.create('/sites', { id: 'hq', name: '总部', timezone: 'Asia/Shanghai' })
  for (let n = 0; n < devices; n++) fleet.push(await register(house.admin, { id: `p-${n}`, site: 'hq', kind: 'pump' }))
  await house.admin.create('/rules', {
    id: 'current-high',
    name: '电流高',
    scope: { kind: 'pump' },
    priority: 2,
    when: { metric: 'current_a', above: 18, clear: 16 },
    raise: { title: '电流高', ticket: { type: 'fault' } },
  })
})
afterAll(() => house?.leave())

type Publisher = { acknowledged: Map<string, Set<number>>; run(kill: () => Promise<void>): Promise<void> }

/**
 * Publishes at a steady pace from every device until the house is killed, and remembers which sequence numbers were
 * acknowledged. The kill is asked for once every device is connected: before that there is no load.
 */
function publisher(): Publisher {
  const acknowledged = new Map(fleet.map((device) => [device.id, new Set<number>()]))
  const next = new Map(fleet.map((device) => [device.id, 0]))
  return {
    acknowledged,
    async run(kill) {
      let over = false
      const clients = await Promise.all(fleet.map((device) => connectDevice(house, device)))
      for (const { client } of clients) client.on('error', () => {})
      const killed = kill().then(() => (over = true))
      const began = performance.now()
      let given = 0
      while (!over) {
        const due = Math.floor(((performance.now() - began) / 1000) * perSecond)
        for (; given < due; given++) {
          const at = given % devices
          const { id } = fleet[at]!
          const seq = next.get(id)!
          next.set(id, seq + 1)
          // One message in fifty is far over the limit: the same fault, again and again.
          const metrics = { current_a: seq % 50 === 49 || seq > 200 ? 25 : 12 }
          clients[at]!.publish('telemetry', { ts: Date.now(), seq, metrics }).then(
            () => acknowledged.get(id)!.add(seq),
            () => {},
          )
        }
        await new Promise((turn) => setImmediate(turn))
      }
      await killed
      for (const { client } of clients) client.end(true)
    },
  }
}

/** Every sequence number that the API gives back for a device. */
async function storedOf(device: string): Promise<number[]> {
  const found: number[] = []
  let cursor: string | null = null
  do {
    const page: any = await house.admin.get(
      `/devices/${device}/readings?limit=10000&from=2020-01-01T00:00:00Z${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
    )
    for (const item of page.items) found.push(item.seq)
    cursor = page.nextCursor
  } while (cursor)
  return found
}

test(
  `${kills} kills at ${perSecond} messages a second lose nothing and raise nothing twice`,
  { timeout: 60_000 + kills * 20_000 },
  async () => {
    const random = seeded(20261123)
    const load = publisher()
    const restarts: number[] = []
    for (let round = 0; round < kills; round++) {
      const wait = 500 + random() * 2500
      await load.run(async () => {
        await new Promise((instant) => setTimeout(instant, wait))
        await house.kill()
      })
      house = await openHouse({
        dataDir: house.dataDir,
        env: { WK_HTTP_PORT: new URL(house.url).port, WK_MQTT_PORT: String(house.mqttPort) },
      })
      restarts.push(house.readyMs)
    }
    // The median: one restart may meet whatever else the machine does.
    expect(restarts.sort((a, b) => a - b)[kills >> 1]).toBeLessThan(10_000)
    const expected = [...load.acknowledged].reduce((sum, [, seqs]) => sum + seqs.size, 0)
    expect(expected).toBeGreaterThan(kills * 500)
    for (const [device, acknowledged] of load.acknowledged) {
      await expect
        .poll(async () => acknowledged.difference(new Set(await storedOf(device))).size, {
          timeout: 30_000,
          message: `missing of ${device}`,
        })
        .toBe(0)
      const stored = await storedOf(device)
      expect(stored.length, `${device} stored twice`).toBe(new Set(stored).size)
    }
    const incidents = (await house.admin.get('/incidents?rule=current-high&limit=500')).items
    const open = new Map<string, number>()
    for (const incident of incidents)
      if (incident.closedAt === null) open.set(incident.device, (open.get(incident.device) ?? 0) + 1)
    expect([...open.values()].filter((count) => count > 1)).toEqual([])
    expect(open.size).toBe(devices)
    const tickets = (await house.admin.get('/tickets?limit=500')).items
    expect(new Set(tickets.map((ticket: any) => ticket.incident)).size).toBe(tickets.length)
    expect(tickets.length).toBe(incidents.length)
  },
)

test('a socket opened while the house was down is refused, not left hanging', async () => {
  await house.kill()
  const socket = net.connect(house.mqttPort, '127.0.0.1')
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
  expect(error.code).toBe('ECONNREFUSED')
  house = await openHouse({ dataDir: house.dataDir })
})
