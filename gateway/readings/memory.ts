// Readings in plain memory: for tests, and to say what every other driver must do.
import type { Reading } from '../../core/contracts/reading.ts'
import { bucketWidth, createBuckets } from './buckets.ts'
import { keyOf, pageOf } from './key.ts'
import type { ReadingsStore } from './store.ts'

/** A store that forgets everything when the process ends; `retentionMs` is the life of a reading. */
export function openMemoryReadings(options: { retentionMs?: number } = {}): ReadingsStore {
  const { retentionMs = Infinity } = options
  const devices = new Map<string, Map<number, Reading>>()
  const sorted = (device: string, from: number, to: number): Reading[] =>
    [...(devices.get(device)?.values() ?? [])]
      .filter(({ ts }) => ts >= from && ts < to)
      .sort((a, b) => keyOf(a) - keyOf(b))
  return {
    write(points) {
      for (const { reading } of points) {
        const readings = devices.get(reading.device) ?? new Map<number, Reading>()
        devices.set(reading.device, readings)
        if (!readings.has(keyOf(reading))) readings.set(keyOf(reading), reading)
      }
      return Promise.resolve({ refused: [] })
    },
    history(query) {
      const width = bucketWidth(query)
      const buckets = createBuckets(query, width)
      for (const { ts, metrics } of sorted(query.device, query.from, query.to)) {
        if (Object.hasOwn(metrics, query.metric)) buckets.add(ts, metrics[query.metric]!)
      }
      return Promise.resolve({ bucketMs: width, buckets: buckets.result() })
    },
    raw({ device, from, to, limit, cursor }) {
      const rest = sorted(device, from, to).filter((reading) => cursor === null || keyOf(reading) > Number(cursor))
      const rows = rest.slice(0, limit + 1).map((reading) => ({ ...reading, key: keyOf(reading) }))
      return Promise.resolve(pageOf(rows, limit))
    },
    rollUp: () => Promise.resolve(),
    expire(now) {
      for (const readings of devices.values()) {
        for (const [key, { ts }] of readings) if (ts < now - retentionMs) readings.delete(key)
      }
      return Promise.resolve()
    },
    forget(device) {
      devices.delete(device)
      return Promise.resolve()
    },
    health: () => Promise.resolve({ ok: true, detail: `${devices.size} devices in memory` }),
    close: () => Promise.resolve(),
  }
}
