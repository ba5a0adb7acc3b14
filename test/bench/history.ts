// Line 7: history of one metric of one device to 500 buckets, with 5,000 devices in the store, embedded and InfluxDB.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openInfluxReadings } from '../../gateway/readings/influx.ts'
import { openSqliteReadings } from '../../gateway/readings/sqlite.ts'
import type { Point, ReadingsStore } from '../../gateway/readings/store.ts'
import { startInflux } from '../support/influx.ts'
import { median, round, type Figure, type Line } from './line.ts'

const day = 86_400_000
const others = 5000
const spans = [
  { name: '24 h', ms: day, limit: 10 },
  { name: '30 d', ms: 30 * day, limit: 20 },
  { name: '365 d', ms: 365 * day, limit: 30 },
]
/** A whole hour, so that both stores are asked for the same buckets; near now, because a store keeps no older past. */
const end = Math.floor(Date.now() / 3_600_000) * 3_600_000

const point = (device: string, ts: number): Point => ({
  kind: 'pump',
  site: 'bench',
  reading: {
    device,
    ts,
    ordinal: 0,
    seq: null,
    at: ts,
    timed: 'device',
    judged: ts,
    late: false,
    metrics: {
      current_a: 12 + Math.sin(ts / 3e6),
      flow_m3h: 42 + Math.cos(ts / 5e6),
      outlet_pressure_mpa: 0.5,
      motor_temp_c: 48.5,
      running: true,
      mode: 'auto',
    },
  },
})

/** One device with a year at 5 minutes and its last 30 days at 10 s; the others with their last hour at 5 minutes. */
function* estate(): Generator<Point> {
  for (let ts = end - 365 * day; ts < end - 30 * day; ts += 300_000) yield point('watched', ts)
  for (let ts = end - 30 * day; ts < end; ts += 10_000) yield point('watched', ts)
  for (let ts = end - day / 24; ts < end; ts += 300_000) for (let n = 0; n < others; n++) yield point(`d${n}`, ts)
}

async function fill(store: ReadingsStore): Promise<number> {
  let batch: Point[] = []
  let total = 0
  for (const one of estate()) {
    batch.push(one)
    if (batch.length < 5000) continue
    await store.write(batch)
    total += batch.length
    batch = []
  }
  await store.write(batch)
  await store.rollUp(end)
  return total + batch.length
}

async function measure(driver: string, store: ReadingsStore, say: (words: string) => void): Promise<Line[]> {
  const began = performance.now()
  const readings = await fill(store)
  say(`${driver}: ${readings} readings of ${others + 1} devices in ${round((performance.now() - began) / 1000, 1)} s`)
  const lines: Line[] = []
  for (const { name, ms, limit } of spans) {
    const times: number[] = []
    for (let run = 0; run < 15; run++) {
      const from = performance.now()
      const { buckets } = await store.history({
        device: 'watched',
        kind: 'pump',
        metric: 'current_a',
        from: end - ms,
        to: end,
        points: 500,
      })
      times.push(performance.now() - from)
      if (buckets.length !== 500 || buckets.some((bucket) => bucket.count === 0))
        throw new Error(`${driver}: ${name} has gaps`)
    }
    const value = round(median(times), 1)
    lines.push({
      id: 7,
      name: `history ${name}, ${driver}`,
      value,
      unit: 'ms',
      target: `≤ ${limit} ms`,
      ok: value <= limit,
      detail: `500 buckets, ${readings} readings in the store, median of 15`,
    })
  }
  return lines
}

export const history: Figure = {
  id: 7,
  name: 'history of one metric to 500 buckets',
  async run(say) {
    const dir = await mkdtemp(path.join(tmpdir(), 'watchkeeper-bench-'))
    const embedded = await openSqliteReadings({ file: path.join(dir, 'readings.db'), retentionMs: 3650 * day })
    const lines = await measure('embedded', embedded, say)
    await embedded.close()
    const influx = await startInflux()
    const remote = openInfluxReadings({ url: influx.url, retentionMs: 3650 * day })
    lines.push(...(await measure('InfluxDB 1.6', remote, say)))
    await remote.close()
    await influx.stop()
    await rm(dir, { recursive: true, force: true })
    return lines
  },
}
