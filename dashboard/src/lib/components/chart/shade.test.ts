// The shades behind a curve: each instant once, by the most urgent incident that was active then.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { shadesOf, type Span } from './shade.ts'

it('lets the most urgent stand before the others, which show where it does not', () => {
  const shades = shadesOf([
    { from: 0, to: 10, priority: 3 },
    { from: 4, to: 6, priority: 1 },
    { from: 8, to: 12, priority: 3 },
  ])
  expect(shades).toEqual([
    { from: 0, to: 4, priority: 3 },
    { from: 4, to: 6, priority: 1 },
    { from: 6, to: 12, priority: 3 },
  ])
})

it('shades each active instant exactly once, by its most urgent incident', () => {
  const span = fc
    .record({
      from: fc.integer({ min: 0, max: 30 }),
      long: fc.integer({ min: 1, max: 15 }),
      priority: fc.constantFrom(1, 2, 3, 4),
    })
    .map(({ from, long, priority }) => ({ from, to: from + long, priority }))
  fc.assert(
    fc.property(fc.array(span, { maxLength: 12 }), (spans) => {
      const shades = shadesOf(spans)
      for (let at = 0; at < 50; at++) {
        const over = (list: readonly Span[]) => list.filter(({ from, to }) => from <= at && to > at)
        const active = over(spans).map(({ priority }) => priority)
        expect(over(shades).map(({ priority }) => priority)).toEqual(active.length > 0 ? [Math.min(...active)] : [])
      }
    }),
  )
})
