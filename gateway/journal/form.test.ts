// The short form says exactly what the plain one says, and what older journals hold can still be read.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Reading } from '../../core/contracts/reading.ts'
import { entryOfText, textOfEntry } from './form.ts'
import type { Entry } from './journal.ts'

const at = 1_763_884_800_000
const reading = (more: Partial<Reading> = {}): Reading => ({
  ...{ device: 'd-1', ts: at - 3, ordinal: 0, seq: 7, at, timed: 'device', judged: at - 1, late: false },
  ...{ metrics: { current_a: 12.4, running: true } },
  ...more,
})
const entryOf = (...readings: Reading[]): Entry => ({ type: 'readings', at, device: 'd-1', readings })
const plainly = (entry: Entry): unknown => JSON.parse(JSON.stringify(entry))

const time = fc.oneof(
  fc.integer({ min: at - 40 * 86_400_000, max: at + 400_000 }),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)
const anyReading: fc.Arbitrary<Reading> = fc.record(
  {
    device: fc.constantFrom('d-1', 'd-1', 'd-1', 'd-2'),
    ts: time,
    ordinal: fc.nat({ max: 999 }),
    seq: fc.option(fc.maxSafeNat()),
    at: fc.oneof(fc.constant(at), time),
    timed: fc.constantFrom('device', 'server'),
    claimed: time,
    judged: time,
    late: fc.boolean(),
    metrics: fc.dictionary(fc.string(), fc.oneof(fc.double({ noNaN: true }), fc.boolean(), fc.string())),
  },
  { requiredKeys: ['device', 'ts', 'ordinal', 'seq', 'at', 'timed', 'judged', 'late', 'metrics'] },
)

describe('an entry as text', () => {
  test('gives back whatever readings it was made of', () => {
    fc.assert(
      fc.property(fc.array(anyReading, { maxLength: 5 }), (readings) => {
        const entry = entryOf(...readings)
        expect(entryOfText(textOfEntry(entry))).toEqual(plainly(entry))
      }),
    )
  })

  test('is short for what devices say every second', () => {
    const late = reading({ ts: at - 500_000, judged: at - 500_000, late: true, seq: null, timed: 'server', ordinal: 2 })
    expect(textOfEntry(entryOf(reading(), late))).toBe(
      '[1763884800000,"d-1",3,0,7,1,0,{"current_a":12.4,"running":true},500000,2,null,500000,3,{"current_a":12.4,"running":true}]',
    )
    expect(entryOfText(textOfEntry(entryOf(reading(), late)))).toEqual(entryOf(reading(), late))
  })

  test.each([
    ['readings in the plain form', entryOf(reading())],
    ['what a clock claimed', entryOf(reading({ timed: 'server', claimed: 12 }))],
    ['a tick', { type: 'tick', at, boot: true } satisfies Entry],
  ])('%s can be read', (_, entry) => {
    expect(entryOfText(JSON.stringify(entry))).toEqual(entry)
    expect(entryOfText(textOfEntry(entry))).toEqual(entry)
  })
})
