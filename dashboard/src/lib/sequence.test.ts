import { describe, expect, it } from 'vitest'
import { misses, place } from './sequence.ts'

describe('the order of events', () => {
  it.each([
    ['the next one', 10, { seq: 11, prev: 10 }, 'apply'],
    ['one after others that concern other sites', 10, { seq: 17, prev: 10 }, 'apply'],
    ['one whose forerunner a catch-up already brought', 12, { seq: 17, prev: 11 }, 'apply'],
    ['one seen before', 10, { seq: 10, prev: 9 }, 'skip'],
    ['one older than the snapshot', 10, { seq: 4, prev: 3 }, 'skip'],
    ['one whose forerunner never came', 10, { seq: 17, prev: 12 }, 'gap'],
  ] as const)('%s', (_name, seen, event, expected) => expect(place(seen, event)).toBe(expected))

  it('a heartbeat tells of a lost event, and only of a lost one', () => {
    expect(misses(10, { prev: 11 })).toBe(true)
    expect(misses(10, { prev: 10 })).toBe(false)
    expect(misses(10, { prev: 8 })).toBe(false)
  })
})
