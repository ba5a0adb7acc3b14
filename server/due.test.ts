import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDueHeap } from './due.ts'

test('gives back what is due, earliest first, and keeps the rest', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 })), fc.integer({ min: 0, max: 50 }), (times, now) => {
      const heap = createDueHeap<number>()
      for (const at of times) heap.add(at, at)
      const taken: number[] = []
      for (let thing = heap.take(now); thing !== null; thing = heap.take(now)) taken.push(thing)
      const sorted = [...times].sort((a, b) => a - b)
      expect(taken).toEqual(sorted.filter((at) => at <= now))
      expect(heap.size()).toBe(times.length - taken.length)
      expect(heap.next()).toBe(sorted.find((at) => at > now) ?? Infinity)
    }),
  )
})
