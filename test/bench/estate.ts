// The estate of the throughput figures: 1,000 devices of one kind, 200 rules, one simulator account for 50 connections.
import { openHouse, type House } from '../support/house.ts'

export type BenchHouse = {
  house: House
  username: string
  password: string
  topicPrefix: string
  topicSuffix: string
  devices: number
}

const metrics = ['m1', 'm2', 'm3', 'm4'].map((name) => ({ name, label: name, type: 'number' as const }))

/** A rule that listens to what is sent and never raises, so that every reading is judged. */
const rule = (n: number, kind: string) => ({
  id: `bench-${kind}-${n}`,
  name: `bench ${n}`,
  scope: { kind },
  priority: 4,
  when: { metric: `m${(n % 4) + 1}`, above: 1e9 + n },
  raise: { title: `bench ${n}` },
})

/** Boots the product with a thousand devices; `listening` of the 200 rules apply to them, the others to other kinds. */
export async function openBenchHouse(
  devices = 1000,
  listening = 10,
  env: Record<string, string> = {},
): Promise<BenchHouse> {
  const house = await openHouse({ env })
  const { admin } = house
  await admin.create('/sites', { id: 'bench', name: 'Bench', timezone: 'UTC' })
  for (const id of ['meter', 'other'])
    await admin.create('/kinds', {
      id,
      name: id,
      interval: '1h',
      metrics: [...metrics, { name: 'm5', label: 'm5', type: 'boolean' }, { name: 'm6', label: 'm6', type: 'text' }],
    })
  for (let n = 0; n < devices; n++)
    await admin.create('/devices', { id: `d${n}`, site: 'bench', kind: 'meter', name: `d${n}` })
  const loaded = (await admin.get('/rules?limit=500')).items.length as number
  for (let n = 0; n < listening; n++) await admin.create('/rules', rule(n, 'meter'))
  for (let n = loaded + listening; n < 200; n++) await admin.create('/rules', rule(n, 'other'))
  const { secret } = await admin.create('/accounts', { id: 'bench-sim', type: 'simulator' })
  return {
    house,
    username: 'bench-sim',
    password: secret,
    topicPrefix: 'fm/v1/bench/meter/d',
    topicSuffix: '/telemetry',
    devices,
  }
}

/** One figure of the Prometheus page. */
export async function metric(house: House, name: string): Promise<number> {
  const text = await (await fetch(`${house.url}/metrics`)).text()
  let sum = 0
  for (const line of text.split('\n'))
    if (line.startsWith(`${name} `) || line.startsWith(`${name}{`)) sum += Number(line.slice(line.lastIndexOf(' ') + 1))
  return sum
}
