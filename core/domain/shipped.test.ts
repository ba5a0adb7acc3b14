import { expect, test } from 'vitest'
import { fateOf } from './shipped.ts'

test.each([
  ['nobody touched it, and it is shipped as before', 'a', 'a', 'a', 'same'],
  ['nobody touched it, and another form is shipped', 'a', 'a', 'b', 'follow'],
  ['somebody edited it, and it is shipped as before', 'x', 'a', 'a', 'same'],
  ['somebody edited it, and another form is shipped', 'x', 'a', 'b', 'stay'],
  ['somebody edited it to what is shipped now', 'b', 'a', 'b', 'same'],
  ['nobody knows what was shipped', 'x', null, 'b', 'stay'],
] as const)('%s', (_, current, before, now, fate) => {
  expect(fateOf({ current, before, now })).toBe(fate)
})
