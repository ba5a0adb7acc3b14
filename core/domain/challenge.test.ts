// Surprise taps: one in each part of the duty, all of them answerable within it, none for the past.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { challengesDue, challengeWithin, placeChallenges } from './challenge.ts'

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const pairs = fc.array(fc.tuple(chance, chance), { minLength: 1, maxLength: 12 })

test('each part of the duty has one, in order, with time to answer it', () => {
  fc.assert(
    fc.property(pairs, fc.integer({ min: challengeWithin + 1, max: 24 * 3_600_000 }), (drawn, length) => {
      const span = { from: 1_000_000, until: 1_000_000 + length }
      const placed = placeChallenges(drawn, span, ['a', 'b', 'c'])
      expect(placed.map(({ n }) => n)).toEqual(drawn.map((_, n) => n))
      for (const { at, checkpoint } of placed) {
        expect(at).toBeGreaterThanOrEqual(span.from)
        expect(at + challengeWithin).toBeLessThanOrEqual(span.until)
        expect(['a', 'b', 'c']).toContain(checkpoint)
      }
      const part = (length - challengeWithin) / drawn.length
      for (const { n, at } of placed) expect(Math.floor((at + 1 - span.from) / part)).toBeGreaterThanOrEqual(n)
    }),
  )
})

test('none where there is no place or no time', () => {
  const span = { from: 0, until: 8 * 3_600_000 }
  expect(placeChallenges([[0, 0]], span, [])).toEqual([])
  expect(placeChallenges([[0, 0]], { from: 0, until: challengeWithin }, ['a'])).toEqual([])
})

test('is asked for some minutes, and not for the past', () => {
  const one = { n: 0, at: 1_000_000, checkpoint: 'a' }
  const due = (at: number) => challengesDue([one], at).length
  expect([due(999_999), due(1_000_000), due(2_199_999), due(2_200_000)]).toEqual([0, 1, 1, 0])
})
