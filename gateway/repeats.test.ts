import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openRepeats } from './repeats.ts'

const t = 1_763_884_800_000

describe('readings', () => {
  it('are repeats when device, seq and ts are equal, and only then', () => {
    const repeats = openRepeats()
    expect(repeats.reading('a', t, 1, true, t)).toEqual({ ts: t, ordinal: 0 })
    expect(repeats.reading('a', t, 1, true, t)).toBeNull()
    expect(repeats.reading('b', t, 1, true, t)).toEqual({ ts: t, ordinal: 0 })
    expect(repeats.reading('a', t, 2, true, t)).toEqual({ ts: t, ordinal: 1 })
    expect(repeats.reading('a', t + 1, 1, true, t)).toEqual({ ts: t + 1, ordinal: 0 })
    expect(repeats.reading('a', t, 2, true, t)).toBeNull()
  })

  it('without ts are repeats by seq within ten minutes', () => {
    const repeats = openRepeats()
    repeats.reading('a', t, 7, false, t)
    expect(repeats.reading('a', t + 600_000, 7, false, t + 600_000)).toBeNull()
    expect(repeats.reading('a', t + 600_001, 7, false, t + 600_001)).not.toBeNull()
  })

  it('without seq are never repeats', () => {
    const repeats = openRepeats()
    expect(repeats.reading('a', t, null, true, t)?.ordinal).toBe(0)
    expect(repeats.reading('a', t, null, true, t)?.ordinal).toBe(1)
  })

  it('never share a key, whatever comes in whatever order', () => {
    const message = fc.record({
      ts: fc.integer({ min: t, max: t + 3 }),
      seq: fc.option(fc.integer({ min: 0, max: 3 })),
      timed: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(message, { maxLength: 200 }), (messages) => {
        const repeats = openRepeats()
        const keys = messages.flatMap(({ ts, seq, timed }) => repeats.reading('a', ts, seq, timed, t) ?? [])
        expect(new Set(keys.map((key) => `${key.ts}/${key.ordinal}`)).size).toBe(keys.length)
      }),
    )
  })

  it('are told from repeats as one who forgets nothing would, whatever the order and however often the room grows', () => {
    const message = fc.tuple(fc.integer({ min: t, max: t + 40 }), fc.integer({ min: 0, max: 4 }))
    fc.assert(
      fc.property(fc.array(message, { maxLength: 200 }), (messages) => {
        const repeats = openRepeats()
        const known = new Set<string>()
        for (const [ts, seq] of messages) {
          const isNew = !known.has(`${ts}/${seq}`)
          known.add(`${ts}/${seq}`)
          expect(repeats.reading('a', ts, seq, true, t) !== null).toBe(isNew)
        }
      }),
    )
  })

  it('beyond a thousand in one millisecond move on to the next', () => {
    const repeats = openRepeats()
    const keys = Array.from({ length: 1001 }, () => repeats.reading('a', t, null, false, t))
    expect(keys[999]).toEqual({ ts: t, ordinal: 999 })
    expect(keys[1000]).toEqual({ ts: t + 1, ordinal: 0 })
  })

  it('of a whole backfill are known when it comes again', () => {
    const repeats = openRepeats()
    const send = () => Array.from({ length: 1000 }, (_, i) => repeats.reading('a', t + i, i, true, t))
    send()
    expect(send().every((key) => key === null)).toBe(true)
  })

  it('that were not recorded may come again and get a key that nobody has', () => {
    const repeats = openRepeats()
    repeats.reading('a', t, 1, true, t)
    repeats.reading('a', t, 2, true, t)
    repeats.forget('a', t, 0)
    expect(repeats.reading('a', t, 2, true, t)).toBeNull()
    expect(repeats.reading('a', t, 1, true, t)).toEqual({ ts: t, ordinal: 2 })
  })

  it('that a restart recalled are known', () => {
    const repeats = openRepeats()
    repeats.recall('a', t, 0, 5, true, t)
    repeats.recall('a', t + 9, 3, 6, false, t)
    expect(repeats.reading('a', t, 5, true, t)).toBeNull()
    expect(repeats.reading('a', t + 50, 6, false, t + 50)).toBeNull()
    expect(repeats.reading('a', t + 9, null, true, t)).toEqual({ ts: t + 9, ordinal: 4 })
  })

  it('of a busy device are forgotten oldest first, in bounded room', () => {
    const repeats = openRepeats()
    for (let i = 0; i < 5000; i++) repeats.reading('a', t + i, i, true, t)
    expect(repeats.reading('a', t + 4999, 4999, true, t)).toBeNull()
    expect(repeats.reading('a', t, 0, true, t)).toEqual({ ts: t, ordinal: 0 })
  })
})

describe('ids', () => {
  it('are known by device and channel until forgotten', () => {
    const repeats = openRepeats()
    expect(repeats.id('a', 'event', 'e-1')).toBe(true)
    expect(repeats.id('a', 'event', 'e-1')).toBe(false)
    expect(repeats.id('a', 'tap', 'e-1')).toBe(true)
    expect(repeats.id('b', 'event', 'e-1')).toBe(true)
    repeats.forgetId('a', 'event', 'e-1')
    expect(repeats.id('a', 'event', 'e-1')).toBe(true)
  })

  it('outlive as many others as memory holds', () => {
    const repeats = openRepeats()
    repeats.id('a', 'event', 'first')
    for (let i = 0; i < 250_000; i++) repeats.id('a', 'event', `${i}`)
    expect(repeats.id('a', 'event', 'first')).toBe(false)
  })
})
