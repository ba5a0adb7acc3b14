// The counter as a witness: what bounds a read, what speaks against it, and that no honest guard is ever spoken against.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { iso } from '../contracts/instant.ts'
import type { Tap } from '../contracts/tap.ts'
import { judgeTap, type TapFacts } from './tap.ts'
import { momentOfTap } from './tap-time.ts'
import { gapAfter, hear, wantsSpotTap } from './witness.ts'

const uid = '04DE5F1EACC040'
const minute = 60_000
const night = Date.parse('2026-11-23T18:00:00.000Z')
const at = (minutes: number): number => night + minutes * minute

/** A read as it was sent: counter, what its sender claims (null: nothing), when it was received. */
type Sent = { counter: number; claims: number | null; received: number; by?: string }

function judged({ counter, claims, received, by = 'chen' }: Sent): Tap {
  const facts: TapFacts = {
    ...{ id: `t-${counter}`, payload: { picc_data: '00'.repeat(16), cmac: '00'.repeat(8) }, by, person: 'session' },
    checkpoint: { id: 'cp-1', site: 'hq', tag: { type: 'ntag424', uid } },
    selfTest: false,
    spent: false,
    verified: { uid, counter, tampered: false },
    ...{ at: claims ?? received, claimed: claims !== null, receivedAt: received, reader: null, site: null },
    ...{ clockOffsetMs: null, earlier: null, recent: 0 },
  }
  return judgeTap(facts)
}

/** Takes reads in the order of their receipt, as the records do: each hears all before it, and they hear it. */
function heard(sent: readonly Sent[]): Tap[] {
  const known: Tap[] = []
  for (const one of [...sent].sort((a, b) => a.received - b.received)) {
    const tap = known.reduce(hear, judged(one))
    known.forEach((other, i) => (known[i] = hear(other, tap)))
    known.push(tap)
  }
  return known.sort((a, b) => a.counter! - b.counter!)
}
const live = (counter: number, minutes: number): Sent => ({
  counter,
  claims: at(minutes),
  received: at(minutes) + 2000,
})
const late = (counter: number, claimed: number, received: number): Sent => ({
  ...{ counter, claims: at(claimed), received: at(received) },
})

describe('bounds', () => {
  test('live reads within 15 minutes around the claimed time make it B; the later one regrades it', () => {
    const before = heard([live(40, 0), late(41, 5, 60)])[1]!
    expect(before).toMatchObject({ grade: 'C', time: 'unproven', bounds: { after: iso(at(0) + 2000), before: null } })
    // The colleague's read arrives live before the offline one is synced, and after it: both ways the same.
    for (const synced of [9, 60]) {
      const [, between] = heard([live(40, 0), late(41, 5, synced), live(42, 10)])
      expect(between).toMatchObject({
        ...{ grade: 'B', time: 'bounded', flags: [], against: null },
        bounds: { after: iso(at(0) + 2000), before: iso(at(10) + 2000) },
      })
    }
  })

  test('further apart than 15 minutes they prove nothing of the minute: C', () => {
    expect(heard([live(40, 0), late(41, 5, 60), live(42, 16)])[1]).toMatchObject({ grade: 'C', flags: [] })
  })

  test('the first tap ever is C unless it is live', () => {
    expect(heard([late(1, 0, 60)])[0]).toMatchObject({ grade: 'C', bounds: null })
    expect(heard([live(1, 0)])[0]).toMatchObject({ grade: 'A', time: 'live' })
  })

  test('a live read whose sender did not say when bounds from above only: it may have been held back', () => {
    const silent = { counter: 40, claims: null, received: at(0) }
    expect(heard([silent, late(41, 5, 60), live(42, 10)])[1]).toMatchObject({ grade: 'C', bounds: { after: null } })
    const over = { ...silent, counter: 42, received: at(10) }
    expect(heard([live(40, 0), late(41, 5, 60), over])[1]).toMatchObject({ grade: 'B' })
  })

  test('offline reads bound nobody', () => {
    expect(heard([late(40, 0, 60), late(41, 5, 60), late(42, 10, 60)])[1]).toMatchObject({ grade: 'C', bounds: null })
  })
})

describe('contradictions', () => {
  test('a read claimed at 02:10 after a lower counter was read live at 03:05', () => {
    const [, tap] = heard([live(40, 65), late(41, 10, 120)])
    expect(tap).toMatchObject({ status: 'accepted', grade: 'C', flags: ['counter_contradicts'] })
    expect(tap!.against).toEqual({ tap: 't-40', counter: 40, receivedAt: iso(at(65) + 2000) })
  })

  test('a read claimed after a higher counter had been received', () => {
    const [tap] = heard([late(40, 30, 60), late(41, 10, 20)])
    expect(tap).toMatchObject({ flags: ['counter_contradicts'], against: { tap: 't-41' } })
  })

  test('a read held back and sent as if live, after a higher one came in, is live no longer', () => {
    const [tap] = heard([live(41, 0), live(40, 20)])
    expect(tap).toMatchObject({ time: 'unproven', grade: 'C', flags: ['counter_contradicts'] })
    const silent = heard([live(41, 0), { counter: 40, claims: null, received: at(20) }])[0]
    expect(silent).toMatchObject({ time: 'unproven', grade: 'C', flags: [], bounds: { before: iso(at(0) + 2000) } })
  })

  test('what clocks and networks explain is none', () => {
    expect(heard([live(40, 10), late(41, 6, 60)])[1]).toMatchObject({ flags: [] })
    expect(heard([live(40, 10), late(41, 4, 60)])[1]).toMatchObject({ flags: ['counter_contradicts'] })
  })

  test('another tag says nothing', () => {
    const other = { ...judged(live(40, 65)), uid: '04000000000001' }
    const tap = judged(late(41, 10, 120))
    expect(hear(tap, other)).toBe(tap)
  })
})

/** What becomes of one true read. Minutes; a phone's clock is wrong by hours or days, and it says what it shows. */
const fate = fc.record({
  wait: fc.double({ min: 0.05, max: 90, noNaN: true }),
  way: fc.constantFrom('live', 'live', 'offline', 'stranger', 'twice', 'page'),
  latency: fc.double({ min: 0, max: 20, noNaN: true }),
  delay: fc.double({ min: 0.5, max: 600, noNaN: true }),
  clock: fc.integer({ min: -2 * 24 * 60, max: 2 * 24 * 60 }),
})

type Fate = typeof fate extends fc.Arbitrary<infer F> ? F : never

/** What honest people send of a sequence of true reads. */
function honest(fates: readonly Fate[]): (Sent & { read: number })[] {
  const sent: (Sent & { read: number })[] = []
  let now = 0
  let counter = 0
  for (const { wait, way, latency, delay, clock } of fates) {
    now += wait
    counter += way === 'twice' ? 2 : 1
    if (way === 'stranger') continue
    const read = at(now)
    const received = way === 'offline' || way === 'page' ? at(now + delay) : read + latency * 1000
    // A page opened from the tag, perhaps reloaded when the network is back, knows nothing of the read.
    if (way === 'page') sent.push({ counter, claims: null, received, read })
    else {
      const shown = (instant: number): number => instant + clock * minute
      const posted = received - latency * 1000
      const moment = momentOfTap({ ts: shown(read), sentAt: shown(posted) }, received)
      sent.push({ counter, claims: moment.at, received, read })
    }
  }
  return sent
}

describe('property', () => {
  test('no honest schedule is ever spoken against, and what is bounded was read there', () => {
    fc.assert(
      fc.property(fc.array(fate, { minLength: 1, maxLength: 30 }), (fates) => {
        const sent = honest(fates)
        heard(sent).forEach((tap, i) => {
          expect(tap).toMatchObject({
            flags: expect.not.arrayContaining(['counter_contradicts']) as unknown,
            against: null,
          })
          const { after, before } = tap.bounds ?? {}
          const { read } = [...sent].sort((a, b) => a.counter - b.counter)[i]!
          if (after) expect(read).toBeGreaterThanOrEqual(Date.parse(after) - 60_000)
          if (before) expect(read).toBeLessThanOrEqual(Date.parse(before))
        })
      }),
      { numRuns: 2000 },
    )
  })

  test('a late read claimed early across a live one always is', () => {
    const early = fc.double({ min: 6, max: 600, noNaN: true })
    fc.assert(
      fc.property(fc.array(fate, { maxLength: 12 }), early, early, (fates, back, delay) => {
        const before = honest(fates.map((each) => ({ ...each, way: 'live' as const })))
        const last = before.at(-1)?.counter ?? 0
        const now = (before.at(-1)?.read ?? night) + 90 * minute
        const witness = { counter: last + 1, claims: now, received: now + 1000 }
        const read = now + delay * minute
        const cheat = { counter: last + 2, claims: now - back * minute, received: read }
        const tap = heard([...before, witness, cheat]).at(-1)!
        expect(tap.flags).toContain('counter_contradicts')
        expect(tap.grade).toBe('C')
      }),
    )
  })

  test('the order in which reads are heard does not matter for what bounds them', () => {
    fc.assert(
      fc.property(fc.array(fate, { minLength: 2, maxLength: 12 }), (fates) => {
        const taps = honest(fates).map(judged)
        for (const tap of taps) {
          const others = taps.filter((each) => each !== tap)
          const forth = others.reduce(hear, tap)
          expect([...others].reverse().reduce(hear, tap)).toEqual(forth)
          expect(others.reduce(hear, forth)).toEqual(forth)
        }
      }),
    )
  })
})

test('reads that nobody sent are counted, and are nothing more', () => {
  expect([gapAfter(5, null), gapAfter(5, 4), gapAfter(9, 4)]).toEqual([null, 0, 4])
})

test('half of the last ten without proof of time ask for a live tap', () => {
  const taps = (grades: string) => [...grades].map((grade) => ({ grade: grade as Tap['grade'] }))
  expect(wantsSpotTap(taps('CCCCA'))).toBe(false)
  expect(wantsSpotTap(taps('CCCCCAAAAA'))).toBe(true)
  expect(wantsSpotTap(taps('AAAAAAAAAACCCCC'))).toBe(false)
})
