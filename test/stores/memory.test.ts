// The readings contract over plain memory.
import { expect, test } from 'vitest'
import { openMemoryReadings } from '../../gateway/readings/memory.ts'
import { point, readingsContract, t0 } from './readings.contract.ts'

readingsContract('memory', () => Promise.resolve(openMemoryReadings()))

test('readings older than the retention go', async () => {
  const store = openMemoryReadings({ retentionMs: 1000 })
  await store.write([point('d', t0, { a: 1 }), point('d', t0 + 5000, { a: 2 })])
  await store.expire(t0 + 5500)
  const page = await store.raw({ device: 'd', kind: 'pump', from: 0, to: t0 * 2, limit: 10, cursor: null })
  expect(page.items.map((item) => item.metrics['a'])).toEqual([2])
})
