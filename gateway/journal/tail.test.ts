import { expect, it } from 'vitest'
import type { Reading } from '../../core/contracts/reading.ts'
import type { Recorded } from './journal.ts'
import { createTail } from './tail.ts'

const reading: Reading = {
  ...{ device: 'd', ts: 0, ordinal: 0, seq: null, at: 0, timed: 'device', judged: 0, late: false, metrics: {} },
}
const batch = (position: number, readings: number): Recorded[] => [
  {
    lane: 'bulk',
    position,
    entry: { type: 'readings', at: 0, device: 'd', readings: Array<Reading>(readings).fill(reading) },
  },
]

it('keeps as many readings of a backfill as it would one by one, and always the newest batch', () => {
  const tail = createTail(1000)
  for (let position = 1; position <= 10; position++) tail.push(batch(position, 400))
  expect(tail.after(7)).toBeNull()
  expect(tail.after(8)).toHaveLength(1)
  tail.push(batch(11, 5000))
  expect([tail.after(9), tail.after(10)]).toMatchObject([null, [{ position: 11 }]])
  for (let position = 12; position <= 500; position++) tail.push(batch(position, 1))
  expect(tail.after(11)).toMatchObject([{ position: 12 }])
})
