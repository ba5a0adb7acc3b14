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
  expect(tail.after(8)).toHaveLength(2)
  tail.push(batch(11, 5000))
  expect([tail.after(9), tail.after(10)]).toMatchObject([null, [{ position: 11 }]])
  for (let position = 12; position <= 500; position++) tail.push(batch(position, 1))
  expect(tail.after(11)?.[0]).toMatchObject({ position: 12 })
})

it('gives what several batches hold as one, some thousands at a time', () => {
  const tail = createTail(100_000)
  for (let position = 1; position <= 6000; position++) tail.push(batch(position, 1))
  const positions = tail.after(2)?.map((record) => record.position)
  expect(positions).toEqual(Array.from({ length: 4096 }, (_, n) => n + 3))
})

it('lets go of what all followers have passed, and of nothing that one of them still wants', () => {
  const tail = createTail(1000)
  const [fast, slow] = [{ position: 0 }, { position: 0 }]
  tail.join(fast)
  const leave = tail.join(slow)
  for (let position = 1; position <= 4; position++) tail.push(batch(position, 1))
  fast.position = 4
  tail.passed()
  expect(tail.after(0)).toHaveLength(4)
  slow.position = 2
  tail.passed()
  expect([tail.after(1), tail.after(2)]).toMatchObject([null, [{ position: 3 }, { position: 4 }]])
  leave()
  tail.passed()
  expect([tail.after(2), tail.after(3)]).toMatchObject([null, [{ position: 4 }]])
})
